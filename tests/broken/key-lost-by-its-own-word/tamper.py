"""A new log says of itself that it goes on for another's."""

from firsthand.record.keys import KeyLost
from tests.recheck.making import Author, Report


def tamper(good: Report) -> None:
    c = Author(good.book, "C. Stranger")
    c.write(KeyLost(old=good.b.log, new=c.log, reason="It is me."))
    good.publish()
