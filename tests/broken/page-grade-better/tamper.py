"""A source is graded better than its grade."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<b class="grade">C</b> <span class="small">fairly reliable', '<b class="grade">A</b> <span class="small">completely reliable')
