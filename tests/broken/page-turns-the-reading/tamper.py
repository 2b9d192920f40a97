"""A sentence is turned round by a letter that cannot be seen."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('very likely shows the lantern parade', '\u202every likely\u202c shows the lantern parade')
