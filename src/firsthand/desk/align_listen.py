"""Listening: the sound of a file by the cell, kept in a cache of its own, apart from the readings that may be published."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from firsthand.method.align.hear import Ready, ready
from firsthand.method.align.wave import LISTEN, wave_of
from firsthand.method.reading import unpack
from firsthand.port import Decoder, Read
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading
from firsthand.record.finding import Found, Job, Outcome, outcome_from_wire

from .desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A file's sound: made ready, its job and the digest of what was listened to."""

    ready: Ready
    job: str
    reading: str
    made_with: Mapping[str, str]


def listen_job(file: str) -> Job:
    return Job(method=LISTEN, version=1, given={}, inputs={"file": (file,)})


def listen(desk: Desk, listener: Decoder, file: str) -> tuple[Side | None, Outcome]:
    """The sound of one file, from the cache or by the cell; None with the outcome that says why there is none."""
    job = listen_job(file)
    path = desk.folder / "cache" / "sounds" / job.id
    side = _cached(path, job)
    if side is not None:
        return side, Found(value={"cached": True})
    read = _heard(listener, desk.vault.path(file))
    outcome = outcome_from_wire(dict(read.outcomes.get(LISTEN) or read.outcomes["cell"]))
    if not isinstance(outcome, Found):
        return None, outcome
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    temp.write_bytes(read.reading)
    os.replace(temp, path)
    return _cached(path, job), outcome


def _heard(listener: Decoder, source: Path) -> Read:
    for event in listener.read(source, profile="full"):
        if isinstance(event, Read):
            return event
    raise AssertionError("a decoder ends with a Read")


def _cached(path: Path, job: Job) -> Side | None:
    """None where it is not there, or damaged: then it is made again."""
    if not path.is_file():
        return None
    data = path.read_bytes()
    try:
        reading = unpack(data)
    except BadReading:
        return None
    wave = wave_of(reading)
    if wave is None:
        return None
    made_with = reading.facts[LISTEN].get("made_with", {})
    return Side(ready=ready(wave), job=job.id, reading=sha256(data), made_with=made_with)
