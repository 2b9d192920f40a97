"""A withdrawn claim stands as if it did."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page('<p class="small"><span class="chip contested">withdrawn</span> <bdi', "</p>")
