"""A co-author has gone on past what the pinned author has seen."""

from firsthand.record.log import join_notes
from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    line = good.b.make(Draft(text="More."))
    good.b.append(line)
    log, notes = good.path / "log" / f"{good.b.log}.jsonl", good.path / "log" / f"{good.b.log}.checkpoints"
    log.write_bytes(log.read_bytes() + line.bytes() + b"\n")
    notes.write_bytes(join_notes(good.book.notes(good.b.log)).encode())
