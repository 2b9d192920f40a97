"""The last line has lost its end."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put(good.ledger(good.b), good.read(good.ledger(good.b))[:-1])
