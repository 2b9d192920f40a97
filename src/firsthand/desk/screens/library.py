"""The library: every file of a case with its cover, its sightings and the state of each question, a page at a time."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from firsthand.desk.bearing import ORDER, Bearing, bearing
from firsthand.desk.desk import Desk
from firsthand.desk.now import now, version
from firsthand.desk.shelving import shelf_of
from firsthand.record.entry import Entry
from firsthand.record.fault import BadReference, BadValue
from firsthand.record.footage import Stretch
from firsthand.record.wire import to_wire
from firsthand.store.shelf import STANDS, Shelf

from .rows import When

Kind = Literal["video", "image", "sound", "other", "unread", "sheet"]
Plays = Literal["yes", "copy", "no", "unknown"]
State = Literal["none", "open", "claimed", "assessed", "contested"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What a file is by its container's finding. `duration` is for show; times that count are "n/d" text elsewhere."""

    kind: Kind
    width: int | None
    height: int | None
    rotation: int
    duration: float | None
    frames: int | None
    vfr: bool | None
    format: str | None
    codec: str | None
    sound_codec: str | None
    plays: Plays


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A box of the decoded picture, in its pixels; `of` is that picture's width and height."""

    left: int
    top: int
    width: int
    height: int
    of: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A mark that stands on a file or came to it from a copy (`through`); no start and no end is the whole file."""

    entry: str
    mark: str
    label: str
    start: str | None
    end: str | None
    area: Box | None
    author: str
    through: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverStill:
    """A still that was kept: its digest, and its moment as "n/d" seconds."""

    digest: str
    pts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionState:
    """How far a question is, where a file has a part in it; "none": no claim and no judgement of it is about the file."""

    about: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Why a file was not read to its end."""

    code: str
    why: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryRow:
    """One file, or with `copies` > 0 a recording shown by its longest file. `here`: its bytes are in the vault. Of its `sightings`
    `copied` say only that the bytes were copied here; the others are appearances."""

    file: str
    names: tuple[str, ...]
    size: int
    here: bool
    media: Media
    sightings: int
    copied: int
    observations: int
    findings: int
    claims: int
    recording: str | None
    copies: int
    posted: When | None
    still: CoverStill | None
    marks: tuple[MarkRow, ...]
    rated: bool
    covered: str
    questions: tuple[QuestionState, ...]
    broken: Broken | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    """Rows in order, `next` to ask on with (None at the end), how many there are in all, and counts by facet and value."""

    rows: tuple[LibraryRow, ...]
    next: str | None
    total: int
    facets: Mapping[str, Mapping[str, int]]


