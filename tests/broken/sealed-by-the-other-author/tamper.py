"""The co-author seals the report, while the reader knows the first author's key."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.publish(author=good.b)
