"""A line past the head."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.b)
    good.put_lines(good.b, [*lines, good.b.make(Draft(text="And more.")).bytes()])
