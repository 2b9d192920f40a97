"""A log's checkpoints are gone: nothing of it was acknowledged, as far as anybody can tell."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "log" / f"{good.b.log}.checkpoints").unlink()
    (good.path / "log" / f"{good.a.log}.checkpoints").unlink()
