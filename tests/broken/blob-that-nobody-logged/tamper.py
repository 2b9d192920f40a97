"""The publisher shows bytes that stand in no log."""

from firsthand.record.digest import sha256
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    data = b"a picture from nowhere"
    good.put(f"blobs/{sha256(data)}.png", data)
    good.reseal()
