"""A tool has turned the line ends."""

from dataclasses import replace
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put(good.ledger(good.b), good.read(good.ledger(good.b)).replace(b"\n", b"\r\n"))
