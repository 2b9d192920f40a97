"""An empty folder that nobody listed."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "more").mkdir()
