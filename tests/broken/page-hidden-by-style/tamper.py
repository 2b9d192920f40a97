"""A sentence is hidden by a style of its own."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<div class="said">', '<div class="said" style="display:none">')
