"""The page names no form: an older edition, or somebody's own page."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<meta name="generator" content="firsthand report 2">\n', '')
