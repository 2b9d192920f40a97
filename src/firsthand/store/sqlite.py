"""The index in SQLite: a cache over the ledger, taken in step by step, made anew where it is damaged or of another ledger."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import TypeVar

from firsthand.port import Ledger, Row
from firsthand.record.fault import BadRecord, BadReference, CaseBusy, DamagedLog, DiskFull, WriteFailed
from firsthand.record.log import Tree

from . import disk
from .batch import check_head, last_head
from .raw import leaf

T = TypeVar("T")
Head = tuple[int, str]

SCHEMA = 1
PAGE = 1000  # rows that are fetched at once
BATCH = 2000  # entries that are put in at once
_MAKE = """
CREATE TABLE logs(
  number INTEGER PRIMARY KEY, log BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, root BLOB NOT NULL, edge BLOB NOT NULL
);
CREATE TABLE entries(
  log INTEGER, place INTEGER, id BLOB NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY(log, place)
) WITHOUT ROWID;
CREATE INDEX entries_by_id ON entries(id);
CREATE INDEX entries_by_kind ON entries(kind, log, place);
CREATE TABLE refs(target BLOB, log INTEGER, place INTEGER, field TEXT, PRIMARY KEY(target, log, place, field)) WITHOUT ROWID;
"""
_TABLES = ("refs", "entries", "logs")
_COLUMNS = "hex(e.id), hex(l.log), e.place, e.kind, e.at"
_FROM = "FROM logs l JOIN entries e ON e.log = l.number"
_PAGE = f"SELECT {_COLUMNS} {_FROM} WHERE l.log = :log AND e.place > :last"
_NAMED = (
    f"SELECT DISTINCT {_COLUMNS} FROM logs l CROSS JOIN refs r ON r.log = l.number "
    "CROSS JOIN entries e ON e.log = r.log AND e.place = r.place WHERE l.log = :log AND r.target = :target AND r.place > :last"
)
# Errors of SQLite that are the machine's, not the cache's: making it anew would not help.
_MACHINE: Mapping[str, type[DiskFull | WriteFailed | CaseBusy]] = {
    "SQLITE_FULL": DiskFull,
    "SQLITE_BUSY": CaseBusy,
    "SQLITE_LOCKED": CaseBusy,
    "SQLITE_READONLY": WriteFailed,
    "SQLITE_CANTOPEN": WriteFailed,
    "SQLITE_PERM": WriteFailed,
    "SQLITE_NOMEM": WriteFailed,
}


class SqliteIndex:
    """`cache/index.sqlite` of a case. Several threads may ask it; several programs may hold it open."""

    def __init__(self, case_dir: Path) -> None:
        self._path = case_dir / "cache" / "index.sqlite"
        self._turn = RLock()
        self._base: sqlite3.Connection | None = None
        self._ledger: Ledger | None = None

    def refresh(self, ledger: Ledger) -> None:
        """Raises DamagedLog where a log is not what its last checkpoint covers, DiskFull, WriteFailed, CaseBusy."""
        self._ledger = ledger
        self._safely(lambda base: _refresh(base, ledger))

    def rows(self, kind: str | None = None, *, log: str | None = None) -> Iterator[Row]:
        return self._walk(_PAGE, kind=kind, log=log)

    def row(self, entry: str) -> Row:
        found = self.find(entry) if len(entry) == 64 else ()
        if not found:
            raise BadReference(f"no entry {entry[:64]!r} in this case")
        return found[0]

    def find(self, prefix: str) -> Sequence[Row]:
        if len(prefix) > 64 or not _is_hex(prefix):
            return []
        asked = f"SELECT {_COLUMNS} {_FROM} WHERE e.id BETWEEN ? AND ? ORDER BY e.id, l.log, e.place"
        return self._rows(asked, [bytes.fromhex(prefix.ljust(64, fill)) for fill in "0f"])

    def referring(self, target: str, kind: str | None = None) -> Iterator[Row]:
        if len(target) != 64 or not _is_hex(target):
            return iter(())
        return self._walk(_NAMED, kind=kind, target=bytes.fromhex(target))

    def count(self) -> Mapping[str, int]:
        asked = "SELECT kind, count(*) FROM entries GROUP BY kind ORDER BY kind"
        return dict(self._safely(lambda base: base.execute(asked).fetchall()))

    def close(self) -> None:
        with self._turn:
            if self._base is not None:
                self._base.close()
                self._base = None

    def _walk(self, asked: str, *, kind: str | None, log: str | None = None, **more: object) -> Iterator[Row]:
        """Page by page, so that neither memory nor a lock is held while somebody reads."""
        asked += (" AND e.kind = :kind" if kind is not None else "") + " ORDER BY e.place LIMIT :most"
        found = self._safely(lambda base: base.execute("SELECT log FROM logs ORDER BY log").fetchall())
        for (own,) in found:
            if log in (None, own.hex()):
                yield from self._pages(asked, {"log": own, "kind": kind, **more})

    def _pages(self, asked: str, values: Mapping[str, object]) -> Iterator[Row]:
        place, whole = -1, True
        while whole:
            page = self._rows(asked, {**values, "last": place, "most": PAGE})
            yield from page
            whole = len(page) == PAGE
            place = page[-1].index if page else place

    def _rows(self, asked: str, values: Sequence[object] | Mapping[str, object]) -> list[Row]:
        found = self._safely(lambda base: base.execute(asked, values).fetchall())
        return [
            Row(id=entry.lower(), log=log.lower(), index=place, kind=kind, at=at)
            for entry, log, place, kind, at in found
        ]

    def _safely(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """The answer; a damaged cache is deleted and made again from the ledger first."""
        with self._turn:
            try:
                return ask(self._open())
            except sqlite3.ProgrammingError:
                raise
            except sqlite3.DatabaseError as bad:
                self.close()
                _raise_machine(bad)
                if self._ledger is None:
                    raise WriteFailed(
                        f"the index is damaged ({bad}) and knows no ledger to make it again from"
                    ) from bad
            return self._anew(ask, self._ledger)

    def _anew(self, ask: Callable[[sqlite3.Connection], T], ledger: Ledger) -> T:
        try:
            self._delete()
            base = self._open()
            _refresh(base, ledger)
            return ask(base)
        except sqlite3.DatabaseError as bad:
            self.close()
            _raise_machine(bad)
            raise WriteFailed(f"the index cannot be made: {bad}") from bad

    def _delete(self) -> None:
        for end in ("", "-wal", "-shm"):
            with disk.writing("the index"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        if self._base is None:
            with disk.writing("the index"):
                self._path.parent.mkdir(exist_ok=True)
            self._base = sqlite3.connect(
                self._path, timeout=disk.PATIENCE, isolation_level=None, check_same_thread=False
            )
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -32768", "trusted_schema = OFF"):
                self._base.execute(f"PRAGMA {pragma}")
            with _transaction(self._base):
                (version,) = self._base.execute("PRAGMA user_version").fetchone()
                if version not in (0, SCHEMA):
                    raise sqlite3.DatabaseError(f"an index of version {version}")
                if version == 0:
                    _clear(self._base)
        return self._base


def _is_hex(text: str) -> bool:
    return not text.strip("0123456789abcdef")


def _raise_machine(bad: sqlite3.DatabaseError) -> None:
    """Raises the fault for an error that is the machine's, not the cache's: making it anew would not help."""
    name = "_".join(getattr(bad, "sqlite_errorname", "").split("_")[:2])
    if fault := _MACHINE.get(name):
        raise fault(f"the index in SQLite: {bad}") from bad


@contextmanager
def _transaction(base: sqlite3.Connection) -> Iterator[None]:
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.DatabaseError):
            base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")


def _clear(base: sqlite3.Connection) -> None:
    for table in _TABLES:
        base.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _MAKE.split(";"):
        base.execute(statement)
    base.execute(f"PRAGMA user_version = {SCHEMA}")


def _refresh(base: sqlite3.Connection, ledger: Ledger) -> None:
    with _transaction(base):
        heads = {log: last_head(ledger, log) for log in ledger.logs()}
        if not _goes_on(base, heads):
            _clear(base)
        try:
            _take(base, ledger, heads)
        except DamagedLog:  # perhaps it is not the log but what is known of it: once more, from nothing
            _clear(base)
            _take(base, ledger, heads)


def _goes_on(base: sqlite3.Connection, heads: Mapping[str, Head]) -> bool:
    """Whether all that is known here is there still, as far as heads and numbers say."""
    counts = dict(base.execute("SELECT log, count(*) FROM entries GROUP BY log").fetchall())
    for number, log, size, root in base.execute("SELECT number, log, size, root FROM logs").fetchall():
        head = heads.get(log.hex(), (0, ""))
        if counts.pop(number, 0) != size or head[0] < size or (head[0] == size and head[1] != root.hex()):
            return False
    return not counts


def _take(base: sqlite3.Connection, ledger: Ledger, heads: Mapping[str, Head]) -> None:
    for log, head in heads.items():
        known = (bytes.fromhex(log),)
        base.execute("INSERT INTO logs(log, size, root, edge) VALUES (?, 0, x'', x'') ON CONFLICT DO NOTHING", known)
        number, size, edge = base.execute("SELECT number, size, edge FROM logs WHERE log = ?", known).fetchone()
        if size == head[0]:
            continue
        tree = Tree(size=size, edge=[edge[i : i + 32].hex() for i in range(0, len(edge), 32)])
        lines = islice(ledger.lines(log, size), head[0] - size)
        while some := list(islice(lines, BATCH)):
            _put(base, log, number, tree, some)
        check_head(log, head, (tree.size, tree.root()))
        base.execute(
            "UPDATE logs SET size = ?, root = ?, edge = ? WHERE number = ?",
            (tree.size, bytes.fromhex(tree.root()), bytes.fromhex("".join(tree.edge)), number),
        )


def _put(base: sqlite3.Connection, log: str, number: int, tree: Tree, lines: Sequence[bytes]) -> None:
    entries, refs = [], []
    for line in lines:
        try:
            made = leaf(line, log)
        except BadRecord as bad:
            raise DamagedLog(f"entry {tree.size} of log {log[:12]}: {bad}") from bad
        entries.append((number, tree.size, bytes.fromhex(made.id), made.kind, made.at))
        refs += [(bytes.fromhex(digest), number, tree.size, field) for field, digest in made.names]
        tree.add(made.id)
    base.executemany("INSERT INTO entries(log, place, id, kind, at) VALUES (?, ?, ?, ?, ?)", entries)
    base.executemany("INSERT INTO refs(target, log, place, field) VALUES (?, ?, ?, ?)", refs)
