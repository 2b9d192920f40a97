"""There is no page."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "index.html").unlink()
    good.reseal()
