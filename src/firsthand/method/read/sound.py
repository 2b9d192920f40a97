"""read.sound: landmarks of the sound that survive re-encoding, and its loudness over time.

Arrays of the reading (k landmarks, l levels); all sound is brought to one channel at 8 kHz first:

- read.sound/hash    u4[k]   two spectral peaks: frequency bin of the first (9 bits) << 15 | difference of bins + 64 (8 bits)
                             << 7 | distance in frames (7 bits); 513 bins of 7.8125 Hz, frames of 16 ms
- read.sound/at      i8[k]   presentation time of the first peak, in 1/8000 s; sorted
- read.sound/level   f4[l]   root mean square of each 10 ms, full scale 1.0

The facts carry `segments`: stretches without a gap, each {at: n/d s, samples: at 8 kHz, level: index of its first level}.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from firsthand.method.shape import Example
from firsthand.record.finding import Found, Inconclusive, Nothing

from .fold import SOUND_RATE, Facts, Part, Pass, Sound, film_facts, ratio, reader, sound_of

F4 = npt.NDArray[np.float32]
WINDOW, HOP = 1024, 128
NEAR_BINS, NEAR_FRAMES = 12, 10  # a peak is the greatest within this many bins and frames on each side
BLOCK = 62  # frames: the stretch (0.992 s) within which only the strongest peaks are kept
PEAKS = 24  # of each block
FAN, REACH, SPREAD = 4, 125, 63  # partners of a peak, at most so many frames later and bins away
FLOOR = 1e-3  # magnitude (of a full-scale sine: 256) below which there is no peak
LEVEL = SOUND_RATE // 100
MOST_SEGMENTS, MOST_PEAKS = 1000, 2_500_000
_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)


@dataclass(slots=True)
class _Segment:
    at: Fraction
    level: int
    samples: int = 0
    pending: F4 = field(default_factory=lambda: np.zeros(0, np.float32))  # not yet in a spectrum
    loud: F4 = field(default_factory=lambda: np.zeros(0, np.float32))  # not yet in a level
    rows: F4 = field(default_factory=lambda: np.zeros((0, WINDOW // 2 + 1), np.float32))
    first: int = 0  # frame number of rows[0]
    done: int = 0  # frames whose peaks are found; a multiple of BLOCK until the end


@dataclass(slots=True)
class _State:
    segments: list[_Segment] = field(default_factory=list)
    peaks: list[npt.NDArray[np.int64]] = field(default_factory=list)  # [p, 3]: segment, frame, bin
    count: int = 0
    levels: list[F4] = field(default_factory=list)
    level_count: int = 0
    dropped: int = 0
    loudest: float = 0.0


def _start(given: Pass, facts: Facts) -> _State:
    return _State()


def _feed(state: _State, block: Sound) -> None:
    if not block.joined or not state.segments:
        _close(state)
        if len(state.segments) >= MOST_SEGMENTS:
            state.dropped += len(block.samples)
            return
        state.segments.append(_Segment(at=block.at, level=state.level_count))
    if len(state.segments) > MOST_SEGMENTS or state.count >= MOST_PEAKS:
        state.dropped += len(block.samples)
        return
    segment = state.segments[-1]
    samples = np.nan_to_num(block.samples, nan=0.0, posinf=1.0, neginf=-1.0).clip(-8, 8).astype(np.float32)
    segment.samples += len(samples)
    segment.loud = _levels(state, np.concatenate([segment.loud, samples]))
    segment.pending = np.concatenate([segment.pending, samples])
    if len(segment.pending) >= WINDOW + BLOCK * HOP:
        _spectra(segment)
        _find(state, segment, last=False)


def _levels(state: _State, loud: F4) -> F4:
    whole = len(loud) // LEVEL * LEVEL
    if whole:
        made = np.sqrt(np.square(loud[:whole].reshape(-1, LEVEL)).mean(axis=1)).astype(np.float32)
        state.loudest = max(state.loudest, float(made.max()))
        state.levels.append(made)
        state.level_count += len(made)
    return loud[whole:]


def _spectra(segment: _Segment) -> None:
    import scipy.fft  # a fifth of a second, which commands that only look at readings need not spend; the cell has it before

    count = (len(segment.pending) - WINDOW) // HOP + 1
    if count <= 0:
        return
    views = np.lib.stride_tricks.sliding_window_view(segment.pending, WINDOW)[: count * HOP : HOP]
    rows = np.abs(scipy.fft.rfft(views * _HANN, axis=1)).astype(np.float32)
    segment.rows = np.concatenate([segment.rows, rows])
    segment.pending = segment.pending[count * HOP :]


def _find(state: _State, segment: _Segment, *, last: bool) -> None:
    """Peaks of whole blocks whose neighbours are all known (at the end: of what is left)."""
    have = segment.first + len(segment.rows)
    until = have if last else (have - NEAR_FRAMES) // BLOCK * BLOCK
    if until <= segment.done:
        return
    greatest = cv2.dilate(segment.rows, np.ones((2 * NEAR_FRAMES + 1, 2 * NEAR_BINS + 1), np.uint8))
    here = slice(segment.done - segment.first, until - segment.first)
    rows = segment.rows[here]
    frame, bin_ = np.nonzero((rows >= np.asarray(greatest)[here]) & (rows > FLOOR))
    inside = (bin_ > 1) & (bin_ < WINDOW // 2)
    frame, bin_ = frame[inside], bin_[inside]
    strength = rows[frame, bin_]
    for start in range(0, until - segment.done, BLOCK):
        chosen = np.flatnonzero((frame >= start) & (frame < start + BLOCK))
        chosen = np.sort(chosen[np.argsort(-strength[chosen], kind="stable")[:PEAKS]])
        found = np.stack([np.full(len(chosen), len(state.segments) - 1), frame[chosen] + segment.done, bin_[chosen]], 1)
        state.peaks.append(found.astype(np.int64))
        state.count += len(chosen)
    segment.done = until
    keep = max(segment.first, until - NEAR_FRAMES)
    segment.rows, segment.first = segment.rows[keep - segment.first :], keep


def _close(state: _State) -> None:
    """Ends the last segment: what is left of it is padded with silence and read."""
    if not state.segments:
        return
    segment = state.segments[-1]
    if len(segment.pending) and segment.samples:
        segment.pending = np.concatenate([segment.pending, np.zeros(WINDOW, np.float32)])
        _spectra(segment)
    _find(state, segment, last=True)
    if len(segment.loud):
        _levels(state, np.concatenate([segment.loud, np.zeros(LEVEL - len(segment.loud), np.float32)]))
    segment.pending = segment.loud = np.zeros(0, np.float32)


def _pairs(state: _State) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    peaks = np.concatenate(state.peaks) if state.peaks else np.zeros((0, 3), np.int64)
    hashes, places = [], []
    taken = np.zeros(len(peaks), np.int64)
    for ahead in range(1, min(len(peaks), 4 * PEAKS)):
        one, two = peaks[:-ahead], peaks[ahead:]
        later, higher = two[:, 1] - one[:, 1], two[:, 2] - one[:, 2]
        fits = (one[:, 0] == two[:, 0]) & (later > 1) & (later <= REACH) & (np.abs(higher) <= SPREAD)
        index = np.flatnonzero(fits & (taken[:-ahead] < FAN))
        taken[index] += 1
        hashes.append((one[index, 2] << 15 | (higher[index] + 64) << 7 | later[index]).astype(np.uint32))
        places.append(index)
    if not hashes:
        return np.zeros(0, np.uint32), np.zeros(0, np.int64)
    place, made = np.concatenate(places), np.concatenate(hashes)
    starts = np.array([round(segment.at * SOUND_RATE) for segment in state.segments], np.int64)
    at = starts[peaks[place, 0]] + peaks[place, 1] * HOP + WINDOW // 2
    order = np.lexsort((made, at))
    return made[order], at[order]


def _finish(state: _State, ending: Facts) -> Part:
    _close(state)
    samples = sum(segment.samples for segment in state.segments)
    if not samples:
        return Part(outcome=Inconclusive(why="no sound could be decoded"))
    hashes, at = _pairs(state)
    segments = [{"at": ratio(s.at), "samples": s.samples, "level": s.level} for s in state.segments]
    value: dict[str, Any] = {
        "landmarks": len(hashes),
        "seconds": ratio(Fraction(samples, SOUND_RATE)),
        "segments": len(segments),
        "dropped": state.dropped,
    }
    arrays = {
        "read.sound/hash": hashes.astype("<u4"),
        "read.sound/at": at.astype("<i8"),
        "read.sound/level": (np.concatenate(state.levels) if state.levels else np.zeros(0)).astype("<f4"),
    }
    facts = {**value, "segments": segments}
    if not len(hashes):
        looked = f"{value['seconds']} s of sound, loudest 10 ms at {state.loudest:.2g} of full scale: no landmark"
        return Part(outcome=Nothing(looked=looked, value=value), facts=facts, arrays=arrays)
    return Part(outcome=Found(value=value), facts=facts, arrays=arrays)


def _notes(seconds: float) -> F4:
    """A made tune: a new note each quarter of a second."""
    time = np.arange(int(seconds * SOUND_RATE)) / SOUND_RATE
    pitch = 300 + 97 * ((time * 4).astype(int) * 5 % 17)
    return (0.5 * np.sin(2 * np.pi * pitch * time)).astype(np.float32)


SOUND = reader(
    name="read.sound",
    version=1,
    asks="Which landmarks does the sound of this file carry, and how loud is it over time?",
    says="landmarks: how many pairs of spectral peaks; seconds of sound read (n/d); segments without a gap; the landmarks "
    "themselves and the loudness are arrays of the reading, named in the module's docstring",
    limits=(
        "the same music, siren or broadcast heard at two places gives the same landmarks: it is no sign of one event",
        "sound played faster or at another pitch has other landmarks",
        "times are exact to the 16 ms of a frame; a container may move all its sound by some 20 ms (see read.container)",
    ),
    cites=("A. Wang, An industrial-strength audio search algorithm, ISMIR 2003",),
    needs="sound",
    start=_start,
    feed_sound=_feed,
    finish=_finish,
    examples=(
        Example(
            says="a tune of four seconds",
            given=Pass(),
            inputs=lambda: {"facts": film_facts(sound=1), "frames": (), "sound": sound_of(_notes(4.0))},
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and outcome.value["landmarks"] > 20,
        ),
        Example(
            says="two seconds of digital silence",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(sound=1),
                "frames": (),
                "sound": sound_of(np.zeros(2 * SOUND_RATE, np.float32)),
            },
            gives="nothing",
        ),
        Example(
            says="a film without a sound stream",
            given=Pass(),
            inputs=lambda: {"facts": film_facts(), "frames": (), "sound": ()},
            gives="unsuitable",
        ),
    ),
)

METHOD = SOUND.card
