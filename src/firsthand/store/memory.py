"""The reference: a ledger, a vault, an index and descriptors as plain as can be, that every other store is compared with."""

import hashlib
import io
import os
import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from blake3 import blake3

from firsthand.method.trace.near import cosines, nearest
from firsthand.port import Hits, Ledger, Row, Space, Stored, Vectors
from firsthand.record.digest import check_digest
from firsthand.record.fault import BadRecord, BadReference, CannotRead, DamagedLog, NotInVault, SourceChanged
from firsthand.record.log import root_of

from .batch import check_at, check_batch, check_head, last_head
from .merge import beyond, union
from .raw import Leaf, leaf_by_record
from .vectors import Held, check_asked, check_space, fitting, held, hits, shares


class MemoryLedger:
    """Logs as lists."""

    def __init__(self) -> None:
        self._lines: dict[str, list[bytes]] = {}
        self._notes: dict[str, list[str]] = {}

    def logs(self) -> Sequence[str]:
        return sorted(self._notes)

    def size(self, log: str) -> int:
        return len(self._lines.get(check_digest(log, "log"), ()))

    def lines(self, log: str, start: int = 0) -> Iterator[bytes]:
        check_digest(log, "log")
        if start < 0:
            raise BadReference(f"log {log[:12]} has no entry {start}")
        return iter(self._lines.get(log, [])[start:])

    def line(self, log: str, index: int) -> bytes:
        if not 0 <= index < self.size(log):
            raise BadReference(f"log {log[:12]} has no entry {index}")
        return self._lines[log][index]

    def notes(self, log: str) -> Sequence[str]:
        return tuple(self._notes.get(check_digest(log, "log"), ()))

    def append(self, log: str, lines: Sequence[bytes], note: str, *, at: int) -> None:
        check_batch(log, lines, note, at=at)
        check_at(log, at=at, size=self.size(log))
        self._lines.setdefault(log, []).extend(lines)
        self._notes.setdefault(log, []).append(note)

    def extend(self, log: str, lines: Iterable[bytes], notes: Sequence[str]) -> int:
        added = list(beyond(self, log, lines))
        merged = union(log, self.notes(log), notes, size=self.size(log), added=added)
        if merged:
            self._lines.setdefault(log, []).extend(added)
            self._notes[log] = merged
        return len(added)


class MemoryVault:
    """Bytes in a dictionary; a file is made where somebody asks for its path."""

    def __init__(self) -> None:
        self._bytes: dict[str, bytes] = {}
        self._folder: Path | None = None

    def put(self, source: BinaryIO, *, size_hint: int | None = None) -> Stored:
        try:
            data = source.read() if size_hint is None else _read(source, size_hint + 1)
        except OSError as bad:
            raise CannotRead(f"the source cannot be read to its end: {bad.strerror}") from bad
        if size_hint is not None and len(data) != size_hint:
            raise SourceChanged(f"{size_hint} bytes were expected, {len(data)} came")
        digest = hashlib.sha256(data).hexdigest()
        new = digest not in self._bytes
        self._bytes[digest] = data
        return Stored(sha256=digest, blake3=blake3(data).hexdigest(), size=len(data), new=new)

    def open(self, digest: str) -> BinaryIO:
        return io.BytesIO(self._held(digest))

    def path(self, digest: str) -> Path:
        data = self._held(digest)
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="firsthand-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        path = self._folder / digest
        if not path.exists():
            path.write_bytes(data)
            os.chmod(path, 0o444)
        return path

    def has(self, digest: str) -> bool:
        return check_digest(digest) in self._bytes

    def digests(self) -> Iterator[str]:
        return iter(sorted(self._bytes))

    def _held(self, digest: str) -> bytes:
        if not self.has(digest):
            raise NotInVault(f"no bytes of {digest}")
        return self._bytes[digest]


def _read(source: BinaryIO, most: int) -> bytes:
    chunks: list[bytes] = []
    while most and (chunk := source.read(most)):
        chunks.append(chunk)
        most -= len(chunk)
    return b"".join(chunks)


class MemoryIndex:
    """Reads every line again at each refresh, by the record's own reading."""

    def __init__(self) -> None:
        self._entries: list[tuple[Row, Leaf]] = []

    def refresh(self, ledger: Ledger) -> None:
        self._entries = [entry for log in ledger.logs() for entry in _entries(ledger, log)]

    def rows(self, kind: str | None = None, *, log: str | None = None) -> Iterator[Row]:
        return iter([row for row, _ in self._entries if kind in (None, row.kind) and log in (None, row.log)])

    def row(self, entry: str) -> Row:
        for row, _ in self._entries:
            if row.id == entry:
                return row
        raise BadReference(f"no entry {entry[:64]!r} in this case")

    def find(self, prefix: str) -> Sequence[Row]:
        return sorted((row for row, _ in self._entries if row.id.startswith(prefix)), key=lambda row: row.id)

    def referring(self, target: str, kind: str | None = None) -> Iterator[Row]:
        found = [row for row, leaf in self._entries if target in {digest for _, digest in leaf.names}]
        return iter([row for row in found if kind in (None, row.kind)])

    def count(self) -> Mapping[str, int]:
        return dict(sorted(Counter(row.kind for row, _ in self._entries).items()))


def _entries(ledger: Ledger, log: str) -> list[tuple[Row, Leaf]]:
    head = last_head(ledger, log)
    made = []
    for index, line in enumerate(islice(ledger.lines(log), head[0])):
        try:
            leaf = leaf_by_record(line, log)
        except BadRecord as bad:
            raise DamagedLog(f"entry {index} of log {log[:12]}: {bad}") from bad
        made.append((Row(id=leaf.id, log=log, index=index, kind=leaf.kind, at=leaf.at), leaf))
    check_head(log, head, (len(made), root_of(leaf.id for _, leaf in made)))
    return made


class MemoryDescriptors:
    """Vectors in a dictionary; each query against every row. The oracle of every other store of them."""

    def __init__(self, space: Space) -> None:
        self._space = check_space(space)
        self._held: dict[str, Held] = {}

    @property
    def space(self) -> Space:
        return self._space

    def add(self, *vectors: Vectors) -> None:
        self._held |= {one.file: one for one in [held(self._space, given) for given in vectors]}

    def remove(self, *files: str) -> None:
        for file in files:
            self._held.pop(check_digest(file), None)

    def search(self, queries: npt.NDArray[Any], *, model: str, most: int, least: float) -> Hits:
        check_asked(most, least)
        wanted = fitting(self._space, queries, model)
        known = [self._held[file] for file in self.files()]
        width = self._space.wide // 8 if self._space.bits else self._space.wide
        kind = np.uint8 if self._space.bits else np.int8
        rows = np.concatenate([np.zeros((0, width), kind), *(one.rows for one in known)])
        owner = np.repeat(np.arange(len(known)), [len(one.rows) for one in known])
        row = np.concatenate([np.zeros(0, np.int64), *(one.row for one in known)])
        at = np.concatenate([np.zeros(0), *(one.at for one in known)])
        found = nearest(wanted, rows, least, most, shares if self._space.bits else cosines)
        return hits(self.files(), owner, row, at, found, most)

    def files(self) -> Sequence[str]:
        return sorted(self._held)

    def count(self) -> int:
        return sum(len(one.rows) for one in self._held.values())
