"""The evidence sheet: one row a sighting, columns that teams know, every change of a cell an entry with author and reason."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from firsthand.desk.desk import Desk
from firsthand.desk.now import now, version
from firsthand.desk.shelving import shelf_of
from firsthand.record.case import Case
from firsthand.record.fault import BadValue
from firsthand.store.shelf import STANDS, Shelf

CELL, VIEW = "sheet-cell", "sheet-view"  # observations that hold a cell, and a view of the sheet
OWN = ("name", "item", "url", "channel", "account", "device", "posted", "zone", "seen", "note")
FREE = ("place", "coordinates", "when", "what", "who", "tags", "status", "assigned", "remarks")
NAMES = ("row", "file", *OWN, "captured", *FREE)
KEPT = 8  # states of logs whose filled columns are at hand
_filled: dict[Any, frozenset[str]] = {}
MOST_FREE = 40  # columns that a team may add


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `writes`: "sighting" cells are corrected by a new sighting, "cell" ones by a note; "no" cannot be edited.
    `holds`: some row of the whole sheet has something in it."""

    name: str
    writes: Literal["sighting", "cell", "no"]
    holds: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One sighting with its cells by column. `entry` is the sighting that stands now."""

    entry: str
    file: str | None
    cells: Mapping[str, str]
    author: str
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """A saved view: columns in order, filters by column, and a sort."""

    entry: str
    name: str
    columns: tuple[str, ...]
    filters: Mapping[str, str]
    sort: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """A page of the sheet."""

    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...]
    next: str | None
    total: int
    views: tuple[SheetView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell that is to differ. `before` is what the cell says now: where it says something else by then, it is refused."""

    row: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a pasted or imported table would change, what of it cannot be applied and why. Nothing is written yet."""

    changes: tuple[Change, ...]
    refused: tuple[str, ...]
    rows_read: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """Entries that a change of cells left in the log."""

    entries: tuple[str, ...]


def columns(case: Case) -> tuple[Column, ...]:
    """The sighting's own, those that teams know, and those that somebody added by writing into them."""
    added = {cell.value.details["column"] for cell in case.of("observation", standing=True) if cell.value.what == CELL}
    made = [Column(name="row", writes="no"), Column(name="file", writes="no")]
    made += [Column(name=name, writes="sighting") for name in OWN]
    made += [Column(name="captured", writes="no")]
    return (*made, *(Column(name=name, writes="cell") for name in [*FREE, *sorted(added - set(NAMES))[:MOST_FREE]]))


def page(
    desk: Desk,
    *,
    after: str = "",
    limit: int = 200,
    q: str = "",
    filters: Mapping[str, str] | None = None,
    sort: str = "",
) -> SheetPage:
    """Standing sightings in the order they came, a corrected one in the place of the first. Raises BadValue."""
    shelf, case = shelf_of(desk), now(desk)
    held = cells(case)
    known = {column.name: column.writes for column in columns(case)}
    full = _full(desk, shelf, held)
    where, values = _where(q, filters or {}, known, held)
    key = _sorted_by(sort, known)
    beyond = ""
    if after:
        values["key"], values["last"] = _place(after)
        beyond = f" AND ({key}, entry) > (:key, :last)"
    asked = f"SELECT entry, digest, log, body, {key} FROM sightings WHERE {where}{beyond} ORDER BY {key}, entry LIMIT :limit"
    found = shelf.ask(asked, {**values, "limit": limit + 1})
    ((total,),) = shelf.ask(f"SELECT count(*) FROM sightings WHERE {where}", values)
    return SheetPage(
        columns=tuple(replace(column, holds=column.name in full) for column in columns(case)),
        rows=tuple(_row(desk, case, held, part) for part in found[:limit]),
        next=_cursor(found[limit - 1][4], found[limit - 1][0]) if len(found) > limit else None,
        total=total,
        views=tuple(_views(case)),
    )


