"""The reason of a grade is another."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('two corrections in the last year', 'never wrong')
