"""What the workbench asks of one file, inside the cell: the times of its frames, one frame, the sound's outline, all frames.

A request is JSON in place of a profile: {"do": "index"}, {"do": "still", "pts": "n/d", "longer": pixels}, {"do": "waveform",
"per_second": buckets}, {"do": "copy", "longer": pixels}. Each ends with one Read whose facts and arrays are under "view".
"""

import json
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import av
import av.error
import av.logging
import numpy as np
import PIL.Image
from av.container import InputContainer
from av.video.frame import VideoFrame

from firsthand.method.read.fold import ratio
from firsthand.method.reading import Reading, pack
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import Fault
from firsthand.record.finding import Found, Inconclusive, Outcome, Unsuitable, outcome_wire

from .decode import MADE_WITH, TRIPS
from .decode_facts import film_facts
from .decode_film import COUNTED, Clock
from .decode_open import MAX_PIXELS, look, open_container
from .decode_planes import FramePixels, planes_digest
from .decode_still import PicturePixels, _colours, open_picture, picture_facts
from .view_sound import outline, samples

NAME = "view"
MOST_FRAMES = 4_000_000
MOST_SIDE = 4096  # of a still that leaves the cell
AHEAD = 3  # tries of an earlier start, where decoding from a key frame did not give the frame that was asked for
Emit = Callable[[Progress | Still | Read], None]


