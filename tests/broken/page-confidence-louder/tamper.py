"""A confidence is higher than the assessment's."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('Confidence</span> moderate', 'Confidence</span> high')
