"""The library's rows in SQLite: a cache of what files and sightings amount to, asked by pages; deleted and made anew at will."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

SCHEMA = 5
_MAKE = """
CREATE TABLE taken(log TEXT PRIMARY KEY, size INTEGER NOT NULL, root TEXT NOT NULL);
CREATE TABLE files(
  digest TEXT PRIMARY KEY, entry TEXT NOT NULL, blake3 TEXT NOT NULL, size INTEGER NOT NULL, log TEXT NOT NULL, place INTEGER NOT NULL,
  kind TEXT NOT NULL DEFAULT 'unread', plays TEXT NOT NULL DEFAULT 'unknown', duration REAL NOT NULL DEFAULT -1, media TEXT,
  broken TEXT, findings INTEGER NOT NULL DEFAULT 0, still TEXT, still_pts TEXT, recording TEXT, lead TEXT NOT NULL,
  copies INTEGER NOT NULL DEFAULT 0, sightings INTEGER NOT NULL DEFAULT 0,
  copied INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL DEFAULT '', names TEXT NOT NULL DEFAULT '[]',
  posted TEXT NOT NULL DEFAULT '~', span TEXT, words TEXT NOT NULL DEFAULT '', added INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE sightings(
  entry TEXT PRIMARY KEY, digest TEXT, log TEXT NOT NULL, place INTEGER NOT NULL, added INTEGER NOT NULL,
  channel TEXT NOT NULL, account TEXT NOT NULL, posted TEXT NOT NULL, copied INTEGER NOT NULL, body TEXT NOT NULL, words TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE withdrawn(of TEXT, by TEXT, log TEXT, PRIMARY KEY(of, by)) WITHOUT ROWID;
CREATE INDEX sightings_by_file ON sightings(digest);
CREATE INDEX sightings_by_added ON sightings(added, entry);
CREATE INDEX files_by_posted ON files(posted, digest);
CREATE INDEX files_by_name ON files(name, digest);
CREATE INDEX files_by_size ON files(size, digest);
CREATE INDEX files_by_duration ON files(duration, digest);
CREATE INDEX files_by_added ON files(added, digest);
CREATE INDEX files_by_recording ON files(recording);
CREATE INDEX files_by_lead ON files(lead);
"""
_TABLES = ("taken", "files", "sightings", "withdrawn")
# A sighting stands unless its own log withdrew it, and that withdrawal was not withdrawn in turn.
GONE = "SELECT w.of FROM withdrawn w WHERE w.by NOT IN (SELECT of FROM withdrawn)"
STANDS = f"entry NOT IN ({GONE})"
_SUMS = f"""
UPDATE files SET
  sightings = (SELECT count(*) FROM sightings s WHERE s.digest = files.digest AND s.{STANDS}),
  copied = (SELECT count(*) FROM sightings s WHERE s.digest = files.digest AND s.copied AND s.{STANDS}),
  posted = coalesce((SELECT min(s.posted) FROM sightings s WHERE s.digest = files.digest AND s.{STANDS}), '~'),
  span = (SELECT json_extract(s.body, '$.posted') FROM sightings s WHERE s.digest = files.digest AND s.{STANDS} ORDER BY s.posted LIMIT 1),
  names = (SELECT json_group_array(n) FROM (SELECT DISTINCT json_extract(s.body, '$.name') n FROM sightings s
           WHERE s.digest = files.digest AND s.{STANDS} AND n IS NOT NULL ORDER BY s.added LIMIT 20)),
  name = coalesce((SELECT json_extract(s.body, '$.name') FROM sightings s WHERE s.digest = files.digest AND s.{STANDS}
           AND json_extract(s.body, '$.name') IS NOT NULL ORDER BY s.added LIMIT 1), ''),
  words = coalesce((SELECT group_concat(s.words, ' ') FROM sightings s WHERE s.digest = files.digest), '')
WHERE digest IN (SELECT value FROM json_each(?))
"""

# A table that was preserved is no footage, unless it was read and is some whatever it is called.
_SHEETS = """
UPDATE files SET kind = 'sheet' WHERE digest IN (SELECT value FROM json_each(?)) AND kind IN ('unread', 'other')
  AND (lower(name) LIKE '%.csv' OR lower(name) LIKE '%.tsv' OR lower(name) LIKE '%.xlsx')
"""


class Shelf:
    """`cache/library.sqlite` of a case. Several threads may ask it."""

    def __init__(self, case_dir: Path) -> None:
        self._path = case_dir / "cache" / "library.sqlite"
        self._turn = RLock()
        self._base: sqlite3.Connection | None = None

    def heads(self) -> dict[str, tuple[int, str]]:
        """Log -> how much of it was taken, and its root then."""
        return {log: (size, root) for log, size, root in self.ask("SELECT log, size, root FROM taken")}

    def ask(self, question: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        with self._turn:
            return self._open().execute(question, values).fetchall()

    @contextmanager
    def taking(self) -> Iterator[sqlite3.Connection]:
        """All of what is taken in, or nothing of it."""
        with self._turn:
            base = self._open()
            base.execute("BEGIN IMMEDIATE")
            try:
                yield base
            except BaseException:
                base.execute("ROLLBACK")
                raise
            base.execute("COMMIT")

    def clear(self) -> None:
        """Everything goes, a damaged file as well."""
        with self._turn:
            if self._base is not None:
                self._base.close()
                self._base = None
            for end in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + end).unlink(missing_ok=True)

    def close(self) -> None:
        with self._turn:
            if self._base is not None:
                self._base.close()
                self._base = None

    def _open(self) -> sqlite3.Connection:
        if self._base is None:
            self._path.parent.mkdir(exist_ok=True)
            base = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            # A cache that is made anew at need: a power cut may cost it, never a record.
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536", "trusted_schema = OFF"):
                base.execute(f"PRAGMA {pragma}")
            (known,) = base.execute("PRAGMA user_version").fetchone()
            if known != SCHEMA:
                for table in _TABLES:
                    base.execute(f"DROP TABLE IF EXISTS {table}")
                for statement in _MAKE.split(";"):
                    base.execute(statement)
                base.execute(f"PRAGMA user_version = {SCHEMA}")
            self._base = base
        return self._base


def sum_up(base: sqlite3.Connection, digests: Iterable[str]) -> None:
    """Counts, names and the earliest posting of these files again, from their standing sightings."""
    some = list(digests)
    for start in range(0, len(some), 5000):
        for statement in (_SUMS, _SHEETS):
            base.execute(statement, (json.dumps(some[start : start + 5000]),))
