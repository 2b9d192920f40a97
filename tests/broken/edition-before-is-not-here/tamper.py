"""The edition before is one that no ledger holds."""

from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    good.last = digest("nowhere")
    good.publish()
