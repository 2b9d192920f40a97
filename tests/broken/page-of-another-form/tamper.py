"""The page is of a form that is not known yet."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('content="firsthand report 2"', 'content="firsthand report 9999"')
