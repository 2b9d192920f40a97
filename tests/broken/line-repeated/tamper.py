"""One line stands twice, and the author signs it so."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.b)
    good.put_lines(good.b, [*lines, lines[-1]])
    good.relaunch(good.b)
