"""After the hand-over an entry goes on naming the old key."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.a.write(Draft(text="One more."), by=good.a.first)
    good.publish()
