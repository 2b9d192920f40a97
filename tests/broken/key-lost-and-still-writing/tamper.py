"""A key that was said to be lost goes on writing."""

from firsthand.record.keys import KeyLost
from firsthand.record.publication import Draft
from tests.recheck.making import Author, Report


def tamper(good: Report) -> None:
    c = Author(good.book, "B. Reader", seed="second ")
    good.a.write(KeyLost(old=good.b.log, new=c.log, reason="Lost on a train."))
    good.b.write(Draft(text="Found it."))
    good.publish()
