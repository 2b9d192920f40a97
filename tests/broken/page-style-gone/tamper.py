"""There is no style sheet."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "report.css").unlink()
    good.reseal()
