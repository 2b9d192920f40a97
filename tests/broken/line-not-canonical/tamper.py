"""A line with a blank that the canonical form does not have."""

from dataclasses import replace
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    lines[7] = lines[7].replace(b'":', b'": ', 1)
    good.put_lines(good.a, lines)
