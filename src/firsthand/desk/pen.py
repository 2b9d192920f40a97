"""Appends entries for one author: seals, roots the tree, signs the checkpoint, and acknowledges only what is on the disk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firsthand.recheck.signing import public_bytes, sign_checkpoint
from firsthand.record.entry import Head, Line, causes, read_line, seal
from firsthand.record.fault import DamagedLog, LogMoved
from firsthand.record.keys import fingerprint
from firsthand.record.log import Checkpoint, Tree, read_note

from .desk import Author, Desk

TRIES = 8  # of a patient pen
KEPT = 8  # logs whose tree is known: its right edge, so that a note in a long log does not read all of it again
_known: dict[tuple[Path, str], tuple[int, tuple[str, ...]]] = {}


@dataclass(slots=True)
class Pen:
    """The right edge of the author's own tree, and the heads of other logs that it has already cited."""

    desk: Desk
    author: Author
    tree: Tree
    cited: dict[str, Head]
    patient: bool = False  # whether it goes on behind entries that another program wrote into the same log meanwhile

    def write(self, values: Sequence[Any], *, signed_by: Ed25519PrivateKey | None = None) -> list[Line]:
        """Seals and appends a batch; returns when entries and checkpoint are on the disk.

        Every entry that a value rests on must be in the case. `signed_by` is the key in force after the batch, where the
        batch hands the log over. Raises BadReference, LogMoved (a patient pen only after many tries), DiskFull, WriteFailed.
        """
        for _ in range(TRIES if self.patient else 0):
            try:
                return self._write(values, signed_by)
            except LogMoved:
                self.tree = pen(self.desk).tree
        return self._write(values, signed_by)

    def _write(self, values: Sequence[Any], signed_by: Ed25519PrivateKey | None) -> list[Line]:
        if not values:
            return []
        self._check_causes(values)
        by, now = fingerprint(public_bytes(self.author.key)), self.desk.clock.now()
        lines: list[Line] = []
        for value in values:
            heads = self._news() if not lines else ()
            line = seal(value, log=self.author.log, by=by, now=now, after=heads, salt=self.desk.salt)
            lines.append(line)
        grown = Tree(size=self.tree.size, edge=list(self.tree.edge))
        for line in lines:
            grown.add(line.hash)
        checkpoint = Checkpoint(case=self.desk.case, log=self.author.log, size=grown.size, root=grown.root())
        note = sign_checkpoint(checkpoint, signed_by or self.author.key)
        self.desk.ledger.append(self.author.log, [line.bytes() for line in lines], note, at=self.tree.size)
        self.tree = grown
        self.cited |= {head.log: head for head in lines[0].header.after} if lines[0].header else {}
        return lines

    def _check_causes(self, values: Iterable[Any]) -> None:
        self.desk.index.refresh(self.desk.ledger)
        for value in values:
            for cause in causes(value):
                self.desk.index.row(cause)

    def _news(self) -> tuple[Head, ...]:
        """Heads of other logs that have grown since this pen last cited them."""
        news = []
        for log in self.desk.ledger.logs():
            if log != self.author.log:
                checkpoint = read_note(self.desk.ledger.notes(log)[-1])
                if log not in self.cited or self.cited[log].size < checkpoint.size:
                    news.append(Head(log=log, size=checkpoint.size, root=checkpoint.root))
        return tuple(news)


def pen(desk: Desk, *, patient: bool = False) -> Pen:
    """A pen for the desk's author, its tree checked against the log's own last checkpoint. Raises NoAuthor, DamagedLog."""
    author = desk.writer
    desk.index.refresh(desk.ledger)
    tree = _grown(desk, author.log) or _from_nothing(desk, author.log)
    if tree.size and read_note(desk.ledger.notes(author.log)[-1]).root != tree.root():
        raise DamagedLog(f"the log {author.log[:12]} is not the one its last checkpoint was signed over")
    _remember(desk, author.log, tree)
    return Pen(desk=desk, author=author, tree=tree, cited={}, patient=patient)


def _from_nothing(desk: Desk, log: str) -> Tree:
    tree = Tree()
    for row in desk.index.rows(log=log):
        tree.add(row.id)
    return tree


def _grown(desk: Desk, log: str) -> Tree | None:
    """The tree that was known before, with what came since: None where there is none, or it is not this log's beginning."""
    known = _known.get((desk.folder, log))
    if known is None or known[0] > desk.ledger.size(log):
        return None
    tree = Tree(size=known[0], edge=list(known[1]))
    for line in desk.ledger.lines(log, tree.size):
        tree.add(read_line(line).hash)
    return tree if tree.root() == read_note(desk.ledger.notes(log)[-1]).root else None


def _remember(desk: Desk, log: str, tree: Tree) -> None:
    """Only a tree whose root the log's own checkpoint was signed over: of an empty log there is none to hold it to."""
    if not tree.size:
        return
    _known[(desk.folder, log)] = (tree.size, tuple(tree.edge))
    while len(_known) > KEPT:
        del _known[next(iter(_known))]


def write(desk: Desk, *values: Any) -> list[str]:
    """Appends a batch by a fresh pen; the new entries' ids."""
    return [line.hash for line in pen(desk).write(values)]
