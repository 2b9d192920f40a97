"""A question that is contested is not marked so."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page('<p class="small"><span class="chip contested">contested</span> claims are made', "</p>")
