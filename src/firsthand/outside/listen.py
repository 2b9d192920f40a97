"""Reads the sound alone, inside the cell: samples for the alignment, never kept in a reading that may be published.

A reading may be shown to strangers while its film is withheld; samples would be the voices themselves. So they come by a
task of their own, and are kept in a cache of their own.

Arrays of the reading: align.listen/samples i2[n], one channel at 8 kHz, full scale 32767; the facts carry `segments`
({at: n/d s, samples: count}), `codec`, `rate` (of the file, Hz), `priming_trimmed`, `made_with`, and `left_out` (seconds not read).
"""

import os
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import av.logging
import numpy as np
import numpy.typing as npt
from av.container import InputContainer

from firsthand.method.read.fold import SOUND_RATE, Sound, ratio
from firsthand.method.reading import Reading, pack
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import Fault
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable, outcome_wire

from .decode import MADE_WITH, TRIPS
from .decode_facts import film_facts
from .decode_open import look, open_container
from .decode_sound import Resampled

NAME = "align.listen"
MOST_SECONDS = 600  # of sound of one file that is held
MOST_SEGMENTS, MOST_ERRORS = 200, 2000
Emit = Callable[[Progress | Still | Read], None]


def read_sound(fd: int, *, profile: str, emit: Emit) -> None:
    """The sound of the file that `fd` is open on, ending with exactly one Read. `profile` changes nothing. Raises OSError."""
    with os.fdopen(fd, "rb", buffering=0, closefd=False) as source, av.logging.Capture(local=True):
        try:
            seen = look(source)
            if seen.kind == "picture":
                _said(Unsuitable(why="a picture has no sound"), emit)
                return
            source.seek(0)
            with open_container(source, seen.format) as container:
                _container(container, {"kind": seen.kind}, emit)
        except Fault as fault:
            _said(Unsuitable(why=fault.message, code=fault.code), emit)
        except TRIPS as bad:
            _said(Inconclusive(why=f"the container could not be read: {getattr(bad, 'strerror', bad)}"), emit)


def _container(container: InputContainer, known: Mapping[str, Any], emit: Emit) -> None:
    facts = film_facts(container, known)
    if facts["sound"] is None:
        _said(Unsuitable(why="this file has no sound that can be read"), emit)
        return
    stream = next(row for row in facts["streams"] if row["index"] == facts["sound"])
    heard: dict[str, Any] = {"codec": stream["codec"], "rate": stream.get("rate") or 0, "format": facts["format"]}
    segments: list[dict[str, Any]] = []
    parts: list[npt.NDArray[np.int16]] = []
    held = left = 0
    for block in _blocks(container, facts["sound"], heard, emit):
        if held >= MOST_SECONDS * SOUND_RATE or len(segments) >= MOST_SEGMENTS:
            left += len(block.samples)
            continue
        if not block.joined or not segments:
            segments.append({"at": ratio(block.at), "samples": 0})
        samples = np.nan_to_num(block.samples, nan=0.0, posinf=1.0, neginf=-1.0).clip(-1, 1)
        parts.append(np.round(samples * 32767).astype("<i2"))
        segments[-1]["samples"] += len(samples)
        held += len(samples)
    heard |= {"made_with": dict(MADE_WITH), "segments": segments, "left_out": ratio(Fraction(left, SOUND_RATE))}
    _said(_outcome(parts, heard), emit, heard, np.concatenate(parts) if parts else None)


def _outcome(parts: list[npt.NDArray[np.int16]], heard: Mapping[str, Any]) -> Outcome:
    if not parts:
        return Inconclusive(why="no sound could be decoded")
    seconds = ratio(Fraction(sum(len(part) for part in parts), SOUND_RATE))
    if not any(part.any() for part in parts):
        return Nothing(looked=f"{seconds} s of digital silence")
    return Found(value={"seconds": seconds, "segments": len(heard["segments"]), "left_out": heard["left_out"]})


def _blocks(container: InputContainer, index: int, heard: dict[str, Any], emit: Emit) -> Iterator[Sound]:
    stream = container.streams[index]
    stream.codec_context.thread_count = 1
    resampled, errors = Resampled(), 0
    heard["priming_trimmed"] = None
    try:
        for packet in container.demux(stream):
            if heard["priming_trimmed"] is None:
                heard["priming_trimmed"] = packet.has_sidedata("skip_samples")
            try:
                for frame in packet.decode():
                    for block in resampled.take(frame):  # type: ignore[arg-type]
                        emit(Progress(done=max(0.0, float(block.at)), whole=0.0))
                        yield block
            except (av.error.FFmpegError, ValueError):
                errors += 1
                if errors > MOST_ERRORS:
                    break
    except av.error.FFmpegError:
        errors += 1
    heard["errors"] = errors
    yield from resampled.rest()


def _said(
    outcome: Outcome, emit: Emit, facts: Mapping[str, Any] | None = None, samples: npt.NDArray[np.int16] | None = None
) -> None:
    arrays = {} if samples is None else {f"{NAME}/samples": samples}
    reading = pack(Reading(facts={NAME: dict(facts or {})}, arrays=arrays))
    emit(Read(reading=reading, outcomes={NAME: outcome_wire(outcome)}, made_with=MADE_WITH))


def direct(source: Path) -> Read:
    """The same outside the cell: for benches and tests over files that we made ourselves, never for evidence."""
    made: list[Progress | Still | Read] = []
    with source.open("rb") as opened:
        read_sound(opened.fileno(), profile="full", emit=made.append)
    (read,) = (message for message in made if isinstance(message, Read))
    return read
