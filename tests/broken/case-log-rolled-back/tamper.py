"""Log and checkpoints are put back to an earlier day, while the reader has a later checkpoint."""

from firsthand.record.log import join_notes, split_notes
from tests.recheck.making import Report


def tamper(good: Report) -> str:
    log, notes = good.path / "log" / f"{good.a.log}.jsonl", good.path / "log" / f"{good.a.log}.checkpoints"
    log.write_bytes(b"".join(line + b"\n" for line in log.read_bytes().splitlines()[:-1]))
    notes.write_bytes(join_notes(split_notes(notes.read_text("utf-8"))[:-1]).encode())
    return good.a.note()
