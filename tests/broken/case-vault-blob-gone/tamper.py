"""Bytes that an entry names are not in the vault."""

from firsthand.record.digest import sha256
from tests.recheck.good import FILM
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    name = sha256(FILM)
    (good.path / "vault" / name[:2] / name[2:]).unlink()
