"""An edition is left out of the count."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.editions += 1
    good.publish()
