"""A hash of nothing in place of an entry."""

from firsthand.record.entry import Line
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    lines[5] = Line(hash=digest("nothing")).bytes()
    good.put_lines(good.a, lines)
    good.reseal(manifest=lambda wire: {**wire, "counts": good.recount()})
