"""Copies: each recording with its files, the stretches that agree, the edits, the earliest posting, and where was searched."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from firsthand.desk.desk import Desk, entry
from firsthand.desk.earliest import Earliest, Posting, earliest
from firsthand.desk.laid import also_of_colours, colours_of, done_of
from firsthand.record.bounds import Span
from firsthand.record.entry import Entry
from firsthand.record.finding import Found, Inconclusive

from .library import CoverStill, row_of
from .rows import When, when

PAIRS = ("trace.pictures", "trace.sound", "trace.exact")
MOST_UNDECIDED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFile:
    """One file of a recording, with the time that a sighting of it states; of its `sightings` `copied` only say that its bytes were
    copied here."""

    file: str
    name: str
    duration: float | None
    still: CoverStill | None
    covered: bool
    posted: When | None
    sightings: int
    copied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One thing that was done between two files, and the one it was done to: None where that is not told."""

    says: str
    file: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyStretch:
    """Two stretches that agree, in seconds of each file, what was done between them, what else is told of colours, and the finding."""

    one: str
    two: str
    in_one: tuple[float, float]
    in_two: tuple[float, float]
    offset: float
    speed: float
    edits: tuple[Done, ...]
    colours: str
    evidence: str
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherStretch:
    """Two files that share no second and are of one recording, by a third that shows both without a cut; no copies."""

    one: str
    two: str
    through: str
    in_one: tuple[float, float]
    in_two: tuple[float, float]
    seconds_between: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPosting:
    """A posting that is the earliest known, or may be: of which files, by which account, where, and when."""

    files: tuple[str, ...]
    account: str
    place: str
    when: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """found: the one earliest *known* posting; inconclusive: those that may each be it; nothing: no sighting says when."""

    outcome: Literal["found", "inconclusive", "nothing"]
    may_be: tuple[FirstPosting, ...]
    dated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRow:
    """A recording known through its copies, with the earliest *known* posting of its files where it is told apart."""

    recording: str
    files: tuple[CopyFile, ...]
    stretches: tuple[CopyStretch, ...]
    other_stretches: tuple[OtherStretch, ...]
    earliest: First
    undated: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two files that were compared and not joined: what was found, or why nothing can be said."""

    one: str
    two: str
    method: str
    outcome: str
    why: str
    finding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesPage:
    """All recordings of more than one file, pairs left undecided, and in words what was compared and what was not."""

    recordings: tuple[RecordingRow, ...]
    undecided: tuple[PairRow, ...]
    searched: tuple[str, ...]
    grouping: str | None


def page(desk: Desk) -> CopiesPage:
    """By the newest grouping, as trace.recordings has it; earlier ones stay in the log."""
    desk.index.refresh(desk.ledger)
    found = _findings(desk)
    grouping = next((e for e in reversed(found) if e.value.job.method == "trace.recordings"), None)
    recordings: list[Mapping[str, Any]] = []
    if grouping is not None and isinstance(grouping.value.result, Found):
        recordings = [r for r in grouping.value.result.value["recordings"] if len(r["files"]) > 1]
    return CopiesPage(
        recordings=tuple(_recording(desk, grouping, recording, found) for recording in recordings if grouping),
        undecided=tuple(_undecided(found, recordings)),
        searched=tuple(_searched(desk, found)),
        grouping=grouping.id if grouping else None,
    )


def _findings(desk: Desk) -> list[Entry]:
    """Findings of tracing; others are known by their row's neighbours and never read here."""
    return [e for e in (entry(desk, r) for r in desk.index.rows("finding")) if e.value.job.method.startswith("trace.")]


def _recording(desk: Desk, grouping: Entry, recording: Mapping[str, Any], found: list[Entry]) -> RecordingRow:
    files = tuple(sorted((_file(desk, file) for file in recording["files"]), key=_by_time))
    pairs = {
        frozenset(e.value.files): e for e in found if e.value.job.method == "trace.pictures" and len(e.value.files) == 2
    }
    details = recording.get("details") or {}
    return RecordingRow(
        recording=recording["id"],
        files=files,
        stretches=tuple(_stretch(pairs, grouping, part) for part in details.get("stretches") or ()),
        other_stretches=tuple(_other(part) for part in details.get("other_stretches") or ()),
        earliest=_first(earliest(desk, recording["files"])),
        undated=sum(file.posted is None for file in files),
        reasons=tuple(map(str, recording.get("reasons") or ())),
    )


