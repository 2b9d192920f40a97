"""Readings: kept in the case's cache under their job's id, taken from there, or made again by the one pass over the file."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand.method.read import READERS
from firsthand.method.read.fold import PROFILES as PROFILES
from firsthand.method.reading import Reading, unpack
from firsthand.outside.weights import in_use
from firsthand.port import Decoder, Read, Still
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading
from firsthand.record.finding import Job

from .stills import encode, spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One pass over one file: the packed reading, each reader's outcome, what did the work, and some encoded stills."""

    file: str
    reading: bytes
    outcomes: Mapping[str, Mapping[str, Any]]
    made_with: Mapping[str, str]
    pictures: tuple[tuple[Still, bytes], ...]

    @property
    def digest(self) -> str:
        return sha256(self.reading)


def job_of(method: str, version: int, file: str, profile: str) -> Job:
    """The job of one reader on one file."""
    weights = in_use() if any(r.card.weights for r in READERS if r.card.name == method) else {}
    return Job(method=method, version=version, given={"profile": profile}, inputs={"file": (file,)}, weights=weights)


def pass_job(file: str, profile: str) -> Job:
    """The job of the whole pass: what its reading is kept under. A reader's new version, or other weights, make another one."""
    versions = {reader.card.name: reader.card.version for reader in READERS}
    return Job(
        method="read",
        version=1,
        given={"profile": profile, "readers": versions},
        inputs={"file": (file,)},
        weights=in_use(),
    )


def read_once(decoder: Decoder, source: Path, file: str, profile: str) -> Pass:
    """The one pass, in the cell. What cannot be read is in the outcomes; only a cell that cannot work raises (CellBroke)."""
    stills: list[Still] = []
    for event in decoder.read(source, profile=profile):
        if isinstance(event, Still):
            stills.append(event)
        elif isinstance(event, Read):
            return Pass(
                file=file,
                reading=event.reading,
                outcomes=event.outcomes,
                made_with=event.made_with,
                pictures=tuple((still, encode(still)) for still in spread(stills)),
            )
    raise AssertionError("a decoder ends with a Read")


def path_of(folder: Path, file: str, profile: str) -> Path:
    return folder / "cache" / "readings" / pass_job(file, profile).id


def save(folder: Path, made: Pass, profile: str) -> None:
    """Temp file and rename: a cache may be lost, but never be half there."""
    path = path_of(folder, made.file, profile)
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    temp.write_bytes(made.reading)
    os.replace(temp, path)


def cached(folder: Path, file: str, profile: str) -> Reading | None:
    """None where it is not in the cache, or damaged there: then it is made again."""
    path = path_of(folder, file, profile)
    try:
        return unpack(path.read_bytes()) if path.is_file() else None
    except BadReading:
        return None
