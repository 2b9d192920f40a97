"""A judgement carries a class that the style hides in print."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<div class="judged">', '<div class="judged act">')