def _first(found: Earliest) -> First:
    return First(
        outcome=found.outcome,
        may_be=tuple(
            FirstPosting(files=one.files, account=one.account, place=one.place, when=_when(one)) for one in found.may_be
        ),
        dated=found.dated,
    )


def _when(one: Posting) -> When | None:
    """The posting's span, with what was stated by the sighting that states it most closely."""
    said = next((span for span in one.stated if span.earliest == one.span.earliest), one.stated[0])
    return when(Span(earliest=one.span.earliest, latest=one.span.latest, zone=said.zone, verbatim=said.verbatim))


def _by_time(file: CopyFile) -> tuple[str, str]:
    return (file.posted.earliest if file.posted and file.posted.earliest else "~"), file.file


def _file(desk: Desk, file: str) -> CopyFile:
    row = row_of(desk, file)
    return CopyFile(
        file=file,
        name=row.names[0] if row.names else file[:12],
        duration=row.media.duration,
        still=row.still,
        covered=bool(row.covered),
        posted=row.posted,
        sightings=row.sightings,
        copied=row.copied,
    )


def _stretch(pairs: Mapping[frozenset[str], Entry], grouping: Entry, part: Mapping[str, Any]) -> CopyStretch:
    """The grouping's stretch, with speed, edits and evidence of the pair's own finding where it has one."""
    found = pairs.get(frozenset((part["one"], part["two"])))
    value = found.value.outcome.get("value", {}) if found else {}
    one, two = _ends(part, "in_one"), _ends(part, "in_two")
    copy = _copy_at(value.get("copies") or (), part["one"], one[0])
    done = done_of(copy)
    return CopyStretch(
        one=part["one"],
        two=part["two"],
        in_one=one,
        in_two=two,
        offset=two[0] - one[0],
        speed=float(copy.get("speed", 1.0)),
        edits=tuple(Done(says=each["says"], file=each["file"] or None) for each in done),
        colours=also_of_colours(done, colours_of(copy)),
        evidence=str(value.get("by", "")),
        finding=found.id if found else grouping.id,
    )


def _copy_at(copies: Iterable[Mapping[str, Any]], file: str, second: float) -> Mapping[str, Any]:
    """Of a pair's copies the one whose stretch of a file begins nearest to a second: a compilation has several."""
    begins = [(abs(float(Fraction(copy[side]["start"])) - second), copy)
              for copy in copies for side in ("one", "two") if copy[side]["file"] == file]  # fmt: skip
    return min(begins, key=lambda begin: begin[0], default=(0.0, {}))[1]


def _other(part: Mapping[str, Any]) -> OtherStretch:
    return OtherStretch(
        one=part["one"],
        two=part["two"],
        through=part["through"],
        in_one=_ends(part, "in_one"),
        in_two=_ends(part, "in_two"),
        seconds_between=float(part["seconds_between"]),
    )


def _ends(part: Mapping[str, Any], name: str) -> tuple[float, float]:
    start, end = map(float, part[name])
    return start, end


def _undecided(found: list[Entry], recordings: Iterable[Mapping[str, Any]]) -> Iterator[PairRow]:
    """Pairs of which something was found, or could not be told, and that no recording joins."""
    joined = [frozenset(recording["files"]) for recording in recordings]
    count = 0
    for e in found:
        value, result = e.value, e.value.result
        if value.job.method not in PAIRS or len(value.files) != 2 or not isinstance(result, Found | Inconclusive):
            continue
        if any(set(value.files) <= group for group in joined) or count >= MOST_UNDECIDED:
            continue
        count += 1
        yield PairRow(
            one=value.files[0],
            two=value.files[1],
            method=value.job.method,
            outcome=result.name,
            why=str(getattr(result, "why", "")),
            finding=e.id,
        )


def _searched(desk: Desk, found: list[Entry]) -> Iterator[str]:
    """In words what was compared with what: an earliest copy is the earliest of these, and of nothing else."""
    searches = [e for e in found if e.value.job.method == "trace.search"]
    if not searches:
        yield "Nothing was compared yet: run examine."
        return
    last = searches[-1]
    value = last.value.outcome.get("value", {})
    held = desk.index.count().get("file", 0)
    yield (
        f"{value.get('files', len(last.value.files))} of the {held} files of this case were compared with one another, "
        f"{value.get('pairs', 'all')} pairs ({last.value.profile or 'full'} reading)."
    )
    yield "Nothing outside this case was searched: an earlier copy may stand anywhere else."
