"""A sentence does not say that its question is contested."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page('<p class="small"><span class="chip contested">contested</span> <a href', "</p>\n")
