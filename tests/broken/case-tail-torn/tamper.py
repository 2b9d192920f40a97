"""A torn line past the last checkpoint: never acknowledged, and left alone."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    with (good.path / "log" / f"{good.a.log}.jsonl").open("ab") as file:
        file.write(b'{"body":{"text')
