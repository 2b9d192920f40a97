"""That a method was inconclusive is not counted."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<li>Inconclusive <b>1</b>', '<li>Inconclusive <b>0</b>')
