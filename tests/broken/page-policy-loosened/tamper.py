"""The policy that lets nothing be fetched is another."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage("default-src 'none'", 'default-src *')
