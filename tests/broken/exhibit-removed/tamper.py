"""An unfavourable exhibit is taken out of the folder."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / good.blob()).unlink()
