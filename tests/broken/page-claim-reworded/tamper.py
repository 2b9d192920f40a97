"""A claim is worded anew."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<p dir="auto">The club says that it fired nothing', '<p dir="auto">The club admits that it fired it')
