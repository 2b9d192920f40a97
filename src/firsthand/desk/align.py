"""Align: the sound of every file is listened to, pairs are compared, and what is of one event is put on one clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import Any

import numpy
import scipy

import firsthand
from firsthand.method import CATALOGUE
from firsthand.method.align.pair import compare
from firsthand.method.align.pair_form import Given
from firsthand.method.align.rate import BOUND_PPM
from firsthand.method.align.through import Way
from firsthand.port import Decoder
from firsthand.record.entry import Entry
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Outcome, outcome_wire
from firsthand.record.wire import to_wire

from .align_clock import clock, standing
from .align_copies import whole_copies
from .align_listen import Side, Sounds, listen
from .align_parts import Offsets
from .align_pictures import Joined, ask
from .desk import Desk, entries
from .pen import Pen, pen

BATCH = 64  # findings acknowledged together
ENOUGH = 4  # links into one event, from which a file is not compared with more of that event
Part = tuple[str, int]  # a file and the part of its sound
MADE_WITH = {"firsthand": firsthand.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """The sound of one file is at hand, or is not: its outcome ("found", "nothing", ...) and why."""

    file: str
    outcome: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligning:
    """So many pairs are done of so many that may be near; of these, so many were passed over: their event had them already, or
    other parts of the two say that these never ran together."""

    pairs: int
    whole: int
    passed_over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bang:
    """A sudden sound as it arrived in one recording: bounds on that event's clock (s), and on the recording's own, where it is
    known far better; peak of full scale."""

    file: str
    zero: str
    low: float
    high: float
    media_low: float
    media_high: float
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignDone:
    """The finding of the event clocks (its entry and outcome), the pairs compared, files left out with how each lies on one that
    was compared, and how many pairs were passed over as joined already or never together, or never compared since their
    outlines are not near."""

    entry: str
    outcome: Outcome
    pairs: tuple[Mapping[str, Any], ...]
    copies: Mapping[str, Way]
    without_sound: tuple[str, ...]
    passed_over: int
    never_near: int
    bangs: tuple[Bang, ...]
    seconds: Mapping[str, float]


Event = Listened | Aligning | AlignDone


@dataclass(slots=True)
class _Table:
    """The parts compared, what is known of their pairs, and which files hang together."""

    desk: Desk
    pen: Pen
    given: Given
    sides: dict[Part, Side]
    known: dict[str, Entry]
    sounds: Sounds = field(default_factory=Sounds)
    outcomes: dict[tuple[Part, Part], Outcome] = field(default_factory=dict)
    linked: dict[str, set[str]] = field(default_factory=dict)
    offsets: Offsets = field(default_factory=Offsets)
    near: set[tuple[Part, Part]] = field(default_factory=set)  # what stands out by itself, wherever it is
    waiting: list[Finding] = field(default_factory=list)
    passed_over: int = 0

    def wanted(self, pairs: list[tuple[Part, Part]]) -> Iterator[tuple[Part, Part]]:
        """Pairs still to be compared, asked one by one, so that what was found until then counts."""
        for pair in pairs:
            if self._joined(pair) or self._apart(pair):
                self.passed_over += 1
            else:
                yield pair

    def _joined(self, pair: tuple[Part, Part]) -> bool:
        (one, _), (two, _) = pair
        return min(len(self.linked.get(one, ())), len(self.linked.get(two, ()))) >= ENOUGH and self._together(one, two)

    def _apart(self, pair: tuple[Part, Part]) -> bool:
        return pair not in self.near and self.offsets.never_together(*(self.sides[part] for part in pair))

    def _together(self, one: str, two: str) -> bool:
        seen, waiting = {one}, [one]
        while waiting:
            for other in self.linked.get(waiting.pop(), set()) - seen:
                seen.add(other)
                waiting.append(other)
        return two in seen

    def take(self, pair: tuple[Part, Part], outcome: Outcome) -> None:
        self.outcomes[pair] = outcome
        if isinstance(outcome, Found):
            self.offsets.tell(pair[0][0], pair[1][0], outcome.value)
        if isinstance(outcome, Found) and not outcome.value["same_track"]:
            (one, _), (two, _) = pair
            self.linked.setdefault(one, set()).add(two)
            self.linked.setdefault(two, set()).add(one)
        job = self.job(pair)
        if job.id not in self.known:
            self.waiting.append(self.finding(pair, job, outcome))
        if len(self.waiting) >= BATCH:
            self.flush()

    def job(self, pair: tuple[Part, Part]) -> Job:
        card = CATALOGUE["align.pair"]
        inputs = {"sounds": tuple(self.sides[part].job for part in pair)}
        return Job(method=card.name, version=card.version, given=to_wire(self.given), inputs=inputs)

    def finding(self, pair: tuple[Part, Part], job: Job, outcome: Outcome) -> Finding:
        made_with = {**self.sides[pair[0]].made_with, **MADE_WITH}
        readings = tuple(self.sides[part].reading for part in pair)
        files = tuple(file for file, _ in pair)
        return Finding(job=job, outcome=outcome_wire(outcome), files=files, readings=readings, made_with=made_with)

    def compared(self, pair: tuple[Part, Part]) -> Outcome:
        one, two = (self.sides[part] for part in pair)
        return compare(self.given, one.file, self.sounds.ready(one), two.file, self.sounds.ready(two))

    def flush(self) -> None:
        self.pen.write(self.waiting)
        self.waiting = []


def align(desk: Desk, listener: Decoder, given: Given | None = None, *, every: bool = False) -> Iterator[Event]:
    """Listens to every file with bytes here, compares pairs that are near, enters a finding each and one of the event clocks.

    `listener` decodes in a cell with the task outside.listen; `every` compares all pairs, near or not. A file all of
    which is another's by what trace says, by way of others too, is not compared itself. May be stopped; what was entered
    stands and is not done again. Raises CellBroke, NoAuthor, DiskFull, WriteFailed.
    """
    writer = pen(desk, patient=True)
    heard: dict[str, tuple[Side, ...]] = {}
    silent: list[str] = []
    files = [f for f in dict.fromkeys(e.value.digest for e in entries(desk, "file")) if desk.vault.has(f)]
    for file, (sides, outcome) in desk.workers.map(partial(listen, desk, listener), files):
        if sides:
            heard[file] = sides
        else:
            silent.append(file)
        yield Listened(file=file, outcome=outcome.name, why=str(getattr(outcome, "why", "")))
    stands = list(standing(desk))
    seconds = {file: sides[-1].end - sides[0].at for file, sides in heard.items()}
    copies = whole_copies(stands, seconds)
    kept = {file: sides for file, sides in sorted(heard.items()) if file not in copies}
    known = {entry.value.job.id: entry for entry in stands}
    parts = {(side.file, side.part): side for sides in kept.values() for side in sides}
    table = _Table(desk=desk, pen=writer, given=given or Given(), sides=parts, known=known)
    pairs = [(one, two) for one, two in combinations(sorted(parts), 2) if one[0] != two[0]]
    wanted = pairs if every else _near(table)
    table.near |= set(pairs if every else ())
    try:
        yield from _pairs(table, wanted)
        _look(table)
    finally:
        table.flush()
    entry, outcome = clock(desk, writer, table.given, set(kept), copies)
    yield AlignDone(
        entry=entry,
        outcome=outcome,
        pairs=tuple(_row(pair, outcome) for pair, outcome in sorted(table.outcomes.items())),
        copies=copies,
        without_sound=tuple(sorted(silent)),
        passed_over=table.passed_over,
        never_near=len(pairs) - len(wanted),
        bangs=tuple(_bangs(table, outcome, kept)),
        seconds={file: sides[-1].end for file, sides in kept.items()},
    )


def _row(pair: tuple[Part, Part], outcome: Outcome) -> dict[str, Any]:
    return {"files": [file for file, _ in pair], "parts": [part for _, part in pair], **outcome_wire(outcome)}


# --- comparing -----------------------------------------------------------------------------------------------------------


def _near(table: _Table) -> list[tuple[Part, Part]]:
    """The pairs whose outlines are near, the nearest first; entered as one finding where there are pairs at all."""
    card = CATALOGUE["align.near"]
    names = {f"{file}#{part}": (file, part) for file, part in table.sides}
    if len({file for file, _ in table.sides}) < 2:
        return []
    sounds = {name: table.sides[part].outline for name, part in names.items()}
    given = card.given()
    sides = [table.sides[part] for part in sorted(table.sides)]
    job = Job(
        method=card.name, version=card.version, given=to_wire(given), inputs={"sounds": tuple(s.job for s in sides)}
    )
    outcome = card.ask(given, {"sounds": sounds})
    if job.id not in table.known:
        table.pen.write([
            Finding(job=job, outcome=outcome_wire(outcome), files=tuple(side.file for side in sides),
                    readings=tuple(side.reading for side in sides), made_with={**sides[0].made_with, **MADE_WITH})
        ])  # fmt: skip
    rows = outcome.value["pairs"] if isinstance(outcome, Found) else ()
    found = {(names[one], names[two]): row["height"] for row in rows for one, two in [row["sounds"]]}
    table.near |= {pair for pair, height in found.items() if height >= given.always}
    return list(found)


def _pairs(table: _Table, wanted: list[tuple[Part, Part]]) -> Iterator[Aligning]:
    fresh: list[tuple[Part, Part]] = []
    for pair in wanted:
        known = table.known.get(table.job(pair).id)
        if known is None:
            fresh.append(pair)
        else:
            table.take(pair, known.value.result)
    for pair, outcome in table.desk.workers.map(table.compared, table.wanted(fresh)):
        table.take(pair, outcome)
        yield Aligning(pairs=len(table.outcomes), whole=len(wanted), passed_over=table.passed_over)


def _look(table: _Table) -> None:
    """Where sound joins two recordings, their pictures are asked as well, and give anchors of their own."""
    joined = [
        Joined(one=one, two=two, low=outcome.value["clock_s"]["low"], high=outcome.value["clock_s"]["high"])
        for ((one, _), (two, _)), outcome in sorted(table.outcomes.items())
        if isinstance(outcome, Found) and not outcome.value["same_track"]
    ]
    table.waiting += ask(table.desk, joined, table.known)


# --- bangs ------------------------------------------------------------------------------------------------------------


def _bangs(table: _Table, outcome: Outcome, heard: Mapping[str, tuple[Side, ...]]) -> Iterator[Bang]:
    """Sudden sounds of every recording that has a place on a clock; each part's are entered as a finding once."""
    fresh: list[Finding] = []
    events = outcome.value.get("events", ()) if isinstance(outcome, Found | Inconclusive) else ()
    for event in events:
        for row in (row for row in event["recordings"] if row["file"] in heard):
            last = -1.0  # of the part before, whose end this part's beginning hears again
            for side in heard[row["file"]]:
                bangs = [bang for bang in _sudden(table, side, fresh) if bang["media_s"]["low"] > last]
                yield from (_on_clock(row, event["zero"], bang) for bang in bangs)
                last = side.end - 0.1
    table.pen.write(fresh)


