"""The page is of another edition than the seal."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('edition 2 <span', 'edition 1 <span')
