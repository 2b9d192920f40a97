"""The edition before is said to be an entry that is none."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.last = good.ids["sentence"]
    good.publish()
