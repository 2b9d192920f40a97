"""A judgement is set in letters of no size."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<div class="judged">', '<div class="judged" style="font-size:0">')
