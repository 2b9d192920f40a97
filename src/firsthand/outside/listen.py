"""Reads the sound alone, inside the cell, a part at a time: samples for the alignment, never in a reading that may be published.

A reading may be shown to strangers while its film is withheld; samples would be the voices themselves. So they come by a
task of their own, and are kept in a cache of their own.

A file of any length is heard in parts of ten minutes, each begun 15 s before the last one's end, so that neither side holds
more. The profile says which, and at what rate: "align.K" at 8 kHz, "speech.K" at 16 kHz; "full" is "align.0".

Arrays of the reading: align.listen/samples i2[n], one channel, full scale 32767; the facts carry `segments`
({at: n/d s, samples: count}), `codec`, `rate` (of the file, Hz), `priming_trimmed`, `made_with`, `hz` (of the samples), `part`,
and `more` (whether the sound goes on after this part).
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
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
PART_S, STEP_S = 600, 585  # seconds of one part, and from the start of one to that of the next
MOST_PARTS = 24  # of a file: 3 h 54 min
LEAD_S = 2  # seconds before a part at which decoding begins, where its start is sought
SOUGHT = ("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm")  # containers whose times stay exact after a seek
MOST_SEGMENTS, MOST_ERRORS = 200, 2000
HZ = {"align": SOUND_RATE, "speech": 2 * SOUND_RATE}
Emit = Callable[[Progress | Still | Read], None]


@dataclass(frozen=True, slots=True)
class Part:
    """Which stretch of the sound is wanted, by number, at how many samples a second."""

    number: int
    hz: int


def part_of(profile: str) -> Part:
    """ "align.K", "speech.K" or any profile of other tasks, which is part 0 for the alignment."""
    kind, _, number = profile.partition(".")
    if kind not in HZ or not number.isdecimal() or int(number) >= MOST_PARTS:
        return Part(0, SOUND_RATE)
    return Part(int(number), HZ[kind])


def read_sound(fd: int, *, profile: str, emit: Emit) -> None:
    """A part of the sound of the file that `fd` is open on, ending with exactly one Read. Raises OSError."""
    with os.fdopen(fd, "rb", buffering=0, closefd=False) as source, av.logging.Capture(local=True):
        try:
            seen = look(source)
            if seen.kind == "picture":
                _said(Unsuitable(why="a picture has no sound"), emit)
                return
            source.seek(0)
            with open_container(source, seen.format) as container:
                _container(container, {"kind": seen.kind}, part_of(profile), emit)
        except Fault as fault:
            _said(Unsuitable(why=fault.message, code=fault.code), emit)
        except TRIPS as bad:
            _said(Inconclusive(why=f"the container could not be read: {getattr(bad, 'strerror', bad)}"), emit)


def _container(container: InputContainer, known: Mapping[str, Any], part: Part, emit: Emit) -> None:
    facts = film_facts(container, known)
    if facts["sound"] is None:
        _said(Unsuitable(why="this file has no sound that can be read"), emit)
        return
    stream = next(row for row in facts["streams"] if row["index"] == facts["sound"])
    heard: dict[str, Any] = {"codec": stream["codec"], "rate": stream.get("rate") or 0, "format": facts["format"]}
    segments: list[dict[str, Any]] = []
    parts: list[npt.NDArray[np.int16]] = []
    for block in _of_part(_blocks(container, facts["sound"], part, heard, emit), part, heard):
        if len(segments) >= MOST_SEGMENTS and not block.joined:
            break
        if not block.joined or not segments:
            segments.append({"at": ratio(block.at), "samples": 0})
        samples = np.nan_to_num(block.samples, nan=0.0, posinf=1.0, neginf=-1.0).clip(-1, 1)
        parts.append(np.round(samples * 32767).astype("<i2"))
        segments[-1]["samples"] += len(samples)
    heard |= {"made_with": dict(MADE_WITH), "segments": segments, "hz": part.hz, "part": part.number}
    heard.pop("first", None)
    _said(_outcome(parts, heard), emit, heard, np.concatenate(parts) if parts else None)


def _of_part(blocks: Iterator[Sound], part: Part, heard: dict[str, Any]) -> Iterator[Sound]:
    """What of the blocks lies in the part, to the sample; `heard["more"]` says whether the sound goes on."""
    heard["more"] = joined = False
    held = 0
    for block in blocks:
        start = heard["first"] + part.number * STEP_S
        low = max(0, -floor((block.at - start) * part.hz)) if part.number else 0
        high = min(len(block.samples), floor((start + PART_S - block.at) * part.hz), low + PART_S * part.hz - held)
        if low < high:
            at = block.at + Fraction(low, part.hz)
            yield Sound(at=at, samples=block.samples[low:high], joined=block.joined and joined)
            joined, held = True, held + high - low
        if high < len(block.samples):
            heard["more"] = True
            return


def _outcome(parts: list[npt.NDArray[np.int16]], heard: Mapping[str, Any]) -> Outcome:
    if not parts:
        return Inconclusive(why="no sound could be decoded")
    seconds = ratio(Fraction(sum(len(part) for part in parts), heard["hz"]))
    if not any(part.any() for part in parts):
        return Nothing(looked=f"{seconds} s of digital silence")
    return Found(value={"seconds": seconds, "segments": len(heard["segments"]), "more": heard["more"]})


def _blocks(container: InputContainer, index: int, part: Part, heard: dict[str, Any], emit: Emit) -> Iterator[Sound]:
    """Blocks from the part's start, or from some time before it, on; `heard["first"]` is when the file's sound begins."""
    stream = container.streams[index]
    stream.codec_context.thread_count = 1
    resampled, errors = Resampled(part.hz), 0
    heard["priming_trimmed"] = None
    sought = part.number == 0 or heard["format"] not in SOUGHT
    try:
        for packet in container.demux(stream):
            if heard["priming_trimmed"] is None:
                heard["priming_trimmed"] = packet.has_sidedata("skip_samples")
            try:
                frames = packet.decode()
            except (av.error.FFmpegError, ValueError):
                frames, errors = [], errors + 1
            if errors > MOST_ERRORS:
                break
            if frames and not sought:
                sought = True
                heard["first"] = _time(frames[0])
                _seek(container, stream, heard["first"] + part.number * STEP_S - LEAD_S)
                continue
            try:
                for frame in frames:
                    for block in resampled.take(frame):  # type: ignore[arg-type]
                        heard.setdefault("first", block.at)
                        emit(Progress(done=max(0.0, float(block.at)), whole=0.0))
                        yield block
            except (av.error.FFmpegError, ValueError):
                errors += 1
    except av.error.FFmpegError:
        errors += 1
    heard["errors"] = errors
    for block in resampled.rest():
        heard.setdefault("first", block.at)
        yield block


def _seek(container: InputContainer, stream: Any, second: Fraction) -> None:
    container.seek(int(second / stream.time_base), stream=stream, backward=True)


def _time(frame: Any) -> Fraction:
    if frame.pts is None or frame.time_base is None:
        return Fraction(0)
    return Fraction(frame.pts * frame.time_base)


def _said(
    outcome: Outcome, emit: Emit, facts: Mapping[str, Any] | None = None, samples: npt.NDArray[np.int16] | None = None
) -> None:
    arrays = {} if samples is None else {f"{NAME}/samples": samples}
    reading = pack(Reading(facts={NAME: dict(facts or {})}, arrays=arrays))
    emit(Read(reading=reading, outcomes={NAME: outcome_wire(outcome)}, made_with=MADE_WITH))


def direct(source: Path, *, part: int = 0, kind: str = "align") -> Read:
    """The same outside the cell: for benches and tests over files that we made ourselves, never for evidence."""
    made: list[Progress | Still | Read] = []
    with source.open("rb") as opened:
        read_sound(opened.fileno(), profile=f"{kind}.{part}", emit=made.append)
    (read,) = (message for message in made if isinstance(message, Read))
    return read
