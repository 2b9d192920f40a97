"""One byte in the vault is another."""

from firsthand.record.digest import sha256
from tests.recheck.good import FILM
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    name = sha256(FILM)
    blob = good.path / "vault" / name[:2] / name[2:]
    blob.write_bytes(b"N" + FILM[1:])
