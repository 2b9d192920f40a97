"""A blob's name carries a second ending, so that a browser takes it for a page."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / good.blob()).rename(good.path / (good.blob() + ".html"))
    good.reseal()
