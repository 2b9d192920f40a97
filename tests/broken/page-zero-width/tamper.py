"""A letter that cannot be seen stands in a sentence."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('very likely shows the lantern parade', 'very un\u200blikely shows the lantern parade')
