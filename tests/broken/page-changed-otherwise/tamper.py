"""What changed is told otherwise than it was sealed."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('A statement was taken back.', 'Spelling.')
