"""Of a withdrawal only the hash is left: it may hide anything."""

from firsthand.record.entry import read_line
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    at = good.index(good.a, "withdrawal")
    lines[at] = read_line(lines[at]).hidden(header=True).bytes()
    good.put_lines(good.a, lines)
    good.reseal(manifest=lambda wire: {**wire, "counts": good.recount()})
