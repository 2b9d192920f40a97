"""An origin is named that nobody is."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('">Recording 1, 2 copies</a></p>', '">An eyewitness of the police</a></p>')
