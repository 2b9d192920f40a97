"""Merging by set union: of two versions of one log one must be a prefix of the other, and its checkpoints come along."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from firsthand.port import Ledger
from firsthand.record.fault import BadNote, Fork

from .batch import check_lines, check_note
from .raw import leaf


class Adopting(Ledger, Protocol):
    """A ledger that can take in another copy of a log."""

    def extend(self, log: str, lines: Iterable[bytes], notes: Sequence[str]) -> int:
        """Takes another copy's version of a log, all its lines from index 0 and all its checkpoints, which the caller has
        verified. Returns how many entries are new here. Lines that both have stay as they are here. Raises Fork."""


def merge_logs(into: Adopting, other: Ledger) -> Mapping[str, int]:
    """Brings every log of `other` into `into`; how many entries came, by log. The caller has verified `other`. Raises Fork."""
    for log in other.logs():  # all are looked at before the first is written: a fork leaves `into` as it was
        list(beyond(into, log, other.lines(log)))
    return {log: into.extend(log, other.lines(log), other.notes(log)) for log in other.logs()}


def beyond(ours: Ledger, log: str, theirs: Iterable[bytes]) -> Iterator[bytes]:
    """Their lines past the end of ours. Raises Fork where a common index holds different entries; a line may hold more or
    less of one entry (something withheld) and it is the same entry still."""
    own = ours.lines(log)
    for index, line in enumerate(theirs):
        mine = next(own, None)
        if mine is None:
            yield line
        elif mine != line and leaf(mine, log).id != leaf(line, log).id:
            raise Fork(f"two versions of log {log[:12]} part at entry {index}")


def union(log: str, ours: Sequence[str], theirs: Sequence[str], *, size: int, added: Sequence[bytes]) -> list[str]:
    """All checkpoints of both, by size, ours first. Raises BadNote unless they end with the last of the entries, and Fork
    where two of one size have two roots."""
    check_lines(added)
    known = set(ours)
    notes = [*ours, *(note for note in dict.fromkeys(theirs) if note not in known)]
    read = {note: check_note(log, note) for note in notes}
    notes.sort(key=lambda note: read[note].size)
    if (read[notes[-1]].size if notes else 0) != size + len(added):
        raise BadNote(f"the last checkpoint of log {log[:12]} does not cover its {size + len(added)} entries")
    roots = {(made.size, made.root) for made in read.values()}
    if len({size for size, _ in roots}) != len(roots):
        raise Fork(f"log {log[:12]} has two roots at one size")
    return notes
