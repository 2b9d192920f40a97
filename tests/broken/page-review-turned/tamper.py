"""Who does not agree is said to."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('Bram de Wit agrees', 'Bram de Wit does not agree')
