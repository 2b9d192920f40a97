"""The share beside a likelihood is another word's."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('80–95 %', '95–99 %')
