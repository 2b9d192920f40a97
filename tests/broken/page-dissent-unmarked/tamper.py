"""A dissent is not marked as one."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page('<span class="chip dissent">', "</span>")
