"""A withdrawal is taken out, and the rest moves up."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    del lines[good.index(good.a, "withdrawal")]
    good.put_lines(good.a, lines)
    good.reseal(manifest=lambda wire: {**wire, "counts": good.recount()})
