"""Text with half a letter, which has no bytes of its own."""

from dataclasses import replace
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    at = good.index(good.a, "question")
    lines[at] = lines[at].replace(b"When was the salute?", b"When was \\ud800?")
    good.put_lines(good.a, lines)
