"""The key to compare with is another."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('--key 870b', '--key 0000')
