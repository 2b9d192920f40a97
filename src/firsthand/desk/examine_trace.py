"""Compares all files of a case with one another: a finding for each pair that is alike, and one that says where was looked."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy

import firsthand
from firsthand.method import CATALOGUE
from firsthand.method.reading import unpack
from firsthand.method.trace import search
from firsthand.method.trace.exact import compare as compare_exactly
from firsthand.method.trace.search import Ready
from firsthand.method.trace.sketch import Sketch
from firsthand.record.digest import sha256
from firsthand.record.entry import Entry
from firsthand.record.fault import BadReading
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Outcome, outcome_wire
from firsthand.record.footage import Relation
from firsthand.record.wire import to_wire

from .descriptors import in_folder, looks_over
from .desk import Desk, entries
from .held import Held, in_tiles
from .pen import Pen
from .readings import pass_job, path_of
from .sketched import sketched

BATCH = 64  # findings acknowledged together
STEPS = 50  # signs of life while comparing
PAIRED = ("trace.pictures", "trace.sound")
MADE_WITH = {"firsthand": firsthand.__version__, "numpy": numpy.__version__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracing:
    """So many pairs of files were compared, of so many."""

    pairs: int
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceDone:
    """All files were compared: answers on pairs that stand in the case, and groups of copies."""

    found: int
    inconclusive: int
    recordings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A file as tracing holds it: what brings others into question, and its reading's profile, job, digest and bytes."""

    sketch: Sketch
    profile: str
    job: str
    reading: str
    size: int


@dataclass(slots=True)
class _Table:
    """The files compared, and what stands on their pairs: job -> outcome."""

    desk: Desk
    pen: Pen
    profile: str
    sides: Mapping[str, Side]
    held: Held
    answers: dict[str, Outcome] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    waiting: list[Finding] = field(default_factory=list)

    def enter(self, finding: Finding) -> None:
        """A finding is entered once a job; repeats are harmless."""
        if finding.job.id in self.done:
            return
        self.done.add(finding.job.id)
        self.waiting.append(finding)
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        self.pen.write(self.waiting)
        self.waiting = []


def trace_all(
    desk: Desk, writer: Pen, profile: str, sides: dict[str, Side] | None = None
) -> Iterator[Tracing | TraceDone]:
    """Compares every pair of read files that no standing search of this case covers, and ends with TraceDone.

    Pairs found before are not looked at again. May be stopped at any time; what was entered stands. Raises DiskFull,
    WriteFailed.
    """
    if sides is None:
        sides = sides_of(desk, profile)
    table = _Table(desk=desk, pen=writer, profile=profile, sides=sides, held=held(desk, sides))
    findings = list(standing(desk))
    table.done = {entry.value.job.id for entry in findings}
    if len(table.sides) < 2:
        yield TraceDone(found=0, inconclusive=0, recordings=0)
        return
    _exact(table)
    yield from _pairs(table, findings)
    table.flush()
    recordings = _recordings(table)
    answers = list(table.answers.values())
    yield TraceDone(
        found=sum(isinstance(outcome, Found) for outcome in answers),
        inconclusive=sum(isinstance(outcome, Inconclusive) for outcome in answers),
        recordings=recordings,
    )


def sides_of(desk: Desk, profile: str) -> dict[str, Side]:
    """Every file of the case whose reading is at hand, one reading in memory at a time."""
    made = {}
    for file in sorted({e.value.digest for e in entries(desk, "file")}):
        path, job = path_of(desk.folder, file, profile), pass_job(file, profile).id
        if not path.is_file():
            continue
        try:
            one = sketched(path, desk.folder / "cache" / "sketches" / job)
        except BadReading:
            continue  # a damaged cache: the next examine reads the file again
        if one.traced:
            made[file] = Side(sketch=one.sketch, profile=profile, job=job, reading=one.digest, size=one.size)
    return made


def held(desk: Desk, sides: Mapping[str, Side]) -> Held:
    """These files made ready for comparing, within a ceiling of memory. To take one from it raises BadReading where its
    reading is no more what it was."""

    def load(file: str) -> tuple[Ready, int]:
        path = path_of(desk.folder, file, sides[file].profile)
        data = path.read_bytes() if path.is_file() else b""
        if sha256(data) != sides[file].reading:
            raise BadReading(f"the reading of {file[:12]} was changed or deleted while files were compared")
        return search.ready(unpack(data)), len(data)

    return Held(sides, load)


def standing(desk: Desk) -> Iterator[Entry]:
    """Findings of tracing that nobody has withdrawn."""
    desk.index.refresh(desk.ledger)
    withdrawn = {e.value.of for e in entries(desk, "withdrawal")}
    for entry in entries(desk, "finding"):
        if entry.value.job.method.startswith("trace.") and entry.id not in withdrawn:
            yield entry


def shots_of(desk: Desk, files: Collection[str]) -> Iterator[Entry]:
    """What standing full readings say of the cuts of some files, one finding a file."""
    withdrawn = {e.value.of for e in entries(desk, "withdrawal")}
    found: dict[str, Entry] = {}
    for entry in entries(desk, "finding"):
        value = entry.value
        if value.job.method == "read.shots" and value.profile == "full" and entry.id not in withdrawn:
            found |= {file: entry for file in value.files if file in files}
    yield from found.values()


