"""Puts the parts of one case together: the ports, the author who writes, and reading entries back."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firsthand.port import Clock, Decoder, Index, Ledger, Row, Vault, Workers
from firsthand.record.case import Case, case_of
from firsthand.record.entry import Entry, open_line, read_line
from firsthand.record.fault import BadReference, NoAuthor

# Kinds that come by the ten thousand: read one by one when asked for, never all at once.
BULK = ("file", "derivative", "sighting", "skipped", "finding")


def fresh_salt() -> str:
    return os.urandom(16).hex()


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes: a key of this machine and the log that belongs to it in this case."""

    name: str
    key: Ed25519PrivateKey
    device: str
    log: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything a desk function may touch. `folder` is the case's own; `author` None reads only."""

    case: str
    folder: Path
    ledger: Ledger
    vault: Vault
    index: Index
    decoder: Decoder
    workers: Workers
    clock: Clock
    author: Author | None = None
    salt: Callable[[], str] = field(default=fresh_salt)

    @property
    def writer(self) -> Author:
        """Raises NoAuthor."""
        if self.author is None:
            raise NoAuthor("this machine holds no key that writes in this case")
        return self.author


def entry(desk: Desk, row: Row) -> Entry:
    """The entry of a row, read from the log and checked against its commitments."""
    return open_line(read_line(desk.ledger.line(row.log, row.index)), row.index)


def entries(desk: Desk, *kinds: str) -> Iterator[Entry]:
    """Entries of some kinds, in causal order. Entries whose body was erased are passed over."""
    for kind in kinds:
        for row in desk.index.rows(kind):
            line = read_line(desk.ledger.line(row.log, row.index))
            if line.shown == "shown":
                yield open_line(line, row.index)


def view(desk: Desk, *bulk: str) -> Case:
    """The case as a value: every kind but the bulk ones, and those of the bulk ones that are named."""
    desk.index.refresh(desk.ledger)
    kinds = [kind for kind in desk.index.count() if kind not in BULK or kind in bulk]
    found = sorted(entries(desk, *kinds), key=lambda e: (e.log, e.index))
    return case_of(found)


def resolve(desk: Desk, short: str, *kinds: str) -> str:
    """The full id of an entry from its first characters (6 or more). Raises BadReference: none, several, another kind."""
    desk.index.refresh(desk.ledger)
    rows = desk.index.find(short.lower()) if len(short) >= 6 else ()
    if len(rows) != 1:
        raise BadReference(
            f"{short!r} names {len(rows) or 'no'} entries" + ("" if len(short) >= 6 else "; give 6 characters or more")
        )
    if kinds and rows[0].kind not in kinds:
        raise BadReference(f"{short!r} is a {rows[0].kind}, not a {' or '.join(kinds)}")
    return rows[0].id


def resolve_file(desk: Desk, short: str) -> str:
    """The full digest of a file of this case from its first characters (6 or more), or from a name that it alone was seen
    under. Raises BadReference."""
    desk.index.refresh(desk.ledger)
    if len(short) == 64 and any(desk.index.referring(short, "file")):
        return short
    found = (
        {e.value.digest for e in entries(desk, "file") if e.value.digest.startswith(short.lower())}
        if len(short) >= 6
        else set()
    )
    found = found or {e.value.file for e in entries(desk, "sighting") if e.value.file and e.value.name == short}
    if len(found) != 1:
        raise BadReference(
            f"{short[:64]!r} names {len(found) or 'no'} files of this case: give a name that one file alone was seen under, "
            "or 6 characters or more of its digest"
        )
    return str(found.pop())


def value(desk: Desk, entry_id: str) -> Any:
    """The body of an entry. Raises BadReference."""
    return entry(desk, desk.index.row(entry_id)).value
