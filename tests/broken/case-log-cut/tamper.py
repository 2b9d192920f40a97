"""A log on the disk has lost what was acknowledged."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    log = good.path / "log" / f"{good.a.log}.jsonl"
    log.write_bytes(b"".join(line + b"\n" for line in log.read_bytes().splitlines()[:-2]))
