"""More origins are counted than are named."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('For: 1 origin</p>', 'For: 3 origins</p>')
