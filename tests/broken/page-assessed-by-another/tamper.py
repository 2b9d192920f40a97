"""A judgement is put into somebody else's mouth."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('Assessed by <bdi dir="auto">Olena Marchuk', 'Assessed by <bdi dir="auto">Bram de Wit')
