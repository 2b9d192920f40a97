"""A second heading hides the first."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<h1>', '<h1>It is proven</h1><h1>')
