"""A letter is written by its name."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('very likely shows the lantern parade', 'very&nbsp;likely shows the lantern parade')
