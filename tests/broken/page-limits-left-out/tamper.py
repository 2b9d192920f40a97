"""What fools a method is left out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page("<li>the decoder hides some damage", "</li>")
