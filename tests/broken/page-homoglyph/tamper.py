"""A letter of another alphabet stands in a sentence."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('very likely shows the lantern parade', 'vеry likely shows the lantern parade')
