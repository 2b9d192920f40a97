"""The publisher leaves the dissenting author out of heads, ledgers and manifest."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.publish(book=good.book.without(good.b.log))