def _sudden(table: _Table, side: Side, fresh: list[Finding]) -> list[Mapping[str, Any]]:
    card = CATALOGUE["align.impulses"]
    given = card.given()
    job = Job(method=card.name, version=card.version, given=to_wire(given), inputs={"sound": (side.job,)})
    known = table.known.get(job.id)
    found = known.value.result if known is not None else card.ask(given, {"sound": table.sounds.wave(side)})
    if known is None:
        made = {**side.made_with, **MADE_WITH}
        fresh.append(Finding(job=job, outcome=outcome_wire(found), files=(side.file,), readings=(side.reading,),
                             made_with=made))  # fmt: skip
    return list(found.value["impulses"]) if isinstance(found, Found) else []


def _on_clock(row: Mapping[str, Any], zero: str, bang: Mapping[str, Any]) -> Bang:
    start, rate = row["start_s"], row["rate_ppm"] or {"low": -BOUND_PPM, "high": BOUND_PPM}
    span, drift = bang["media_s"], max(abs(rate["low"]), abs(rate["high"])) * 1e-6
    low, high = (start[end] + span[end] for end in ("low", "high"))
    wider = drift * abs(span["high"])
    return Bang(file=row["file"], zero=zero, low=low - wider, high=high + wider, media_low=span["low"], media_high=span["high"],
                peak=bang["peak"])  # fmt: skip
