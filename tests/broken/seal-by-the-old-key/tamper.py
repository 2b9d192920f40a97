"""The seal is by the key that was handed over."""

from tests.recheck.making import Report, key_of


def tamper(good: Report) -> None:
    good.a.key = key_of("A. Analyst")
    good.reseal()
