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
from firsthand.method.align.pair import Given, compare
from firsthand.method.align.solve import BOUND_PPM
from firsthand.port import Decoder
from firsthand.record.entry import Entry
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Outcome, outcome_wire
from firsthand.record.wire import to_wire

from .align_listen import Side, listen
from .desk import Desk, entries
from .pen import Pen, pen

BATCH = 64  # findings acknowledged together
WHOLE = 0.75  # of a file that a copied stretch must fill
ENOUGH = 4  # links into one event, from which a file is not compared with more of that event
SPOKEN = ("align.pair", "align.impulses", "align.clock", "trace.recordings")
TOLD = ("anchor", "distance", "time")  # observations that the clock rests on
MADE_WITH = {"firsthand": firsthand.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """The sound of one file is at hand, or is not: its outcome ("found", "nothing", ...) and why."""

    file: str
    outcome: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligning:
    """So many pairs are done of so many; of these, so many were passed over, since their event had them already."""

    pairs: int
    whole: int
    passed_over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bang:
    """A sudden sound as it arrived in one recording: bounds on that event's clock (s), peak of full scale."""

    file: str
    zero: str
    low: float
    high: float
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignDone:
    """The finding of the event clocks (its entry and outcome), all pairs, files left out as whole copies of one that was compared."""

    entry: str
    outcome: Outcome
    pairs: tuple[Mapping[str, Any], ...]
    copies: Mapping[str, str]
    without_sound: tuple[str, ...]
    passed_over: int
    bangs: tuple[Bang, ...]
    seconds: Mapping[str, float]


Event = Listened | Aligning | AlignDone


@dataclass(slots=True)
class _Table:
    """The files compared, what is known of their pairs, and which of them hang together."""

    desk: Desk
    pen: Pen
    given: Given
    sides: dict[str, Side]
    known: dict[str, Entry]
    outcomes: dict[tuple[str, str], Outcome] = field(default_factory=dict)
    linked: dict[str, set[str]] = field(default_factory=dict)
    waiting: list[Finding] = field(default_factory=list)
    passed_over: int = 0

    def wanted(self, pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Pairs still to be compared, asked one by one, so that what was found until then counts."""
        for one, two in pairs:
            if min(len(self.linked.get(one, ())), len(self.linked.get(two, ()))) >= ENOUGH and self._together(one, two):
                self.passed_over += 1
            else:
                yield one, two

    def _together(self, one: str, two: str) -> bool:
        seen, waiting = {one}, [one]
        while waiting:
            for other in self.linked.get(waiting.pop(), set()) - seen:
                seen.add(other)
                waiting.append(other)
        return two in seen

    def take(self, pair: tuple[str, str], outcome: Outcome) -> None:
        self.outcomes[pair] = outcome
        if isinstance(outcome, Found) and not outcome.value["same_track"]:
            self.linked.setdefault(pair[0], set()).add(pair[1])
            self.linked.setdefault(pair[1], set()).add(pair[0])
        job = self.job(pair)
        if job.id not in self.known:
            self.waiting.append(self.finding(pair, job, outcome))
        if len(self.waiting) >= BATCH:
            self.flush()

    def job(self, pair: tuple[str, str]) -> Job:
        card = CATALOGUE["align.pair"]
        inputs = {"sounds": tuple(self.sides[file].job for file in pair)}
        return Job(method=card.name, version=card.version, given=to_wire(self.given), inputs=inputs)

    def finding(self, pair: tuple[str, str], job: Job, outcome: Outcome) -> Finding:
        made_with = {**self.sides[pair[0]].made_with, **MADE_WITH}
        readings = tuple(self.sides[file].reading for file in pair)
        return Finding(job=job, outcome=outcome_wire(outcome), files=pair, readings=readings, made_with=made_with)

    def flush(self) -> None:
        self.pen.write(self.waiting)
        self.waiting = []


def align(desk: Desk, listener: Decoder, given: Given | None = None) -> Iterator[Event]:
    """Listens to every file with bytes here, compares pairs, enters a finding each and one of the event clocks.

    `listener` decodes in a cell with the task outside.listen. A file that trace holds to be a whole copy of a longer one is
    not compared itself. May be stopped; what was entered stands and is not done again. Raises CellBroke, NoAuthor,
    DiskFull, WriteFailed.
    """
    writer = pen(desk)
    sides: dict[str, Side] = {}
    silent: list[str] = []
    files = [f for f in dict.fromkeys(e.value.digest for e in entries(desk, "file")) if desk.vault.has(f)]
    for file, (side, outcome) in desk.workers.map(partial(listen, desk, listener), files):
        if side is None:
            silent.append(file)
        else:
            sides[file] = side
        yield Listened(file=file, outcome=outcome.name, why=str(getattr(outcome, "why", "")))
    standing = list(_standing(desk))
    copies = _copies(standing, sides)
    kept = {file: side for file, side in sorted(sides.items()) if file not in copies}
    known = {entry.value.job.id: entry for entry in standing}
    table = _Table(desk=desk, pen=writer, given=given or Given(), sides=kept, known=known)
    try:
        yield from _pairs(table)
    finally:
        table.flush()
    entry, outcome = clock(desk, writer, table.given, set(kept))
    yield AlignDone(
        entry=entry,
        outcome=outcome,
        pairs=tuple(_row(pair, outcome) for pair, outcome in sorted(table.outcomes.items())),
        copies=copies,
        without_sound=tuple(sorted(silent)),
        passed_over=table.passed_over,
        bangs=tuple(_bangs(writer, outcome, kept, set(known))),
        seconds={file: side.ready.wave.at + side.ready.wave.seconds for file, side in kept.items()},
    )


def _row(pair: tuple[str, str], outcome: Outcome) -> dict[str, Any]:
    return {"files": list(pair), **outcome_wire(outcome)}


# --- comparing -----------------------------------------------------------------------------------------------------------


def _standing(desk: Desk) -> Iterator[Entry]:
    """Findings that nobody has withdrawn."""
    desk.index.refresh(desk.ledger)
    withdrawn = {e.value.of for e in entries(desk, "withdrawal")}
    for entry in entries(desk, "finding"):
        if entry.value.job.method in SPOKEN and entry.id not in withdrawn:
            yield entry


def _copies(standing: list[Entry], sides: Mapping[str, Side]) -> dict[str, str]:
    """File -> the longest file that it is wholly a copy of, for files that need not be compared themselves.

    Only a stretch that nearly fills the shorter file counts: a compilation is compared as what it is.
    """
    seconds = {file: side.ready.wave.seconds for file, side in sides.items()}
    made: dict[str, str] = {}
    stretches = [row for recording in _recordings(standing) for row in recording["details"]["stretches"]]
    for file in sorted(sides, key=lambda each: (-seconds[each], each)):
        for row in stretches:
            for mine, other, span in ((row["one"], row["two"], row["in_one"]), (row["two"], row["one"], row["in_two"])):
                longer = other in seconds and (-seconds[other], other) < (-seconds[file], file)
                if mine == file and file not in made and longer and span[1] - span[0] >= WHOLE * seconds[file]:
                    made[file] = made.get(other, other)
    return made


def _recordings(standing: list[Entry]) -> list[Mapping[str, Any]]:
    """Those of the last grouping, the one that rests on most findings."""
    found = [e for e in standing if e.value.job.method == "trace.recordings" and isinstance(e.value.result, Found)]
    if not found:
        return []
    last = max(found, key=lambda e: (len(e.value.rests_on), e.index))
    return list(last.value.result.value["recordings"])


def _pairs(table: _Table) -> Iterator[Aligning]:
    pairs = list(combinations(sorted(table.sides), 2))
    fresh: list[tuple[str, str]] = []
    for pair in pairs:
        known = table.known.get(table.job(pair).id)
        if known is None:
            fresh.append(pair)
        else:
            table.take(pair, known.value.result)

    def compared(pair: tuple[str, str]) -> Outcome:
        one, two = pair
        return compare(table.given, one, table.sides[one].ready, two, table.sides[two].ready)

    for pair, outcome in table.desk.workers.map(compared, table.wanted(fresh)):
        table.take(pair, outcome)
        yield Aligning(pairs=len(table.outcomes), whole=len(pairs), passed_over=table.passed_over)


# --- the clock -----------------------------------------------------------------------------------------------------------


def clock(desk: Desk, writer: Pen, given: Given, files: set[str]) -> tuple[str, Outcome]:
    """Solves all that stands, and enters it where it is new: (entry, outcome)."""
    card = CATALOGUE["align.clock"]
    form = card.form({name: getattr(given, name) for name in ("coldest_c", "warmest_c", "wind_m_s")})
    standing = list(_standing(desk))
    said = [e for e in standing if _speaks(e, files, given)]
    seen = [e for e in _observed(desk) if e.value.what in TOLD]
    inputs = {
        "findings": tuple((e.id, e.value) for e in sorted(said, key=lambda e: e.id)),
        "observations": tuple((e.id, e.value) for e in sorted(seen, key=lambda e: e.id)),
    }
    ids = {name: tuple(entry for entry, _ in rows) for name, rows in inputs.items()}
    job = Job(method=card.name, version=card.version, given=to_wire(form), inputs=ids)
    outcome = card.ask(form, inputs)
    for e in standing:
        if e.value.job.id == job.id:
            return e.id, e.value.result
    made = Finding(
        job=job,
        outcome=outcome_wire(outcome),
        files=tuple(sorted({file for e in said for file in e.value.files} or files)),
        made_with=MADE_WITH,
        rests_on=(*ids["findings"], *ids["observations"]),
    )
    (line,) = writer.write([made])
    return line.hash, outcome


def _bangs(writer: Pen, outcome: Outcome, sides: Mapping[str, Side], known: set[str]) -> Iterator[Bang]:
    """Sudden sounds of every recording that has a place on a clock; each recording's are entered as a finding once."""
    card, fresh = CATALOGUE["align.impulses"], []
    events = outcome.value.get("events", ()) if isinstance(outcome, Found | Inconclusive) else ()
    for event in events:
        for row in (row for row in event["recordings"] if row["file"] in sides):
            file, side = row["file"], sides[row["file"]]
            job = Job(
                method=card.name, version=card.version, given=to_wire(card.given()), inputs={"sound": (side.job,)}
            )
            found = card.ask(card.given(), {"sound": side.ready.wave})
            if job.id not in known:
                made = {**side.made_with, **MADE_WITH}
                fresh.append(Finding(job=job, outcome=outcome_wire(found), files=(file,), readings=(side.reading,),
                                     made_with=made))  # fmt: skip
            start, rate = row["start_s"], row["rate_ppm"] or {"low": -BOUND_PPM, "high": BOUND_PPM}
            for bang in found.value["impulses"] if isinstance(found, Found) else ():
                span, drift = bang["media_s"], max(abs(rate["low"]), abs(rate["high"])) * 1e-6
                low, high = (start[end] + span[end] for end in ("low", "high"))
                wider = drift * abs(span["high"])
                yield Bang(file=file, zero=event["zero"], low=low - wider, high=high + wider, peak=bang["peak"])
    writer.write(fresh)


def _speaks(entry: Entry, files: set[str], given: Given) -> bool:
    finding = entry.value
    if finding.job.method == "trace.recordings":
        return isinstance(finding.result, Found)
    fits = finding.job.method == "align.pair" and finding.job.given == to_wire(given)
    return fits and set(finding.files) <= files and isinstance(finding.result, Found | Inconclusive)


def _observed(desk: Desk) -> list[Entry]:
    withdrawn = {e.value.of for e in entries(desk, "withdrawal")}
    return [e for e in entries(desk, "observation") if e.id not in withdrawn]
