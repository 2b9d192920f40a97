"""A correction is left out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page('<article class="correction">', "</article>\n")
