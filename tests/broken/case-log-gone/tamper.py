"""A log on the disk that another author has cited is gone."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    for end in ("jsonl", "checkpoints"):
        (good.path / "log" / f"{good.b.log}.{end}").unlink()
