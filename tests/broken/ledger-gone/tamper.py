"""One author's ledger is taken out of the folder and the manifest's files."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / good.ledger(good.b)).unlink()
    good.reseal()
