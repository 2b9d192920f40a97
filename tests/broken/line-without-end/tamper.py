"""A line of more than sixteen mebibytes."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put(good.ledger(good.b), good.read(good.ledger(good.b)) + b'{"hash":"' + b"0" * (1 << 24) + b'"}\n')
