"""What is read out is another than what is seen."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('aria-label="Contents"', 'aria-label="It is proven"')
