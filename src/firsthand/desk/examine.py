"""Examine: every method that applies, over every file and every pair; may be stopped, and goes on where it was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from firsthand.method import CATALOGUE
from firsthand.outside.cell import OUTCOME as CELL
from firsthand.record.fault import CellBroke
from firsthand.record.finding import Finding, Job

from .desk import Desk, entries
from .examine_known import MemoryBroken, SeenBefore, ask_memories
from .examine_trace import TraceDone, Tracing, sides_of, trace_all
from .pen import Pen, pen
from .readings import PROFILES, Pass, cached, job_of, pass_job, read_once, save
from .stills import keep

BATCH = 64  # entries acknowledged together
READS = tuple(CATALOGUE.family("read"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """So many files are to be read; so many need no reading; of so many the case knows the digest but has no bytes."""

    to_read: int
    known: int
    absent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDone:
    """One file was read: its container's outcome, and how many stills were kept."""

    file: str
    outcome: str
    stills: int


Event = Started | FileDone | Tracing | TraceDone | SeenBefore | MemoryBroken


def examine(desk: Desk, *, profile: str = "full", only: Iterable[str] | None = None) -> Iterator[Event]:
    """Reads every file of the case that has no finding of this profile yet, then compares all of them with one another and
    with the user's memories of known footage.

    Findings are entered in batches as files are done; what is entered is never done again. `only` names files by digest.
    Raises CellBroke where this machine has no cell, NoAuthor, DiskFull, WriteFailed; a file that breaks raises nothing.
    """
    if profile not in PROFILES:
        raise ValueError(f"profile is one of {PROFILES}")
    writer = pen(desk, patient=True)
    done = done_jobs(desk)
    wanted = set(only) if only is not None else None
    files = [e.value.digest for e in entries(desk, "file") if wanted is None or e.value.digest in wanted]
    unread = [file for file in dict.fromkeys(files) if not _known(desk, file, profile, done)]
    to_read = [file for file in unread if desk.vault.has(file)]
    yield Started(to_read=len(to_read), known=len(set(files)) - len(unread), absent=len(unread) - len(to_read))
    yield from _read_all(desk, writer, to_read, profile, done)
    sides = sides_of(desk, profile)
    yield from trace_all(desk, writer, profile, sides)
    yield from ask_memories(desk, writer, profile, sides)


def done_jobs(desk: Desk) -> set[str]:
    """Ids of the jobs that have a finding."""
    return {e.value.job.id for e in entries(desk, "finding")}


def _known(desk: Desk, file: str, profile: str, done: set[str]) -> bool:
    """A file is known when its container's finding is in the log and its reading, where it has one, still in the cache."""
    container = CATALOGUE["read.container"]
    ends = {job_of(container.name, container.version, file, profile).id, pass_job(file, profile).id}
    return bool(ends & done) and cached(desk.folder, file, profile) is not None


def _read_all(desk: Desk, writer: Pen, files: list[str], profile: str, done: set[str]) -> Iterator[FileDone]:
    waiting: list[Any] = []

    def read(file: str) -> Pass:
        return read_once(desk.decoder, desk.vault.path(file), file, profile)

    try:
        for file, made in desk.workers.map(read, files):
            save(desk.folder, made, profile)
            findings = [finding for finding in _findings(made, profile) if finding.job.id not in done]
            stills = keep(desk, file, findings[0].job.id, made.pictures, _decoder(made)) if findings else []
            waiting += [*stills, *findings]
            done |= {finding.job.id for finding in findings}
            if len(waiting) >= BATCH:
                batch, waiting = waiting, []
                writer.write(batch)
            yield FileDone(file=file, outcome=_container(made), stills=len(stills))
    except (GeneratorExit, KeyboardInterrupt, CellBroke):
        writer.write(waiting)  # whoever stops the run keeps what was done
        raise
    writer.write(waiting)


def _findings(made: Pass, profile: str) -> list[Finding]:
    """One a reader. Where the bytes are no footage at all, the container's finding says so once for all.

    Where the cell had to end the pass, a finding of the pass itself says why, beside what had been read until then.
    """
    container = made.outcomes.get("read.container", {})
    names = ["read.container"] if container.get("outcome") == "unsuitable" else sorted(made.outcomes)
    jobs = {name: job_of(name, CATALOGUE[name].version, made.file, profile) for name in names if name in CATALOGUE}
    if CELL in made.outcomes:
        jobs[CELL] = pass_job(made.file, profile)
    return [_finding(made, name, job, profile) for name, job in jobs.items()]


def _finding(made: Pass, name: str, job: Job, profile: str) -> Finding:
    return Finding(
        job=job,
        outcome=dict(made.outcomes[name]),
        files=(made.file,),
        readings=(made.digest,),
        profile=profile,
        made_with=made.made_with,
    )


def _container(made: Pass) -> str:
    return str((made.outcomes.get("read.container") or made.outcomes[CELL])["outcome"])


def _decoder(made: Pass) -> str:
    return ", ".join(
        f"{name} {version}" for name, version in sorted(made.made_with.items()) if name in ("av", "libavcodec")
    )