Sort = Literal["posted", "name", "size", "duration", "added"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a page is narrowed to. `about` and `state` go together: files whose question of that kind stands so."""

    q: str = ""
    kind: Kind | None = None
    mark: str = ""
    channel: str = ""
    account: str = ""
    about: str = ""
    state: State | None = None
    broken: bool | None = None
    plays: str = ""
    recording: str = ""


# How each order is asked for: its column, and whether the greatest comes first.
ORDERS: Mapping[str, tuple[str, bool]] = {
    "posted": ("posted", False),
    "name": ("name", False),
    "size": ("size", True),
    "duration": ("duration", True),
    "added": ("added", True),
}
COLUMNS = (
    "digest, entry, size, media, broken, findings, still, still_pts, recording, copies, sightings, copied, names, span, posted, "
    "name, duration, added, kind"
)
UNREAD = Media(
    kind="unread", width=None, height=None, rotation=0, duration=None, frames=None, vfr=None, format=None, codec=None,
    sound_codec=None, plays="unknown",
)  # fmt: skip
KEPT = 32  # totals and facets at hand, by the state of the logs and what was asked
Facets = dict[str, dict[str, int]]
_counts: dict[Any, tuple[int | None, Facets | None]] = {}
MOST_FACETS = 60  # values of one facet that are counted out
FOOTAGE = "kind <> 'sheet'"
# A sheet or a text is read to its end and holds no footage: nothing is broken about it.
BROKEN = "(broken IS NOT NULL AND json_extract(broken, '$.code') <> 'outside.not-footage')"


def page(
    desk: Desk, wanted: Filters, *, after: str = "", limit: int = 100, sort: Sort = "posted", collapse: bool = True,
    facets: bool = True,
) -> LibraryPage:  # fmt: skip
    """A page in a fixed order; `after` is the `next` of the page before. Copies that match show as their recording's row."""
    shelf, about = shelf_of(desk), bearing(desk)
    where, values = _where(wanted, about)
    shown = "lead" if collapse else "digest"
    # With nothing to narrow by, the order's own index gives the page; else what matches is gathered first.
    plain = where in ("1", FOOTAGE)
    inside = f"{shown} = digest AND {where}" if plain else f"digest IN (SELECT {shown} FROM files WHERE {where})"
    column, down = ORDERS[sort]
    beyond, more = _beyond(after, column, down)
    order = "DESC" if down else "ASC"
    asked = f"SELECT {COLUMNS} FROM files WHERE {inside}{beyond} ORDER BY {column} {order}, digest {order} LIMIT :limit"
    found = shelf.ask(asked, {**values, **more, "limit": limit + 1})
    last = dict(zip(COLUMNS.split(", "), found[limit - 1], strict=True)) if len(found) > limit else None
    state = desk.folder, version(desk), wanted, collapse
    total, counted = _counts.get(state, (None, None))
    if total is None:
        ((total,),) = shelf.ask(f"SELECT count(DISTINCT {shown}) FROM files WHERE {where}", values)
    if facets and counted is None:
        counted = _facets(shelf, about, where, values)
    _keep(state, total, counted)
    return LibraryPage(
        rows=tuple(_row(desk, about, part, collapse) for part in found[:limit]),
        next=_cursor(last[column], last["digest"]) if last else None,
        total=total,
        facets=counted or {} if facets else {},
    )


def _keep(state: Any, total: int, counted: Facets | None) -> None:
    _counts[state] = total, counted
    while len(_counts) > KEPT:
        _counts.pop(next(iter(_counts)), None)


def row_of(desk: Desk, file: str) -> LibraryRow:
    """Raises BadReference."""
    found = shelf_of(desk).ask(f"SELECT {COLUMNS} FROM files WHERE digest = ?", (file,))
    if not found:
        raise BadReference(f"this case holds no file {file[:16]}")
    return _row(desk, bearing(desk), found[0], True)


def _where(wanted: Filters, about: Bearing) -> tuple[str, dict[str, object]]:
    """A condition over files, and its values; what people say of files is brought in as a list of digests."""
    # Tables are files of the case and no footage: they are shown where they are asked for, by kind or by their words.
    parts, values = ["1" if wanted.kind or wanted.q else FOOTAGE], dict[str, object]()
    for number, word in enumerate(wanted.q.casefold().split()[:8]):
        by_digest = f" OR digest LIKE :d{number}" if len(word) >= 6 and not word.strip("0123456789abcdef") else ""
        parts.append(f"(words LIKE :w{number} ESCAPE '!'{by_digest})")
        values[f"d{number}"] = word + "%"
        values[f"w{number}"] = "%" + word.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    for name, value in (("kind", wanted.kind), ("plays", wanted.plays), ("recording", wanted.recording)):
        if value:
            parts.append(f"{name} = :{name}")
            values[name] = value
    for name, value in (("channel", wanted.channel), ("account", wanted.account)):
        if value:
            parts.append(f"digest IN (SELECT digest FROM sightings WHERE {name} = :{name} AND {STANDS})")
            values[name] = value
    if wanted.broken is not None:
        parts.append(BROKEN if wanted.broken else f"NOT ({BROKEN})")
    if wanted.mark:
        parts.append("digest IN (SELECT value FROM json_each(:marked))")
        values["marked"] = json.dumps(sorted(_marked(about, wanted.mark)))
    if wanted.state:
        inside = _in_state(about, wanted.about, wanted.state)
        parts.append(
            f"digest {'NOT ' if wanted.state in ('open', 'none') else ''}IN (SELECT value FROM json_each(:state))"
        )
        values["state"] = json.dumps(sorted(inside))
    return " AND ".join(parts), values


def _marked(about: Bearing, kind: str) -> set[str]:
    if kind == "rated":
        return about.rated
    files = {*about.marks, *about.followed}
    return {file for file in files if any(mark.value.mark.value == kind for mark, _ in about.marked(file))}


def _in_state(about: Bearing, kind: str, state: str) -> set[str]:
    """Files in that state; for "open" and "none" those that are in any other."""
    if state in ("open", "none"):
        return {file for file, states in about.states.items() if not kind or kind in states}
    return {file for file, states in about.states.items() if state in ([states.get(kind)] if kind else states.values())}


def _beyond(after: str, column: str, down: bool) -> tuple[str, dict[str, object]]:
    if not after:
        return "", {}
    try:
        key, digest = json.loads(base64.urlsafe_b64decode(after.encode()))
    except (ValueError, TypeError) as bad:
        raise BadValue("not a place in this list") from bad
    if not isinstance(key, str | int | float) or not isinstance(digest, str):
        raise BadValue("not a place in this list")
    sign = "<" if down else ">"
    return f" AND ({column}, digest) {sign} (:key, :digest)", {"key": key, "digest": digest}


def _cursor(key: object, digest: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, digest]).encode()).decode()


