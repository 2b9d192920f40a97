"""A line of a log on the disk is edited."""

from dataclasses import replace
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    log = good.path / "log" / f"{good.a.log}.jsonl"
    log.write_bytes(log.read_bytes().replace(b"It was at noon.", b"It was at dusk."))
