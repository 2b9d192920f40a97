"""The hedge that a source used is left out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('“<bdi dir="auto">as is reported</bdi>”', 'none')
