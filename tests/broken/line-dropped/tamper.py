"""One line of a ledger is gone."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    del lines[4]
    good.put_lines(good.a, lines)
