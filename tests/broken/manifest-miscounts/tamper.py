"""The publisher counts fewer withheld entries than there are."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.reseal(manifest=lambda wire: {**wire, "counts": {"hash": 0, "header": 1, "shown": 24}})
