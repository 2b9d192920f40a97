"""A sentence on the page is louder than the draft."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('very likely shows the lantern parade', 'certainly shows the lantern parade')
