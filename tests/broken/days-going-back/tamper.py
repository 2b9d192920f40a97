"""An entry's day is before that of the entry before it: noted, and no order is taken from it."""

from datetime import timedelta
from firsthand.record.publication import Draft
from tests.recheck.making import Report, START


def tamper(good: Report) -> None:
    good.b.write(Draft(text="Earlier."), now=START - timedelta(days=9))
    good.publish()
