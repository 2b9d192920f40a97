"""A byte order mark before a line."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    lines[7] = b"\xef\xbb\xbf" + lines[7]
    good.put_lines(good.a, lines)
