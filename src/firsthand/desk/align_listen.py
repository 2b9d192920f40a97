"""Listening: the sound of a file by the cell, in parts, kept in a cache of its own, apart from readings that may be published."""

import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from firsthand.method.align.hear import Ready, ready
from firsthand.method.align.outline import outline
from firsthand.method.align.wave import F4, LISTEN, Wave, wave_of
from firsthand.method.reading import Reading, unpack
from firsthand.port import Decoder, Read
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading
from firsthand.record.finding import Found, Job, Outcome, outcome_from_wire

from .desk import Desk

MOST_PARTS = 24  # of one file: 3 h 54 min, as outside/listen.py has it
MOST_HELD = 64_000_000  # samples made ready that are held at a time: about half a gigabyte


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A part of a file's sound: its outline, its job and the digest of what was listened to. The samples stay in the cache."""

    file: str
    part: int
    at: float  # seconds of presentation time of the first sample
    seconds: float
    outline: F4
    job: str
    reading: str
    made_with: Mapping[str, str]
    path: Path

    @property
    def end(self) -> float:
        return self.at + self.seconds


def listen_job(file: str, part: int = 0) -> Job:
    return Job(method=LISTEN, version=2, given={"part": part}, inputs={"file": (file,)})


def listen(desk: Desk, listener: Decoder, file: str) -> tuple[tuple[Side, ...], Outcome]:
    """The parts of a file's sound that are not silent, from the cache or by the cell; none with the outcome that says why."""
    sides: list[Side] = []
    told: Outcome | None = None
    for part in range(MOST_PARTS):
        job = listen_job(file, part)
        path = desk.folder / "cache" / "sounds" / job.id
        reading = _cached(path)
        if reading is None:
            read = heard(listener, desk.vault.path(file), part)
            outcome = outcome_from_wire(dict(read.outcomes.get(LISTEN) or read.outcomes["cell"]))
            reading = _kept(path, read)
        else:
            outcome = Found(value={"cached": True})
        told = outcome if told is None or not isinstance(told, Found) else told
        side = _side(file, part, job, path, reading)
        if side is not None:
            sides.append(side)
        if reading is None or not reading.facts.get(LISTEN, {}).get("more"):
            break
    assert told is not None
    if not sides and isinstance(told, Found):
        told = outcome_from_wire({"outcome": "nothing", "looked": "the whole sound: digital silence"})
    return tuple(sides), told


def heard(listener: Decoder, source: Path, part: int) -> Read:
    """One part by the cell. Raises CellBroke."""
    for event in listener.read(source, profile=f"align.{part}"):
        if isinstance(event, Read):
            return event
    raise AssertionError("a decoder ends with a Read")


def _kept(path: Path, read: Read) -> Reading | None:
    """What was heard, kept; None where nothing came that says how it goes on (a cell that was stopped, no sound at all)."""
    try:
        reading = unpack(read.reading)
    except BadReading:
        return None
    if "more" not in reading.facts.get(LISTEN, {}):
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    temp.write_bytes(read.reading)
    os.replace(temp, path)
    return reading


def _cached(path: Path) -> Reading | None:
    """None where it is not there, or damaged: then it is made again."""
    if not path.is_file():
        return None
    try:
        return unpack(path.read_bytes())
    except BadReading:
        return None


def _side(file: str, part: int, job: Job, path: Path, reading: Reading | None) -> Side | None:
    wave = None if reading is None else wave_of(reading)
    if reading is None or wave is None or not np.any(wave.samples):
        return None
    return Side(
        file=file,
        part=part,
        at=wave.at,
        seconds=wave.seconds,
        outline=outline(wave.samples),
        job=job.id,
        reading=sha256(path.read_bytes()),
        made_with=reading.facts[LISTEN].get("made_with", {}),
        path=path,
    )


@dataclass(slots=True)
class Sounds:
    """Parts made ready, by job; the ones longest unused are given up, so that a long case needs no more memory than a short one."""

    _held: "OrderedDict[str, Ready]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ready(self, side: Side) -> Ready:
        """Raises BadReading where the cache was damaged since it was listened to."""
        with self._lock:
            if side.job in self._held:
                self._held.move_to_end(side.job)
                return self._held[side.job]
        made = ready(self.wave(side), side.outline)
        with self._lock:
            self._held[side.job] = made
            while len(self._held) > 2 and sum(len(each.white) for each in self._held.values()) > MOST_HELD / 2:
                self._held.popitem(last=False)
        return made

    def wave(self, side: Side) -> Wave:
        wave = wave_of(unpack(side.path.read_bytes()))
        if wave is None:
            raise BadReading("the cache of this sound is empty")
        return wave
