"""Why something was taken back is worded anew."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<p dir="auto">The neighbour has asked to take it back.</p>', '<p dir="auto">A slip of the pen.</p>')
