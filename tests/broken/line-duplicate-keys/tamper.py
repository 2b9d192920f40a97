"""A body that says one thing to one reader and another to the next."""

from dataclasses import replace
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.a)
    at = good.index(good.a, "question")
    lines[at] = lines[at].replace(b'"body":{', b'"body":{"text":"Was there a salute?",', 1)
    good.put_lines(good.a, lines)
