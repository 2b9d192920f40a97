"""A judgement is pushed off the page by a style of its own."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<div class="margin" data-furniture>', '<div class="margin" data-furniture style="margin-left:-9999px">')
