"""Films as bytes in memory: written by a recorder's rules, always the same bytes for the same frames, and read back."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.video.stream import VideoStream
from numpy.typing import NDArray

from firsthand.drill.scene import Recorder
from firsthand.record.fault import BadValue

Picture = NDArray[np.uint8]
Wave = NDArray[np.float32]
MOV_FAMILY = ("mp4", "mov")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamFacts:
    """What the file's own packets say of its pictures: the unit of its times, and each frame's time, in order."""

    time_base: Fraction
    pts: tuple[int, ...]
    width: int
    height: int


def write_film(recorder: Recorder, frames: Iterable[tuple[int, Picture]], wave: Wave | None) -> bytes:
    """Encode frames (presentation time in ``recorder.time_base``, RGB picture) and mono sound into a file's bytes.

    One thread and the libraries' bit-exact mode: the same input gives the same bytes on the same machine and build.
    Raises BadValue when there is no frame.
    """
    moving = iter(frames)
    first = next(moving, None)
    if first is None:
        raise BadValue("a film needs at least one frame")
    target = io.BytesIO()
    options = {"fflags": "+bitexact"}
    if recorder.container in MOV_FAMILY:
        if any("." in key for key, _ in recorder.tags):  # names of the QuickTime kind have a table of their own
            options["movflags"] = "use_metadata_tags"
        options["video_track_timescale"] = str(_timescale(recorder.time_base))
    with av.open(target, "w", format=recorder.container, options=options) as box:
        box.metadata.update(dict(recorder.tags))
        pictures = _video_stream(box, recorder, first[1])
        sounds = _audio_stream(box, recorder) if wave is not None else None
        done = 0
        for pts, rgb in _again(first, moving):
            box.mux(pictures.encode(_video_frame(rgb, pts, recorder.time_base)))
            if sounds is not None and wave is not None:
                upto = min(int((pts * recorder.time_base + Fraction(1, 2)) * recorder.audio_rate), len(wave))
                done = _sound_until(box, sounds, recorder, wave, done, upto)
        box.mux(pictures.encode(None))
        if sounds is not None and wave is not None:
            _sound_until(box, sounds, recorder, wave, done, len(wave), last=True)
            box.mux(sounds.encode(None))
    return target.getvalue()


def _timescale(time_base: Fraction) -> int:
    scale = time_base.denominator
    while scale < 1000:  # coarse scales would round what the muxer writes beside the frames' own times
        scale *= 10
    return scale


def _again(first: tuple[int, Picture], rest: Iterator[tuple[int, Picture]]) -> Iterator[tuple[int, Picture]]:
    yield first
    yield from rest


def _video_stream(box: av.container.OutputContainer, recorder: Recorder, picture: Picture) -> VideoStream:
    stream = box.add_stream(recorder.video_codec, rate=Fraction(30), options=dict(recorder.options))
    assert isinstance(stream, VideoStream)
    stream.height, stream.width = picture.shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = recorder.time_base
    stream.time_base = recorder.time_base
    stream.codec_context.flags |= Flags.bitexact
    stream.codec_context.thread_count = 1
    return stream


def _audio_stream(box: av.container.OutputContainer, recorder: Recorder) -> AudioStream:
    options = {"aac_coder": "fast"} if recorder.audio_codec == "aac" else {}
    stream = box.add_stream(recorder.audio_codec, rate=recorder.audio_rate, options=options)
    assert isinstance(stream, AudioStream)
    stream.codec_context.layout = "mono"
    stream.codec_context.bit_rate = recorder.audio_bit_rate
    stream.codec_context.flags |= Flags.bitexact
    stream.codec_context.thread_count = 1
    return stream


def _video_frame(rgb: Picture, pts: int, time_base: Fraction) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
    frame.pts, frame.time_base = pts, time_base
    return frame


def _sound_until(
    box: av.container.OutputContainer, stream: AudioStream, recorder: Recorder, wave: Wave, done: int, upto: int,
    *, last: bool = False,
) -> int:  # fmt: skip
    """Encode whole codec frames of the wave from sample ``done`` on, up to ``upto``; the rest only when it is the last."""
    size = stream.codec_context.frame_size or 1024
    while upto - done >= size or (last and done < upto):
        piece = wave[done : done + size] if done + size <= upto else wave[done:upto]
        form = "fltp" if recorder.audio_codec == "aac" else "flt"
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(piece[None, :]), format=form, layout="mono")
        frame.sample_rate = recorder.audio_rate
        frame.pts, frame.time_base = done, Fraction(1, recorder.audio_rate)
        box.mux(stream.encode(frame))
        done += len(piece)
    return done


def read_frames(film: bytes) -> Iterator[tuple[int, Picture]]:
    """Presentation time (in the file's own unit) and RGB picture of each frame of our own film's bytes, in order."""
    with av.open(io.BytesIO(film), "r") as box:
        box.streams.video[0].thread_count = 1
        for frame in box.decode(video=0):
            assert frame.pts is not None
            yield frame.pts, np.asarray(frame.to_ndarray(format="rgb24"), dtype=np.uint8)


def read_sound(film: bytes) -> tuple[Wave, int]:
    """Mono sound (samples,) of our own film, laid on its own times (sample 0 is time 0), and its rate in hertz."""
    parts: list[tuple[int, Wave]] = []
    rate = 0
    with av.open(io.BytesIO(film), "r") as box:
        for frame in box.decode(audio=0):
            rate = frame.sample_rate
            assert frame.pts is not None and frame.time_base is not None
            parts.append((round(frame.pts * frame.time_base * rate), frame.to_ndarray().reshape(-1).astype(np.float32)))
    # whole codec frames follow each other without a gap, so that a container that rounds times cannot tear the sound
    whole = np.concatenate([piece for _, piece in parts])
    begin = parts[0][0]
    return (np.pad(whole, (begin, 0)) if begin >= 0 else whole[-begin:]), rate


def facts(film: bytes) -> StreamFacts:
    """Demux our own film: no picture is decoded."""
    with av.open(io.BytesIO(film), "r") as box:
        stream = box.streams.video[0]
        assert stream.time_base is not None
        pts = sorted(packet.pts for packet in box.demux(stream) if packet.pts is not None)
        return StreamFacts(
            time_base=stream.time_base, pts=tuple(pts), width=stream.codec_context.width,
            height=stream.codec_context.height,
        )  # fmt: skip
