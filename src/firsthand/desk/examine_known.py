"""Asks the user's memories about every file that came in: a finding a memory, and a word for each file that is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firsthand.method import CATALOGUE
from firsthand.method.trace import known
from firsthand.record.finding import Finding, Found, Inconclusive, Job, outcome_wire
from firsthand.record.wire import to_wire
from firsthand.store.known_folder import Memories

from .descriptors import in_folder, looks_over
from .desk import Desk, entries
from .examine_trace import MADE_WITH, Side, held
from .memory import memories, recall
from .pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBefore:
    """A file of the case is known: to which memory, as what, and between which instants its earliest sighting was posted."""

    file: str
    memory: str
    called: str
    earliest: tuple[str | None, str | None]
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryBroken:
    """Items of a memory that could not be read: they were not searched."""

    memory: str
    items: int


def ask_memories(
    desk: Desk, writer: Pen, profile: str, sides: Mapping[str, Side], where: Memories | None = None
) -> Iterator[SeenBefore | MemoryBroken]:
    """Files that no standing finding on the very same memory covers are looked for in it. Raises DiskFull, WriteFailed."""
    kept = where or memories()
    for name in kept.names():
        asked = recall(name, where=kept)
        if asked.broken:
            yield MemoryBroken(memory=name, items=len(asked.broken))
        covered = _covered(desk, asked.state)
        new = [file for file in sides if sides[file].job not in covered]
        if new and asked.items:
            files = {file: sides[file].sketch for file in new}
            many = len(files) * len(asked.items) > asked.given.every_pair
            looks = looks_over(asked.sketches, in_folder(kept.home(name))) if many else None
            pairs = known.wanted(asked.given, files, asked.sketches, looks)
            found = known.seen(held(desk, sides), asked.held, asked.items, pairs)
            outcome = known.told(asked.given, files, asked.items, found)
            rows = outcome.value.get("seen", []) if isinstance(outcome, Found) else []
            unsure = outcome.value.get("maybe", []) if isinstance(outcome, Found | Inconclusive) else []
            spoken = sorted({row["file"] for row in (*rows, *unsure)}) or new
            writer.write([_finding(asked.state, asked.given, profile, sides, new, spoken, outcome_wire(outcome))])
            for sure, some in ((True, rows), (False, unsure)):
                for file, called, first, last in dict.fromkeys((r["file"], r["called"], *r["earliest"]) for r in some):
                    yield SeenBefore(file=file, memory=name, called=called, earliest=(first, last), sure=sure)


def _finding(
    state: str, given: known.Given, profile: str, sides: Mapping[str, Side], new: list[str], spoken: list[str],
    outcome: Mapping[str, object],
) -> Finding:  # fmt: skip
    card = CATALOGUE["trace.known"]
    inputs = {"readings": tuple(sides[file].job for file in new), "known": (state,)}
    return Finding(
        job=Job(method=card.name, version=card.version, given=to_wire(given), inputs=inputs),
        outcome=dict(outcome),
        files=tuple(spoken),
        readings=tuple(sides[file].reading for file in spoken),
        profile=profile,
        made_with=MADE_WITH,
    )


def _covered(desk: Desk, state: str) -> set[str]:
    """Jobs of the readings that were looked for in a memory as it is now."""
    desk.index.refresh(desk.ledger)
    withdrawn = {e.value.of for e in entries(desk, "withdrawal")}
    card = CATALOGUE["trace.known"]
    jobs = (e.value.job for e in entries(desk, "finding") if e.value.job.method == card.name and e.id not in withdrawn)
    return {
        r
        for job in jobs
        if job.version == card.version and job.inputs["known"] == (state,)
        for r in job.inputs["readings"]
    }
