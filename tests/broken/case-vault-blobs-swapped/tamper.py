"""Two blobs in the vault change places."""

from firsthand.record.digest import sha256
from tests.recheck.good import FILM, STILL
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    one, two = sha256(FILM), sha256(STILL)
    (good.path / "vault" / one[:2] / one[2:]).write_bytes(STILL)
    (good.path / "vault" / two[:2] / two[2:]).write_bytes(FILM)
