"""Where one waveform lies against another: windows with their delays, and the line (offset, drift) that most of them share."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from .wave import F4, RATE

F8 = npt.NDArray[np.float64]
GUARD_S = 0.05  # seconds between two peaks of one window
STRONG = 5.0  # height of a window's peak, in root mean squares of its correlation, from which it counts
SHORT_S, LONG_S = 0.75, 4.0  # a window of the close look
DRIFTS_PPM = np.arange(-120.0, 121.0, 2.0)
CLOSE_S = 0.0015  # seconds from the line within which a window agrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Delays heard: window middles `at` (s in the first's samples), `lag` (s: second minus first), `height` of each peak."""

    at: F8
    lag: F8
    height: F8


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Windows that share one delay: `lag` at time `at` (s), drifting by `ppm`; `agree` of `windows`; `weight` of the agreeing."""

    at: float
    lag: float
    ppm: float
    error: float
    ppm_error: float
    agree: int
    windows: int
    weight: float

    @property
    def share(self) -> float:
        return self.agree / max(1, self.windows)


def peaks(curve: npt.NDArray[np.floating], count: int) -> list[tuple[float, float]]:
    """The highest places of a curve, GUARD_S apart: (place by parabola, height in root mean squares)."""
    scale = float(np.sqrt(np.square(curve, dtype=np.float64).mean()))
    if scale == 0 or len(curve) < 3:
        return []
    left = curve.copy()
    guard = int(GUARD_S * RATE)
    made = []
    for _ in range(count):
        top = int(np.argmax(left))
        if left[top] <= 0:
            break
        made.append((top + between(curve, top), float(curve[top]) / scale))
        left[max(0, top - guard) : top + guard + 1] = 0
    return made


def between(curve: npt.NDArray[np.floating], top: int) -> float:
    """Where the parabola through a peak and its neighbours is highest, in steps from it; none at an end."""
    if not 0 < top < len(curve) - 1:
        return 0.0
    before, here, after = (float(curve[top + step]) for step in (-1, 0, 1))
    bend = before - 2 * here + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0


def overlap(one: F4, two: F4, lag: float) -> tuple[int, int]:
    """[start, end) of the first's samples that the second has too, where it lags by `lag` seconds."""
    shift = round(lag * RATE)
    return max(0, -shift), min(len(one), len(two) - shift)


def close_look(one: F4, two: F4, lag: float, reach: float, ppm: float = 0.0) -> Windows:
    """The delay of each window of the overlap, searched `reach` seconds around `lag`; windows without sound are left out."""
    start, end = overlap(one, two, lag)
    length = int(np.clip((end - start) / 8, SHORT_S * RATE, LONG_S * RATE))
    wide = int(reach * RATE)
    size = scipy.fft.next_fast_len(length + 2 * wide, real=True)
    rows: list[tuple[float, float, float]] = []
    for first in range(start, end - length + 1, max(1, length // 2)):
        middle = (first + length / 2) / RATE
        shift = round((lag + ppm * 1e-6 * (middle - start / RATE)) * RATE)
        piece, other = one[first : first + length], cut(two, first + shift - wide, length + 2 * wide)
        if np.count_nonzero(piece) < length // 2 or np.count_nonzero(other) < length // 2:
            continue
        curve = scipy.fft.irfft(scipy.fft.rfft(other, size) * np.conj(scipy.fft.rfft(piece, size)), size)
        found = peaks(curve[: 2 * wide + 1], 2)
        rows += [(middle, (place - wide + shift) / RATE, height) for place, height in found]
    table = np.array(rows).reshape(-1, 3)
    return Windows(at=table[:, 0], lag=table[:, 1], height=table[:, 2])


def cut(samples: F4, start: int, length: int) -> F4:
    """A stretch, with silence where there is none."""
    made = np.zeros(length, np.float32)
    low, high = max(0, start), min(len(samples), start + length)
    if high > low:
        made[low - start : high - start] = samples[low:high]
    return made


def best_line(found: Windows, *, close: float = CLOSE_S) -> Line | None:
    """The offset and drift that most strong peaks share: a Hough over both, then a weighted fit. None: no strong peak."""
    count = len(np.unique(found.at))
    strong = found.height >= STRONG
    at, lag, height = found.at[strong], found.lag[strong], found.height[strong]
    if not len(at):
        return None
    middle = float(np.median(at))
    strength = np.minimum(height, 20.0)
    moved = lag[:, None] - DRIFTS_PPM[None, :] * 1e-6 * (at - middle)[:, None]
    best, chosen = -1.0, np.zeros(len(at), bool)
    for column in range(moved.shape[1]):
        order = np.argsort(moved[:, column], kind="stable")
        sorted_lags, total = moved[order, column], np.r_[0.0, np.cumsum(strength[order])]
        last = np.searchsorted(sorted_lags, sorted_lags + 2 * close, side="right")
        held = total[last] - total[:-1]
        top = int(np.argmax(held))
        if held[top] > best + 1e-9:
            best, chosen = float(held[top]), np.zeros(len(at), bool)
            chosen[order[top : last[top]]] = True
    return _fitted(at, lag, strength, chosen, count, close)


def _fitted(at: F8, lag: F8, strength: F8, chosen: npt.NDArray[np.bool_], count: int, close: float) -> Line:
    middle = slope = level = 0.0
    for _ in range(4):
        middle = float(np.average(at[chosen], weights=strength[chosen]))
        away = at[chosen] - middle
        spread = float((strength[chosen] * away**2).sum())
        level = float(np.average(lag[chosen], weights=strength[chosen]))
        slope = float((strength[chosen] * away * lag[chosen]).sum() / spread) if spread > 1e-9 else 0.0
        slope = float(np.clip(slope, -150e-6, 150e-6)) if len(np.unique(at[chosen])) > 2 else 0.0
        chosen = np.abs(lag - level - slope * (at - middle)) <= close
        if not chosen.any():
            break
    rest = lag[chosen] - level - slope * (at[chosen] - middle)
    agree = len(np.unique(at[chosen]))
    scatter = max(1.4826 * float(np.median(np.abs(rest))) if agree else close, 2e-5)
    length = float(np.sqrt(((at[chosen] - middle) ** 2).sum())) if agree > 2 else 0.0
    return Line(
        at=middle,
        lag=level,
        ppm=1e6 * slope,
        error=3 * scatter / max(1.0, np.sqrt(agree / 2)) + 1.25e-4,
        ppm_error=min(150.0, 1e6 * 3 * scatter * np.sqrt(2) / length) if length else 150.0,
        agree=agree,
        windows=count,
        weight=float(strength[chosen].sum()),
    )


def without(found: Windows, line: Line, close: float = CLOSE_S) -> Windows:
    """The windows of which no peak lies on a line."""
    on = np.abs(found.lag - line.lag - 1e-6 * line.ppm * (found.at - line.at)) <= 2 * close
    left = ~np.isin(found.at, found.at[on])
    return Windows(at=found.at[left], lag=found.lag[left], height=found.height[left])
