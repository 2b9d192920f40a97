"""A size that two readers round differently."""

from dataclasses import replace
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    at = good.index(good.a, "file")
    lines[at] = lines[at].replace(b'"size":37', b'"size":9007199254740993')
    good.put_lines(good.a, lines)