def is_copy(finding: Finding) -> bool:
    """Whether trace.pictures said that two files are copies."""
    result = finding.result
    return (
        finding.job.method == "trace.pictures"
        and isinstance(result, Found)
        and result.value["relation"] == str(Relation.COPY)
    )


# --- the jobs -------------------------------------------------------------------------------------------------------------


def _job(table: _Table, method: str, name: str, files: tuple[str, ...]) -> Job:
    card = CATALOGUE[method]
    inputs = {name: tuple(table.sides[file].job for file in files)}
    return Job(method=method, version=card.version, given=to_wire(card.given()), inputs=inputs)


def _finding(table: _Table, job: Job, outcome: Outcome, files: tuple[str, ...]) -> Finding:
    return Finding(
        job=job,
        outcome=outcome_wire(outcome),
        files=files,
        readings=tuple(table.sides[file].reading for file in files),
        profile=table.profile,
        made_with=MADE_WITH,
    )


def _exact(table: _Table) -> None:
    files = tuple(table.sides)
    job = _job(table, "trace.exact", "readings", files)
    if job.id not in table.done:
        films = {file: side.sketch.shown for file, side in table.sides.items() if side.sketch.shown is not None}
        table.enter(_finding(table, job, compare_exactly(films), files))


def _pairs(table: _Table, findings: list[Entry]) -> Iterator[Tracing]:
    """New pairs are compared; then one finding says over which files was searched, and so what was not found."""
    files = tuple(table.sides)
    wanted = _wanted(table)
    jobs = {_job(table, method, "pair", pair).id for pair in wanted for method in PAIRED}
    known = {e.value.job.id: e.value.result for e in findings if e.value.job.id in jobs}
    table.answers |= {job: outcome for job, outcome in known.items() if isinstance(outcome, Found | Inconclusive)}
    new = in_tiles(_uncovered(table, wanted, findings), {file: side.size for file, side in table.sides.items()})
    for count, (one, two) in enumerate(new):
        if count % max(1, len(new) // STEPS) == 0:
            yield Tracing(pairs=count, whole=len(new))
        for answer in search.compare(one, table.held[one], two, table.held[two]):
            if isinstance(answer.outcome, Found | Inconclusive):
                job = _job(table, answer.method, "pair", (one, two))
                table.answers[job.id] = answer.outcome
                table.enter(_finding(table, job, answer.outcome, (one, two)))
    table.flush()  # what was found stands before the finding that says that nothing else was
    job = _job(table, "trace.search", "readings", files)
    table.enter(_finding(table, job, search.summary(len(files), len(wanted), table.answers.values()), files))


def _wanted(table: _Table) -> list[tuple[str, str]]:
    """All pairs; of many files those that the index of their descriptors, or another witness, brings into question."""
    sketches, given = {file: side.sketch for file, side in table.sides.items()}, search.Given()
    many = len(sketches) > given.every_pair
    looks = looks_over(sketches, in_folder(table.desk.folder, table.desk.case)) if many else None
    return search.pairs(given, sketches, looks)


def _uncovered(table: _Table, wanted: list[tuple[str, str]], findings: list[Entry]) -> list[tuple[str, str]]:
    """Pairs of which no earlier search, by the same methods, had both."""
    card = CATALOGUE["trace.search"]
    given = to_wire(card.given())
    earlier = [
        set(e.value.job.inputs["readings"])
        for e in findings
        if e.value.job.method == card.name and e.value.job.version == card.version and e.value.job.given == given
    ]
    earlier = [one for one in earlier if not any(one < other for other in earlier)]
    sides = table.sides
    return [(a, b) for a, b in wanted if not any(sides[a].job in one and sides[b].job in one for one in earlier)]


def _recordings(table: _Table) -> int:
    """Groups the copies anew wherever findings have been added; how many groups there are."""
    card, given = CATALOGUE["trace.recordings"], CATALOGUE["trace.recordings"].given()
    files = tuple(table.sides)
    spoken = {*table.answers, _job(table, "trace.exact", "readings", files).id}
    said = {e.value.job.id: (e.id, e.value) for e in standing(table.desk) if e.value.job.id in spoken}
    alike = {file for _, value in said.values() if is_copy(value) for file in value.files}
    said |= {f"cuts of {e.value.files[0]}": (e.id, e.value) for e in shots_of(table.desk, alike)}
    findings = tuple(sorted(said.values(), key=lambda pair: pair[0]))
    if not findings:
        return 0
    ids = tuple(entry for entry, _ in findings)
    job = Job(method=card.name, version=card.version, given=to_wire(given), inputs={"findings": ids})
    outcome = card.ask(given, {"findings": findings})
    if job.id not in table.done:
        made = _finding(table, job, outcome, tuple(sorted({file for _, value in findings for file in value.files})))
        table.pen.write([Finding(job=job, outcome=made.outcome, files=made.files, profile=table.profile,
                                 made_with=MADE_WITH, rests_on=ids)])  # fmt: skip
    return len(outcome.value["recordings"]) if isinstance(outcome, Found) else 0