def _facets(shelf: Shelf, about: Bearing, where: str, values: Mapping[str, object]) -> dict[str, dict[str, int]]:
    made: dict[str, dict[str, int]] = {}
    for name in ("kind", "plays"):
        made[name] = dict(shelf.ask(f"SELECT {name}, count(*) FROM files WHERE {where} GROUP BY {name}", values))
    if where == FOOTAGE and (sheets := shelf.ask("SELECT count(*) FROM files WHERE kind = 'sheet'")[0][0]):
        made["kind"]["sheet"] = sheets
    broken = shelf.ask(f"SELECT count(*) FROM files WHERE ({where}) AND {BROKEN}", values)
    made["broken"] = {"true": broken[0][0]}
    for name in ("channel", "account"):
        asked = (
            f"SELECT {name}, count(DISTINCT digest) n FROM sightings WHERE {name} != '' AND {STANDS} AND digest IN "
            f"(SELECT digest FROM files WHERE {where}) GROUP BY {name} ORDER BY n DESC, {name} LIMIT {MOST_FACETS}"
        )
        made[name] = dict(shelf.ask(asked, values))
    kinds = sorted({mark.value.mark.value for marks in about.marks.values() for mark in marks})
    made["mark"] = {kind: len(_marked(about, kind)) for kind in [*kinds, "rated"]}
    made["about"] = {kind: sum(kind in states for states in about.states.values()) for kind in about.abouts}
    states = [state for by_kind in about.states.values() for state in set(by_kind.values())]
    made["state"] = {state: states.count(state) for state in ("claimed", "assessed", "contested")}
    return made


def _row(desk: Desk, about: Bearing, found: Any, collapse: bool) -> LibraryRow:
    part = dict(zip(COLUMNS.split(", "), found, strict=True))
    file = part["digest"]
    media, span = json.loads(part["media"] or "null"), json.loads(part["span"] or "{}")
    same = about.same(file)
    return LibraryRow(
        file=file,
        names=tuple(json.loads(part["names"])),
        size=part["size"],
        here=desk.vault.has(file),
        media=replace(Media(**media) if media else UNREAD, kind=part["kind"]),
        sightings=part["sightings"],
        copied=part["copied"],
        observations=sum(about.observations[copy] for copy in same) if collapse else about.observations[file],
        findings=part["findings"],
        claims=sum(about.claims[copy] for copy in same) if collapse else about.claims[file],
        recording=part["recording"],
        copies=part["copies"],
        posted=_when(span),
        still=CoverStill(digest=part["still"], pts=part["still_pts"]) if part["still"] else None,
        marks=tuple(mark_row(desk, mark, held) for mark, holds in about.marked(file) for held in holds),
        rated=about.is_rated(file),
        covered=about.covered(file),
        questions=_questions(about, same if collapse else (file,)),
        broken=Broken(**broken) if (broken := json.loads(part["broken"] or "null")) else None,
    )


def _when(span: Mapping[str, Any]) -> When | None:
    if not any(span.get(name) for name in ("earliest", "latest", "verbatim")):
        return None
    return When(
        earliest=span.get("earliest"), latest=span.get("latest"), stated=span.get("verbatim"), zone=span.get("zone")
    )


def mark_row(desk: Desk, mark: Entry, held: Stretch) -> MarkRow:
    """The mark on the seconds `held` of its own file or of a copy; its box is one of its own file's picture."""
    value, case = mark.value, now(desk)
    own = held.file == value.stretch.file
    area = value.area if own else None
    ends = [to_wire(end) if end is not None else None for end in (held.start, held.end)]
    return MarkRow(
        entry=mark.id,
        mark=value.mark.value,
        label=value.label,
        start=ends[0],
        end=ends[1],
        area=Box(left=area.left, top=area.top, width=area.width, height=area.height, of=(area.of[0], area.of[1]))
        if area
        else None,
        author=case.author(mark),
        through=None if own else value.stretch.file,
    )


def _questions(about: Bearing, files: tuple[str, ...]) -> tuple[QuestionState, ...]:
    order = ("none", *ORDER)
    made = []
    for kind in about.abouts:
        states = [about.states.get(file, {}).get(kind, "none") for file in files]
        state: Any = max(states, key=order.index)
        made.append(QuestionState(about=kind, state=state))
    return tuple(made)
