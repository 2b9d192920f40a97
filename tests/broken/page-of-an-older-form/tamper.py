"""A page as the form before wrote it: what judgements name as observed is not on it."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page("<h5>Observations for it</h5>", "</ul>\n")
    good.repage('content="firsthand report 2"', 'content="firsthand report 1"')
