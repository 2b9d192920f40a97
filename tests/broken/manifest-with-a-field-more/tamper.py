"""The manifest carries a field that the format does not have."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.reseal(manifest=lambda wire: {**wire, "note": "x"})
