"""Encodes a viewing copy from frames that left the cell: H.264, a key frame every 12, no B-frames, the times kept."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from firsthand.port import Still
from firsthand.record.fault import WriteFailed

HOW = "H.264 (x264), a key frame every 12, no B-frames, yuv420p, crf 20, times kept; sound AAC, one channel, 24 kHz"
OPTIONS = {"preset": "veryfast", "crf": "20", "bf": "0", "g": "12", "keyint_min": "12", "sc_threshold": "0"}
BLOCK = 1024  # samples of one AAC frame


class Pictures:
    """The pictures of a copy, being written. The first is at time nought; `times` are the source's, of the frames taken."""

    def __init__(self, path: Path, base: Fraction) -> None:
        self._out = av.open(str(path), "w", format="mp4")
        self._base = base
        self._stream: Any = None
        self.times: list[Fraction] = []

    def take(self, still: Still) -> None:
        """A frame from the cell; one that is not later than the one before is never shown and left out."""
        at = Fraction(still.pts)
        if self.times and at <= self.times[-1]:
            return
        if self._stream is None:
            self._begin(still)
        self.times.append(at)
        pixels = np.frombuffer(still.rgb, np.uint8).reshape(still.height, still.width, 3)
        size = self._stream.width, self._stream.height
        frame = VideoFrame.from_ndarray(pixels, format="rgb24").reformat(*size, format="yuv420p")
        frame.time_base, frame.pts = self._base, round((at - self.times[0]) / self._base)
        self._out.mux(self._stream.encode(frame))

    def _begin(self, still: Still) -> None:
        self._stream = self._out.add_stream("libx264", rate=30, options=OPTIONS)
        self._stream.width, self._stream.height = max(2, still.width // 2 * 2), max(2, still.height // 2 * 2)
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = self._stream.codec_context.time_base = self._base
        self._stream.codec_context.thread_count = 1

    def close(self) -> None:
        if self._stream is not None:
            self._out.mux(self._stream.encode(None))
        self._out.close()


def join(
    pictures: Path, out: Path, zero: Fraction, stretches: list[dict[str, Any]], rate: int, wave: npt.NDArray[np.int16]
) -> None:
    """Pictures and sound in one file, their packets by time. Sound before the first picture is left out. Raises WriteFailed."""
    try:
        with (
            av.open(str(pictures)) as source,
            av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as made,
        ):
            seen = source.streams.video[0]
            stream = made.add_stream_from_template(seen)
            stream.time_base = seen.time_base
            heard: Any = made.add_stream("aac", rate=rate, layout="mono") if len(wave) else None
            sounds = _packets(heard, stretches, rate, wave, zero) if heard is not None else iter(())
            waiting = next(sounds, None)
            for packet in source.demux(seen):
                if packet.dts is None:
                    continue
                at = packet.dts * Fraction(seen.time_base or 1)
                while waiting is not None and waiting.dts is not None and waiting.dts * waiting.time_base <= at:
                    made.mux(waiting)
                    waiting = next(sounds, None)
                packet.stream = stream
                made.mux(packet)
            while waiting is not None:
                made.mux(waiting)
                waiting = next(sounds, None)
    except (OSError, av.error.FFmpegError) as bad:
        raise WriteFailed(f"the viewing copy could not be written: {bad}") from bad


def _packets(
    stream: Any, stretches: list[dict[str, Any]], rate: int, wave: npt.NDArray[np.int16], zero: Fraction
) -> Iterator[Any]:
    for at, part in _blocks(stretches, rate, wave, zero):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
        yield from stream.encode(frame)
    yield from stream.encode(None)


def _blocks(
    stretches: list[dict[str, Any]], rate: int, wave: npt.NDArray[np.int16], zero: Fraction
) -> Iterator[tuple[int, npt.NDArray[np.int16]]]:
    """(sample number from `zero`, samples); gaps become silence, and what overlaps is left out."""
    taken, done = 0, 0
    for stretch in stretches:
        part = wave[taken : taken + stretch["samples"]]
        taken += stretch["samples"]
        start = round((Fraction(stretch["at"]) - zero) * rate)
        if start < done:
            part, start = part[done - start :], done
        while start > done:
            count = min(BLOCK, start - done)
            yield done, np.zeros(count, np.int16)
            done += count
        for k in range(0, len(part), BLOCK):
            yield done, part[k : k + BLOCK]
            done += len(part[k : k + BLOCK])


def times_of(path: Path) -> tuple[Fraction, list[int], int]:
    """(time base, ticks of all frames in order, where the last one ends) of a copy of our own making."""
    with av.open(str(path)) as made:
        stream = made.streams.video[0]
        starts = [s.start_time * s.time_base for s in made.streams if s.start_time is not None and s.time_base]
        base = Fraction(stream.time_base or Fraction(1, 90_000))
        zero = round(min(starts, default=Fraction(0)) / base)
        rows = sorted((p.pts - zero, p.duration or 0) for p in made.demux(stream) if p.pts is not None and p.size)
    return base, [tick for tick, _ in rows], rows[-1][0] + max(1, rows[-1][1]) if rows else 0
