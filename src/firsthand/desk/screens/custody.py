"""Custody: the logs as people read them, and the checkpoints that were signed over them."""

import base64
import heapq
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from firsthand.desk.desk import Desk
from firsthand.desk.keys import key_in_force
from firsthand.desk.now import now, version
from firsthand.port import Row
from firsthand.record.bounds import instant_text
from firsthand.record.entry import open_line, read_line
from firsthand.record.fault import BadValue
from firsthand.record.log import read_note

from .rows import says


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One entry of a log in one line. `shown` says how much of it is here: all, the header, or the hash only."""

    entry: str
    log: str
    index: int
    kind: str
    author: str
    at: str
    clock: str | None
    says: str
    shown: str
    withdrawn: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Newest first, across the logs, each log in its own order."""

    rows: tuple[LogRow, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointRow:
    """A signed checkpoint: so many entries of a log, and the root over them."""

    log: str
    author: str
    size: int
    root: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorRow:
    """Who writes in the case, with the fingerprint of the key that is in force."""

    log: str
    author: str
    mine: bool
    size: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """The case in short. `version` changes whenever anything is entered; `can_write` is False where no key of this machine fits."""

    case: str
    title: str
    author: str | None
    log: str | None
    can_write: bool
    version: str
    authors: tuple[AuthorRow, ...]
    counts: dict[str, int]
    files: int
    folder: str


def summary(desk: Desk) -> CaseSummary:
    desk.index.refresh(desk.ledger)
    counts, case = dict(desk.index.count()), now(desk)
    authors = [
        AuthorRow(
            log=log,
            author=case.authors.get(log, ""),
            mine=desk.author is not None and desk.author.log == log,
            size=desk.ledger.size(log),
            fingerprint=key_in_force(desk.ledger, log),
        )
        for log in desk.ledger.logs()
    ]
    titles = [e.value.title for e in case.of("opened") if e.value.title]
    return CaseSummary(
        case=desk.case,
        title=titles[0] if titles else "",
        author=desk.author.name if desk.author else None,
        log=desk.author.log if desk.author else None,
        can_write=desk.author is not None,
        version=version(desk),
        authors=tuple(authors),
        counts=counts,
        files=counts.get("file", 0),
        folder=desk.folder.resolve().name,
    )


def log(desk: Desk, *, after: str = "", limit: int = 100, kind: str = "", author: str = "") -> LogPage:
    """Entries by the day that they state, newest first, and in each log against its order. `after` is the last page's `next`."""
    desk.index.refresh(desk.ledger)
    places = _places(after, desk)
    counts = desk.index.count()
    streams = [
        _backwards(desk, log, places.get(log, desk.ledger.size(log)), kind)
        for log in desk.ledger.logs()
        if not author or log.startswith(author)
    ]
    made: list[LogRow] = []
    for found in heapq.merge(*streams, key=lambda row: (row.at, row.index), reverse=True):
        if len(made) == limit:
            return LogPage(rows=tuple(made), next=_cursor(places), total=_total(counts, kind))
        made.append(_log_row(desk, found))
        places[found.log] = found.index
    return LogPage(rows=tuple(made), next=None, total=_total(counts, kind))


def _total(counts: object, kind: str) -> int:
    held: dict[str, int] = dict(counts)  # type: ignore[call-overload]
    return held.get(kind, 0) if kind else sum(held.values())


def _backwards(desk: Desk, log: str, before: int, kind: str) -> Iterator[Row]:
    for found in reversed(_rows(desk, log, kind)):
        if found.index < before:
            yield found


def _rows(desk: Desk, log: str, kind: str) -> tuple[Row, ...]:
    return _rows_at(version(desk), _Held(desk), log, kind)


class _Held:
    """A desk as a key of a cache: the case's folder says which it is."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.desk.folder == self.desk.folder

    def __hash__(self) -> int:
        return hash(self.desk.folder)


@lru_cache(maxsize=8)
def _rows_at(state: str, held: _Held, log: str, kind: str) -> tuple[Row, ...]:
    return tuple(held.desk.index.rows(kind or None, log=log))


def _places(after: str, desk: Desk) -> dict[str, int]:
    if not after:
        return {log: desk.ledger.size(log) for log in desk.ledger.logs()}
    try:
        made = json.loads(base64.urlsafe_b64decode(after.encode()))
        return {str(log): int(place) for log, place in made.items()}
    except (ValueError, AttributeError, TypeError) as bad:
        raise BadValue("not a place in this list") from bad


def _cursor(places: dict[str, int]) -> str:
    return base64.urlsafe_b64encode(json.dumps(places).encode()).decode()


def _log_row(desk: Desk, found: Row) -> LogRow:
    line, case = read_line(desk.ledger.line(found.log, found.index)), now(desk)
    entry = open_line(line, found.index) if line.shown == "shown" else None
    return LogRow(
        entry=found.id,
        log=found.log,
        index=found.index,
        kind=found.kind,
        author=case.authors.get(found.log, f"log {found.log[:8]}"),
        at=found.at,
        clock=instant_text(entry.clock) if entry and entry.clock else None,
        says=says(entry.value) if entry else "",
        shown=line.shown,
        withdrawn=case.withdrawn.get(found.id),
    )


def checkpoints(desk: Desk) -> list[CheckpointRow]:
    """The last hundred of each log, newest first."""
    case, made = now(desk), []
    for log in desk.ledger.logs():
        for note in reversed(desk.ledger.notes(log)[-100:]):
            read = read_note(note)
            made.append(
                CheckpointRow(log=log, author=case.authors.get(log, ""), size=read.size, root=read.root, note=note)
            )
    return made
