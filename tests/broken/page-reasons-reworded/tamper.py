"""The reasons of an assessment are others."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('The jackets cannot be told apart at that hour.', 'The jackets are plain to see.')
