"""Two lines change places."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    lines[3], lines[4] = lines[4], lines[3]
    good.put_lines(good.a, lines)
