"""How two waveforms lie to each other: every candidate weighed, the delays of its sources, and whether it is one sound track."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.fft

from .correlate import (
    STRONG,
    Line,
    Windows,
    best_line,
    close_look,
    overlap,
    without,
)
from .impulses import Given as Sudden
from .impulses import Impulse, impulses
from .outline import near, outline
from .wave import F4, RATE, Wave, whitened

REACH_S = 0.35  # around a candidate, in which each window is searched
CAP = 12.0  # a window's height counts up to here: one bang must not outweigh a minute
BLOCK = 256  # samples of a block of the coherence
MOST_SOURCES = 6
CANDIDATES = 6  # offsets that get a close look


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A wave with what is made of it once for all its pairs."""

    wave: Wave
    white: F4
    outline: F4
    bangs: tuple[Impulse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One candidate: windows of the overlap, those that speak for delays within the spread, their weight, lines and range."""

    lag: float
    windows: int
    agree: int
    weight: float
    low: float
    high: float
    lines: tuple[Line, ...]

    @property
    def share(self) -> float:
        return self.agree / max(1, self.windows)


def ready(wave: Wave, rows: F4 | None = None) -> Ready:
    """`rows` is its outline, where that was made before."""
    return Ready(
        wave=wave,
        white=whitened(wave.samples),
        outline=outline(wave.samples) if rows is None else rows,
        bangs=tuple(impulses(Sudden(), wave.samples)),
    )


def hear(one: Ready, two: Ready, *, spread: float) -> list[Heard]:
    """Candidates by weight, best first; lags in seconds of samples (two minus one), not yet of the files' own clocks."""
    found: list[Heard] = []
    for lag in (each.lag for each in near(one.outline, two.outline, most=CANDIDATES)):
        start, end = overlap(one.white, two.white, lag)
        if end - start < RATE:
            continue
        looked = close_look(one.white, two.white, lag, REACH_S)
        weighed = weigh(looked, lag, spread)
        if weighed is not None:
            found.append(weighed)
    return _apart(sorted(found, key=lambda h: -h.weight), spread)


def _apart(found: list[Heard], spread: float) -> list[Heard]:
    """Candidates that came to the same delays are one."""
    kept: list[Heard] = []
    for one in found:
        if not any(one.low <= other.high + spread and other.low <= one.high + spread for other in kept):
            kept.append(one)
    return kept


def weigh(looked: Windows, lag: float, spread: float) -> Heard | None:
    """The stretch of delays, `spread` seconds long, that most windows have a strong peak in."""
    strong = looked.height >= STRONG
    at, lags, heights = looked.at[strong], looked.lag[strong], np.minimum(looked.height[strong], CAP)
    if not len(at):
        return None
    order = np.argsort(lags, kind="stable")
    at, lags, heights = at[order], lags[order], heights[order]
    best, chosen = -1.0, slice(0, 0)
    for first in range(len(lags)):
        last = int(np.searchsorted(lags, lags[first] + spread, side="right"))
        weight = _weight(at[first:last], heights[first:last])
        if weight > best + 1e-9:
            best, chosen = weight, slice(first, last)
    held = Windows(at=at[chosen], lag=lags[chosen], height=heights[chosen])
    lines = _lines(held, len(np.unique(looked.at)))
    return Heard(
        lag=lag,
        windows=len(np.unique(looked.at)),
        agree=len(np.unique(held.at)),
        weight=best,
        low=float(held.lag.min()),
        high=float(held.lag.max()),
        lines=lines,
    )


def _weight(at: np.ndarray, heights: np.ndarray) -> float:
    """The highest peak of each window, above what chance gives."""
    places = np.unique(at, return_inverse=True)[1]
    top = np.zeros(int(places.max()) + 1)
    np.maximum.at(top, places, heights - 4.0)
    return float(top.sum())


def _lines(held: Windows, windows: int) -> tuple[Line, ...]:
    """One after another, the lines that windows share: each a source as heard at both places."""
    lines: list[Line] = []
    left = held
    while len(left.at) and len(lines) < MOST_SOURCES:
        line = best_line(left)
        if line is None or line.agree == 0:
            break
        lines.append(replace(line, windows=windows))
        left = without(left, line)
    return tuple(lines)


def coherence(one: Wave, two: Wave, line: Line) -> float:
    """How far each frequency of one tells that of the other (0 to 1, median of 300 to 3000 Hz over the loud blocks) along a line.

    Near 1 where both files carry one microphone's sound; two microphones have noise and rooms of their own.
    """
    start, end = overlap(one.samples, two.samples, line.lag)
    values = []
    block = 16 * BLOCK
    for first in range(start, end - block + 1, block):
        middle = (first + block / 2) / RATE
        lag = (line.lag + 1e-6 * line.ppm * (middle - line.at)) * RATE
        shift = round(lag)
        if first + shift < 0 or first + shift + block > len(two.samples):
            continue
        piece, other = one.samples[first : first + block], two.samples[first + shift : first + shift + block]
        if min(float(np.std(piece)), float(np.std(other))) > 1e-3:
            values.append(_coherent(piece, other))
    return float(np.median(values)) if values else 0.0


def _coherent(one: F4, two: F4) -> float:
    window = np.hanning(BLOCK).astype(np.float32)
    pair = [
        scipy.fft.rfft(np.lib.stride_tricks.sliding_window_view(part, BLOCK)[:: BLOCK // 2] * window, axis=1)
        for part in (one, two)
    ]
    low, high = round(300 * BLOCK / RATE), round(3000 * BLOCK / RATE)
    a, b = pair[0][:, low:high], pair[1][:, low:high]
    cross = np.abs((a * np.conj(b)).sum(axis=0)) ** 2
    power = (np.abs(a) ** 2).sum(axis=0) * (np.abs(b) ** 2).sum(axis=0)
    return float(np.median(cross / np.maximum(power, 1e-20)))
