"""What every store asks of lines and the checkpoint that covers them, before it takes them or relies on them."""

from collections.abc import Sequence

from firsthand.port import Ledger
from firsthand.record.digest import check_digest
from firsthand.record.fault import BadEntry, BadNote, DamagedLog, LogMoved
from firsthand.record.log import EMPTY_ROOT, Checkpoint, read_note


def check_batch(log: str, lines: Sequence[bytes], note: str, *, at: int) -> None:
    """Raises BadDigest, BadEntry, BadNote."""
    check_digest(log, "log")
    check_lines(lines)
    if not lines:
        raise BadEntry("a batch without entries")
    if check_note(log, note).size != at + len(lines):
        raise BadNote(f"the checkpoint does not cover the {at + len(lines)} entries that it comes with")


def check_lines(lines: Sequence[bytes]) -> None:
    if not all(lines) or any(b"\n" in line for line in lines):
        raise BadEntry("a line is not empty and holds no line end")


def check_note(log: str, note: str) -> Checkpoint:
    checkpoint = read_note(note)
    if checkpoint.log != log:
        raise BadNote(f"a checkpoint of log {checkpoint.log[:12]} among those of log {log[:12]}")
    return checkpoint


def check_at(log: str, *, at: int, size: int) -> None:
    if at != size:
        raise LogMoved(f"log {log[:12]} has {size} entries, and the batch was made for {at}")


def last_head(ledger: Ledger, log: str) -> tuple[int, str]:
    """Size and root that a log's last checkpoint states; of nothing yet, those of the empty tree."""
    notes = ledger.notes(log)
    if not notes:
        return 0, EMPTY_ROOT
    last = check_note(log, notes[-1])
    return last.size, last.root


def check_head(log: str, head: tuple[int, str], found: tuple[int, str]) -> None:
    """Raises DamagedLog unless the entries found have the size and root that the last checkpoint states."""
    if found != head:
        raise DamagedLog(f"the entries of log {log[:12]} are not the {head[0]} that its last checkpoint covers")
