"""A letter is written by its number."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('very likely shows the lantern parade', '&#118;ery likely shows the lantern parade')
