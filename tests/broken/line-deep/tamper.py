"""A line of a hundred thousand brackets."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put(good.ledger(good.b), good.read(good.ledger(good.b)) + b"[" * 100_000 + b"\n")
