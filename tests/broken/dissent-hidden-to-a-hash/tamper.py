"""Of the other analyst's dissent only the hash is left."""

from firsthand.record.entry import read_line
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.b)
    lines[-1] = read_line(lines[-1]).hidden(header=True).bytes()
    good.put_lines(good.b, lines)
    good.reseal(manifest=lambda wire: {**wire, "counts": good.recount()})
