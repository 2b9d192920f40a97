"""A claim is put into another source's mouth."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('data-label="Who says"><span><bdi dir="auto">Town council', 'data-label="Who says"><span><bdi dir="auto">Riverside Agency')
