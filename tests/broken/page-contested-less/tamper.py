"""Of the reasons why it is contested one is left out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('; analysts judge it differently', '')
