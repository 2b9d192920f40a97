"""The publisher adds a reading that no finding was reached from."""

from firsthand.record.digest import sha256
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    data = b"numbers from nowhere"
    good.put(f"readings/{sha256(data)}", data)
    good.reseal()
