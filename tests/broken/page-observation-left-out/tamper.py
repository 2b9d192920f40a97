"""What was seen is not printed under the judgement that rests on it."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page("<h5>Observations for it</h5>", "</ul>\n")
