"""A second report calls itself the first edition, to hide the one before."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.editions, good.last = 0, None
    good.publish()
