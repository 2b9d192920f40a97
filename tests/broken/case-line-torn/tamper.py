"""A log on the disk ends within a line that was acknowledged."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    log = good.path / "log" / f"{good.a.log}.jsonl"
    log.write_bytes(log.read_bytes()[:-20])