def look_into(fd: int, *, profile: str, emit: Emit) -> None:
    """Answers one request about the file that `fd` is open on. Raises OSError where the disk fails."""
    asked = json.loads(profile)
    with (
        os.fdopen(fd, "rb", buffering=0, closefd=False) as source,
        av.logging.Capture(local=True),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
        try:
            seen = look(source)
            if seen.kind == "picture" and seen.format != "mov":
                _picture(source, seen.format, asked, emit)
                return
            source.seek(0)
            with open_container(source, seen.format) as container:
                facts = film_facts(container, {"kind": seen.kind})
                DOES[asked["do"]](container, facts, asked, emit)
        except Fault as fault:
            said(Unsuitable(why=fault.message, code=fault.code), emit)
        except TRIPS as bad:
            said(Inconclusive(why=f"it could not be read: {getattr(bad, 'strerror', bad)}"), emit)


def said(outcome: Outcome, emit: Emit, facts: Mapping[str, Any] | None = None, **arrays: Any) -> None:
    made = pack(Reading(facts={NAME: dict(facts or {})}, arrays={f"{NAME}/{name}": a for name, a in arrays.items()}))
    emit(Read(reading=made, outcomes={NAME: outcome_wire(outcome)}, made_with=MADE_WITH))


# --- films ---------------------------------------------------------------------------------------------------------------


def _stream(container: InputContainer, facts: Mapping[str, Any]) -> Any:
    """The picture's stream, its decoder bounded; None where there is none."""
    if facts["picture"] is None:
        return None
    stream = next(s for s in container.streams.video if s.index == facts["picture"])
    stream.codec_context.thread_count = 1
    stream.codec_context.thread_type = "NONE"
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    return stream


def _clock(container: InputContainer, stream: Any) -> Clock:
    """As the one pass counts times (decode_film.Film): both must give a frame the same time."""
    rate = stream.average_rate or stream.guessed_rate or Fraction(25)
    base = stream.time_base or 1 / rate
    how = "stated"
    if container.format.name == "avi":
        how = "decode order"
    elif container.format.name in COUNTED or (stream.start_time is None and stream.duration is None and not base):
        how, base = "assumed rate", 1 / rate
    step = 1 if how == "assumed rate" else max(1, round(1 / (rate * base)))
    return Clock(base=base, how=how, step=step)


def _frames(container: InputContainer, stream: Any, clock: Clock) -> Iterator[tuple[int, VideoFrame]]:
    """Every frame with its tick, in the order of presentation as the decoder gives them; damage is passed over."""
    errors = 0
    packets = container.demux(stream)
    while errors < 2000:
        try:
            packet = next(packets)
            for frame in packet.decode():
                yield clock.next(frame), frame
        except StopIteration:
            return
        except av.error.FFmpegError:
            errors += 1


def _index(container: InputContainer, facts: Mapping[str, Any], asked: Mapping[str, Any], emit: Emit) -> None:
    stream = _stream(container, facts)
    if stream is None:
        said(Unsuitable(why="this file has no picture"), emit)
        return
    clock = _clock(container, stream)
    first: VideoFrame | None = None
    ticks: list[int] = []
    keys: list[int] = []
    how = "packets"
    if clock.how == "stated":
        first = _first_frame(container, stream)
        container.seek(0, backward=True)
        ticks, keys = _packet_times(container, stream, emit)
        container.seek(0, backward=True)
        stream.codec_context.flush_buffers()
    if not ticks:
        how = "decoding"
        fresh = Clock(base=clock.base, how=clock.how, step=clock.step)
        for tick, frame in _frames(container, stream, fresh):
            first = first or frame
            ticks.append(tick)
            keys.append(int(frame.key_frame))
            emit(Progress(done=max(0.0, float(tick * clock.base)), whole=0.0))
            if len(ticks) >= MOST_FRAMES:
                break
    if not ticks:
        said(Inconclusive(why="no frame of it could be decoded"), emit)
        return
    told = _told(container, facts, stream, clock, first)
    order = sorted(range(len(ticks)), key=ticks.__getitem__)
    key = np.array([keys[k] for k in order], np.uint8)
    found = np.array([ticks[k] for k in order], "<i8")
    said(Found(value={"frames": len(ticks)}), emit, {**told, "how": how}, pts=found, keys=key)


def _seeks(container: InputContainer) -> bool:
    return container.format.name not in COUNTED


def _first_frame(container: InputContainer, stream: Any) -> VideoFrame | None:
    for packet in container.demux(stream):
        try:
            for frame in packet.decode():
                return frame  # type: ignore[no-any-return]
        except av.error.FFmpegError:
            continue
    return None


def _told(
    container: InputContainer, facts: Mapping[str, Any], stream: Any, clock: Clock, first: VideoFrame | None
) -> dict[str, Any]:
    row = next(row for row in facts["streams"] if row["index"] == stream.index)
    heard: Mapping[str, Any] = next((row for row in facts["streams"] if row["index"] == facts["sound"]), {})
    starts = [s.start_time * s.time_base for s in container.streams if s.type in ("video", "audio") and s.start_time is not None
              and s.time_base]  # fmt: skip
    return {
        "stream": stream.index,
        "base": ratio(clock.base),
        "step": clock.step,
        "rotation": int(first.rotation) if first is not None else 0,
        "width": first.width if first is not None else stream.codec_context.width,
        "height": first.height if first is not None else stream.codec_context.height,
        "codec": str(row.get("codec") or ""),
        "pixels": str(row.get("pixels") or ""),
        "sound": str(heard.get("codec") or ""),
        "format": container.format.name,
        "zero": ratio(min(starts)) if starts else None,
        "end": ratio((stream.start_time + stream.duration) * stream.time_base)
        if stream.duration and stream.start_time is not None
        else None,
    }


def _packet_times(container: InputContainer, stream: Any, emit: Emit) -> tuple[list[int], list[int]]:
    """Times of all packets that are shown; nothing where any of them has none: then frames are decoded and counted."""
    ticks: list[int] = []
    keys: list[int] = []
    for packet in container.demux(stream):
        if packet.size == 0 or packet.is_discard:
            continue
        if packet.pts is None or len(ticks) >= MOST_FRAMES:
            return [], []
        ticks.append(packet.pts)
        keys.append(int(packet.is_keyframe))
        if len(ticks) % 256 == 0:
            emit(Progress(done=max(0.0, float(packet.pts * stream.time_base)), whole=0.0))
    return (ticks, keys) if len(set(ticks)) == len(ticks) else ([], [])


def _still(container: InputContainer, facts: Mapping[str, Any], asked: Mapping[str, Any], emit: Emit) -> None:
    stream = _stream(container, facts)
    if stream is None:
        said(Unsuitable(why="this file has no picture"), emit)
        return
    wanted, clock = Fraction(asked["pts"]), _clock(container, stream)
    frame = _exact(container, stream, clock, wanted)
    if frame is None:
        said(Inconclusive(why=f"decoding gave no frame at {asked['pts']} s"), emit)
        return
    ratio_ = stream.sample_aspect_ratio
    shape = ratio_ if ratio_ and Fraction(1, 4) <= ratio_ <= 4 else Fraction(1)
    _emit_frame(frame, clock.base, round(wanted / clock.base), stream.index, shape, int(asked["longer"]), emit)
    said(Found(value={"pts": asked["pts"]}), emit, {"width": frame.width, "height": frame.height})


def _emit_frame(
    frame: VideoFrame,
    base: Fraction,
    tick: int,
    stream: int,
    shape: Fraction,
    longer: int,
    emit: Emit,
    digest: str = "",
) -> None:
    pixels = FramePixels(frame, int(frame.rotation), shape)
    rgb = pixels.rgb(min(longer, MOST_SIDE))
    emit(
        Still(
            stream=stream,
            pts=ratio(tick * base),
            frame=digest or planes_digest(frame),
            width=rgb.shape[1],
            height=rgb.shape[0],
            rgb=rgb.tobytes(),
            why="asked",
        )
    )


def _exact(container: InputContainer, stream: Any, clock: Clock, wanted: Fraction) -> VideoFrame | None:
    """The frame at exactly that time: from the key frame before it, from an earlier one, at last from the beginning."""
    tick = wanted / clock.base
    if tick.denominator != 1:
        return None
    if clock.how == "stated" and _seeks(container):
        for back in range(AHEAD):
            try:
                container.seek(int(tick) - int(2 * back / clock.base), stream=stream, backward=True)
            except av.error.FFmpegError:
                break
            found = _sought(container, stream, int(tick))
            if found is not None:
                return found
        container.seek(0, backward=True)
    fresh = Clock(base=clock.base, how=clock.how, step=clock.step)
    for at, frame in _frames(container, stream, fresh):
        if at == tick:
            return frame
    return None


def _sought(container: InputContainer, stream: Any, tick: int) -> VideoFrame | None:
    stream.codec_context.flush_buffers()
    for packet in container.demux(stream):
        try:
            for frame in packet.decode():
                if frame.pts == tick and not frame.is_corrupt:
                    return frame  # type: ignore[no-any-return]
                if frame.pts is not None and frame.pts > tick:
                    return None
        except av.error.FFmpegError:
            continue
    return None


def _copy(container: InputContainer, facts: Mapping[str, Any], asked: Mapping[str, Any], emit: Emit) -> None:
    """Every frame as raw pixels, upright and no larger than asked for, then the sound's samples."""
    stream = _stream(container, facts)
    if stream is None:
        said(Unsuitable(why="this file has no picture: its sound is played as it is, or not at all"), emit)
        return
    clock = _clock(container, stream)
    ratio_ = stream.sample_aspect_ratio
    shape = ratio_ if ratio_ and Fraction(1, 4) <= ratio_ <= 4 else Fraction(1)
    count = 0
    for tick, frame in _frames(container, stream, clock):
        # Nobody takes a frame's digest from a copy: what is cited is decoded again from the original.
        _emit_frame(frame, clock.base, tick, stream.index, shape, int(asked["longer"]), emit, digest="0" * 64)
        count += 1
    told, kept = (
        samples(container, facts["sound"], emit) if facts["sound"] is not None and _seeks(container) else ({}, None)
    )
    more = {} if kept is None else {"samples": kept}
    said(Found(value={"frames": count}), emit, {**told, "base": ratio(clock.base), "step": clock.step}, **more)


def _waveform(container: InputContainer, facts: Mapping[str, Any], asked: Mapping[str, Any], emit: Emit) -> None:
    if facts["sound"] is None:
        said(Unsuitable(why="this file has no sound that can be read"), emit)
        return
    told, low, high = outline(container, facts["sound"], int(asked["per_second"]), emit)
    if low is None or high is None:
        said(Inconclusive(why="no sound could be decoded"), emit)
        return
    said(Found(value={"buckets": len(low)}), emit, told, low=low, high=high)


DOES: Mapping[str, Callable[[InputContainer, Mapping[str, Any], Mapping[str, Any], Emit], None]] = {
    "index": _index,
    "still": _still,
    "copy": _copy,
    "waveform": _waveform,
}


# --- pictures ------------------------------------------------------------------------------------------------------------


def _picture(source: Any, form: str, asked: Mapping[str, Any], emit: Emit) -> None:
    """One picture is one frame at time nought."""
    if asked["do"] not in ("index", "still"):
        said(Unsuitable(why="a picture has no sound and needs no copy"), emit)
        return
    image = open_picture(source, form)
    facts = picture_facts(image)
    if asked["do"] == "index":
        turned = facts["turn"] in (5, 6, 7, 8)
        size = (image.height, image.width) if turned else (image.width, image.height)
        told = {"stream": 0, "base": "1/1", "step": 1, "rotation": 0, "width": size[0], "height": size[1], "codec": str(image.format),
                "pixels": image.mode, "sound": "", "format": str(image.format), "zero": None, "end": None,
                "how": "picture"}  # fmt: skip
        said(Found(value={"frames": 1}), emit, told, pts=np.zeros(1, "<i8"), keys=np.ones(1, np.uint8))
        return
    image.load()
    pixels = PicturePixels(image, facts["turn"], _colours(image))
    rgb = pixels.rgb(min(int(asked["longer"]), MOST_SIDE))
    emit(Still(stream=0, pts="0/1", frame=pixels.digest(), width=rgb.shape[1], height=rgb.shape[0], rgb=rgb.tobytes(),
               why="asked"))  # fmt: skip
    said(Found(value={"pts": "0/1"}), emit, {"width": image.width, "height": image.height})
