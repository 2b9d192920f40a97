"""An entry gives its bytes another size than they have."""

from firsthand.record.digest import sha256
from firsthand.record.footage import File
from firsthand.record.log import join_notes
from tests.recheck.good import FILM
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    line = good.a.make(File(digest=sha256(FILM), blake3=digest("blake3"), size=1))
    good.a.append(line)
    log, notes = good.path / "log" / f"{good.a.log}.jsonl", good.path / "log" / f"{good.a.log}.checkpoints"
    log.write_bytes(log.read_bytes() + line.bytes() + b"\n")
    notes.write_bytes(join_notes(good.book.notes(good.a.log)).encode())
