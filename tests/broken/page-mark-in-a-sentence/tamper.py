"""A word of a sentence is struck out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('very likely shows', '<s>very likely</s> shows')
