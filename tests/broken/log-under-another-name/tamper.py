"""A log stands under an id that is not its own."""

from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    fake = digest("another log")
    for end in ("jsonl", "checkpoints"):
        (good.path / f"ledger/{good.b.log}.{end}").rename(good.path / f"ledger/{fake}.{end}")


    def change(wire):
        wire["heads"][fake] = wire["heads"].pop(good.b.log)


    good.reseal(manifest=change)