def _full(desk: Desk, shelf: Shelf, held: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """Columns in which some row of the sheet has something. Looked for once for each state of the logs."""
    state = desk.folder, version(desk)
    if state not in _filled:
        names = [name for name in NAMES if name not in FREE]
        asked = ", ".join(f"max(coalesce({_column(name)}, '') <> '')" for name in names)
        (found,) = shelf.ask(f"SELECT {asked} FROM sightings WHERE {STANDS}")
        noted = {column for kept in held.values() for column, text in kept.items() if text}
        _filled[state] = frozenset(noted | {name for name, some in zip(names, found, strict=True) if some})
        while len(_filled) > KEPT:
            _filled.pop(next(iter(_filled)), None)
    return _filled[state]


def every(desk: Desk) -> Iterator[SheetRow]:
    """All rows, page by page."""
    after: str | None = ""
    while after is not None:
        made = page(desk, after=after, limit=1000)
        yield from made.rows
        after = made.next


def rows(desk: Desk, entries: list[str]) -> dict[str, SheetRow]:
    """Rows by the sighting that stands; one that was withdrawn, or never was, is not there."""
    case = now(desk)
    held = cells(case)
    asked = (
        f"SELECT entry, digest, log, body FROM sightings WHERE entry IN (SELECT value FROM json_each(?)) AND {STANDS}"
    )
    return {found[0]: _row(desk, case, held, found) for found in shelf_of(desk).ask(asked, (json.dumps(entries),))}


def cells(case: Case) -> dict[str, dict[str, str]]:
    """Sighting -> column -> what the last standing note says; a corrected sighting has the cells of the one before."""
    made: dict[str, dict[str, str]] = {}
    instead = {e.value.of: e.value.instead for e in case.of("withdrawal", standing=True) if e.value.instead}
    for cell in sorted(
        (e for e in case.of("observation", standing=True) if e.value.what == CELL),
        key=lambda e: (e.clock.isoformat() if e.clock else e.at, e.log, e.index),
    ):
        row, steps = str(cell.value.details["row"]), 0
        while row in instead and steps < 1000:
            row, steps = instead[row], steps + 1
        made.setdefault(row, {})[str(cell.value.details["column"])] = str(cell.value.details["value"])
    return made


def _where(
    q: str, filters: Mapping[str, str], known: Mapping[str, str], held: Mapping[str, Mapping[str, str]]
) -> tuple[str, dict[str, Any]]:
    parts, values = [STANDS], dict[str, Any]()
    for number, word in enumerate(q.casefold().split()[:8]):
        in_cells = [row for row, kept in held.items() if any(word in text.casefold() for text in kept.values())]
        parts.append(f"(words LIKE :q{number} ESCAPE '!' OR entry IN (SELECT value FROM json_each(:c{number})))")
        values |= {f"q{number}": _like(word), f"c{number}": json.dumps(in_cells)}
    for number, (column, text) in enumerate(list(filters.items())[:20]):
        if column not in known:
            raise BadValue(f"the sheet has no column {column[:40]!r}")
        if column in FREE or known[column] == "cell":
            rows = [row for row, kept in held.items() if text.casefold() in kept.get(column, "").casefold()]
            parts.append(f"entry IN (SELECT value FROM json_each(:f{number}))")
            values[f"f{number}"] = json.dumps(rows)
        else:
            parts.append(f"lower(coalesce({_column(column)}, '')) LIKE :f{number} ESCAPE '!'")
            values[f"f{number}"] = _like(text.casefold())
    return " AND ".join(parts), values


def _like(word: str) -> str:
    return "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"


def _column(name: str) -> str:
    """A column of a sighting in SQL; `name` is one of the names above, never a request's own text."""
    special = {
        "row": "entry",
        "file": "digest",
        "posted": "coalesce(json_extract(body, '$.posted.verbatim'), json_extract(body, '$.posted.earliest'))",
        "zone": "json_extract(body, '$.posted.zone')",
        "seen": "coalesce(json_extract(body, '$.seen.verbatim'), json_extract(body, '$.seen.earliest'))",
    }
    if name not in NAMES:
        raise BadValue(f"the sheet has no column {name[:40]!r}")
    return special.get(name, f"json_extract(body, '$.{name}')")


def _sorted_by(sort: str, known: Mapping[str, str]) -> str:
    if not sort:
        return "added"
    if known.get(sort) == "cell":
        raise BadValue("the sheet is sorted by a sighting's own columns")
    return "posted" if sort == "posted" else f"coalesce({_column(sort)}, '')"


def _place(after: str) -> tuple[Any, str]:
    try:
        key, last = json.loads(base64.urlsafe_b64decode(after.encode()))
    except (ValueError, TypeError) as bad:
        raise BadValue("not a place in this sheet") from bad
    if not isinstance(key, str | int | float) or not isinstance(last, str):
        raise BadValue("not a place in this sheet")
    return key, last


def _cursor(key: Any, entry: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, entry]).encode()).decode()


def _row(desk: Desk, case: Case, held: Mapping[str, Mapping[str, str]], found: Any) -> SheetRow:
    entry, digest, log, text = found[:4]
    body = json.loads(text)
    made = {name: str(body.get(name) or "") for name in (*OWN, "captured") if name not in ("posted", "seen", "zone")}
    posted, seen = body["posted"], body["seen"]
    made |= {
        "row": entry,
        "file": digest or "",
        "posted": _when(posted),
        "zone": posted.get("zone") or "",
        "seen": _when(seen),
    }
    made |= dict.fromkeys(FREE, "") | dict(held.get(entry, {}))
    mine = desk.author is not None and desk.author.log == log
    return SheetRow(entry=entry, file=digest, cells=made, author=case.authors.get(log, ""), mine=mine)


def _when(span: Mapping[str, Any]) -> str:
    return str(span.get("verbatim") or span.get("earliest") or "")


def _views(case: Case) -> Iterator[SheetView]:
    """The last of each name."""
    kept = {e.value.says: e for e in case.of("observation", standing=True) if e.value.what == VIEW}
    for name, e in kept.items():
        details = e.value.details
        yield SheetView(
            entry=e.id,
            name=name,
            columns=tuple(map(str, details.get("columns", ()))),
            filters={str(k): str(v) for k, v in dict(details.get("filters", {})).items()},
            sort=str(details.get("sort", "")),
        )
