"""Sound for the workbench, inside the cell: an outline with exact sample edges, and samples for a viewing copy."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.container import InputContainer

from firsthand.method.read.fold import ratio
from firsthand.port import Progress

COPY_RATE = 24_000
MOST_COPY = 3600  # seconds of sound that a viewing copy has
MOST_BUCKETS = 20_000_000
GAP = Fraction(1, 50)  # seconds between where sound should go on and where it does, from which on there is a gap
Emit = Callable[[Any], None]


def _heard(container: InputContainer, index: int, emit: Emit) -> Iterator[tuple[Fraction, AudioFrame]]:
    """Decoded frames from the beginning with the times that they state, or that follow from those before."""
    stream: Any = next(s for s in container.streams.audio if s.index == index)
    stream.codec_context.thread_count = 1
    container.seek(0, backward=True)
    errors, at = 0, Fraction(0)
    packets = container.demux(stream)
    while errors < 2000:
        try:
            packet = next(packets)
            for frame in packet.decode():
                if frame.pts is not None and frame.time_base is not None:
                    at = frame.pts * frame.time_base
                yield at, frame
                at += Fraction(frame.samples, frame.sample_rate)
                emit(Progress(done=max(0.0, float(at)), whole=0.0))
        except StopIteration:
            return
        except av.error.FFmpegError:
            errors += 1


def outline(
    container: InputContainer, index: int, per_second: int, emit: Emit
) -> tuple[dict[str, Any], npt.NDArray[np.int8] | None, npt.NDArray[np.int8] | None]:
    """Lowest and highest of each bucket. Sample n lies in bucket n * per_second // rate: no bucket is ever shifted."""
    start: Fraction | None = None
    rate = last = 0
    low, high = np.zeros(0, np.float32), np.zeros(0, np.float32)
    resampler: Any = None
    for at, frame in _heard(container, index, emit):
        if start is None:
            start, rate = at, frame.sample_rate
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
        first = round((at - start) * rate)
        if abs(first - last) <= GAP * rate:
            first = last
        for made in resampler.resample(frame):
            wave = np.nan_to_num(made.to_ndarray().reshape(-1))
            places = (np.arange(first, first + len(wave), dtype=np.int64) * per_second) // rate
            if len(wave) == 0 or places[0] < 0 or places[-1] >= MOST_BUCKETS:
                continue
            first += len(wave)
            low, high = _grown(low, int(places[-1]) + 1), _grown(high, int(places[-1]) + 1)
            np.minimum.at(low, places, wave)
            np.maximum.at(high, places, wave)
        last = first
    if start is None:
        return {}, None, None
    told = {"start": ratio(start), "rate": rate, "per_second": per_second, "samples": last}
    size = -(-last * per_second // rate)
    return told, _small(low[:size], np.floor), _small(high[:size], np.ceil)


def _grown(array: npt.NDArray[np.float32], size: int) -> npt.NDArray[np.float32]:
    if size <= len(array):
        return array
    made = np.zeros(max(size, 2 * len(array)), np.float32)
    made[: len(array)] = array
    return made


def _small(array: npt.NDArray[np.float32], away: Any) -> npt.NDArray[np.int8]:
    return np.asarray(away(array.clip(-1, 1) * 127), np.int8)


def samples(container: InputContainer, index: int, emit: Emit) -> tuple[dict[str, Any], npt.NDArray[np.int16] | None]:
    """One channel at COPY_RATE with its stretches ({at, samples}); a gap or a new rate begins a new stretch."""
    parts: list[npt.NDArray[np.int16]] = []
    stretches: list[dict[str, Any]] = []
    kind: Any = None
    resampler: Any = None
    expected, held = Fraction(0), 0
    for at, frame in _heard(container, index, emit):
        now = (frame.sample_rate, frame.layout.name, frame.format.name)
        if resampler is None or now != kind or abs(at - expected) > GAP:
            if resampler is not None:
                held += _taken(resampler.resample(None), parts, stretches)
            resampler, kind = av.AudioResampler(format="s16", layout="mono", rate=COPY_RATE), now
            stretches.append({"at": ratio(at), "samples": 0})
        expected = at + Fraction(frame.samples, frame.sample_rate)
        held += _taken(resampler.resample(frame), parts, stretches)
        if held > MOST_COPY * COPY_RATE or len(stretches) > 2000:
            break
    if resampler is not None:
        _taken(resampler.resample(None), parts, stretches)
    return {"stretches": stretches, "rate": COPY_RATE}, np.concatenate(parts).astype("<i2") if parts else None


def _taken(frames: list[Any], parts: list[npt.NDArray[np.int16]], stretches: list[dict[str, Any]]) -> int:
    count = 0
    for made in frames:
        wave = made.to_ndarray().reshape(-1)
        parts.append(wave)
        count += len(wave)
    stretches[-1]["samples"] += count
    return count
