"""A finding of place that a sentence rests on is not there."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page('<figure class="place"', "</figure>\n")
