"""A sentence carries the attribute that hides it."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<div class="said">', '<div class="said" hidden>')
