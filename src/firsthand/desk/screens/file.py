"""One file whole: what it is, every sighting, every finding, what was seen in it, and how it stands to other files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.desk.bearing import bearing
from firsthand.desk.desk import Desk, entry
from firsthand.desk.laid import colours_of
from firsthand.desk.now import now
from firsthand.desk.shelving import shelf_of
from firsthand.record.entry import Entry
from firsthand.record.finding import Found
from firsthand.record.wire import to_wire

from .library import LibraryRow, row_of
from .rows import EntryRow, When, row, when


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingRow:
    """One appearance, with both its times."""

    entry: str
    author: str
    mine: bool
    name: str | None
    url: str | None
    channel: str | None
    account: str | None
    device: str | None
    item: str | None
    captured: str
    note: str
    posted: When | None
    seen: When | None
    withdrawn: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """A finding in short: its outcome is one of the four, `why` what it says where nothing is found."""

    entry: str
    method: str
    version: int
    outcome: str
    why: str
    profile: str | None
    withdrawn: str | None
    files: tuple[str, ...]
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StillRow:
    """A still that was kept: its digest in the vault, its moment and the frame it was made of."""

    digest: str
    pts: str
    stream: int
    frame: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """How this file stands to another: the relation, the stretches in seconds, the edits, what is told of colours, and the finding."""

    other: str
    relation: str
    in_this: tuple[float, float] | None
    in_other: tuple[float, float] | None
    edits: tuple[str, ...]
    colours: str
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDetail:
    """All that a screen about one file needs. `transcript` are the observations that carry words as they were said or shown."""

    row: LibraryRow
    blake3: str
    entry: str
    sightings: tuple[SightingRow, ...]
    findings: tuple[FindingRow, ...]
    observations: tuple[EntryRow, ...]
    notes: tuple[EntryRow, ...]
    transcript: tuple[EntryRow, ...]
    claims: tuple[EntryRow, ...]
    stills: tuple[StillRow, ...]
    relations: tuple[RelationRow, ...]


def detail(desk: Desk, file: str) -> FileDetail:
    """Raises BadReference."""
    desk.index.refresh(desk.ledger)
    case, about = now(desk), row_of(desk, file)
    ((blake3, own),) = shelf_of(desk).ask("SELECT blake3, entry FROM files WHERE digest = ?", (file,))
    seen = [
        e for e in case.of("observation") if file in {part.file for part in (e.value.stretch, e.value.moment) if part}
    ]
    rows = [row(desk, case, e) for e in seen]
    found = [entry(desk, r) for r in desk.index.referring(file, "finding")]
    return FileDetail(
        row=about,
        blake3=blake3,
        entry=own,
        sightings=tuple(sighting_row(desk, entry(desk, r)) for r in desk.index.referring(file, "sighting")),
        findings=tuple(_finding(desk, e) for e in found),
        observations=tuple(rows),
        notes=tuple(r for r in rows if r.value["what"] == "note"),
        transcript=tuple(r for r in rows if r.value["verbatim"]),
        claims=tuple(row(desk, case, e) for e in case.of("claim") if file in e.value.files),
        stills=tuple(stills(desk, file)),
        relations=tuple(_relations(desk, file, found)),
    )


def sighting_row(desk: Desk, found: Entry) -> SightingRow:
    value, case = found.value, now(desk)
    return SightingRow(
        entry=found.id,
        author=case.author(found),
        mine=desk.author is not None and found.log == desk.author.log,
        name=value.name,
        url=value.url,
        channel=value.channel,
        account=value.account,
        device=value.device,
        item=value.item,
        captured=value.captured,
        note=value.note,
        posted=when(value.posted),
        seen=when(value.seen),
        withdrawn=withdrawn(desk, found.id),
    )


def withdrawn(desk: Desk, entry_id: str) -> str | None:
    """The entry that withdrew a bulk one: the case as a value does not hold those."""
    gone = shelf_of(desk).ask(
        "SELECT by FROM withdrawn WHERE of = ? AND by NOT IN (SELECT of FROM withdrawn)", (entry_id,)
    )
    return str(gone[0][0]) if gone else None


def _finding(desk: Desk, found: Entry) -> FindingRow:
    value = found.value
    outcome = value.outcome
    return FindingRow(
        entry=found.id,
        method=value.job.method,
        version=value.job.version,
        outcome=outcome["outcome"],
        why=str(outcome.get("why") or outcome.get("looked") or ""),
        profile=value.profile or None,
        withdrawn=withdrawn(desk, found.id),
        files=tuple(value.files) if len(value.files) <= 20 else (),
        value=outcome.get("value", {}) if len(value.files) <= 20 else {},
    )


def stills(desk: Desk, file: str) -> list[StillRow]:
    """Stills that were kept of a file, by their moments."""
    desk.index.refresh(desk.ledger)
    made: dict[str, StillRow] = {}
    for found in (entry(desk, r).value for r in desk.index.referring(file, "derivative")):
        if found.what == "still" and found.parent == file and found.moment is not None and desk.vault.has(found.digest):
            made[found.digest] = StillRow(
                digest=found.digest,
                pts=to_wire(found.moment.pts),
                stream=found.moment.stream,
                frame=found.moment.frame,
                media_type=found.media_type,
            )
    return sorted(made.values(), key=lambda still: _number(still.pts))


def _relations(desk: Desk, file: str, findings: list[Entry]) -> list[RelationRow]:
    """By the newest grouping, then what pairs say that it does not join."""
    made: list[RelationRow] = []
    same = bearing(desk).same(file)
    for found in findings:
        result = found.value.result
        if not isinstance(result, Found) or found.value.job.method != "trace.pictures":
            continue
        for copy in result.value.get("copies", ()):
            one, two = copy["one"], copy["two"]
            mine, other = (one, two) if one["file"] == file else (two, one)
            made.append(
                RelationRow(
                    other=other["file"],
                    relation=str(copy.get("relation", "")),
                    in_this=_ends(mine),
                    in_other=_ends(other),
                    edits=tuple(map(str, copy.get("edits", ()))),
                    colours=colours_of(copy),
                    finding=found.id,
                )
            )
    told = {row.other for row in made}
    joined = [other for other in same[1:] if other not in told]
    return made + [
        RelationRow(other=other, relation="copy", in_this=None, in_other=None, edits=(), colours="", finding="")
        for other in joined
    ]


def _ends(stretch: Mapping[str, Any]) -> tuple[float, float] | None:
    if stretch.get("start") is None or stretch.get("end") is None:
        return None
    return _number(stretch["start"]), _number(stretch["end"])


def _number(text: Any) -> float:
    over, _, under = str(text).partition("/")
    return float(over) / float(under or 1)
