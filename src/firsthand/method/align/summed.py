"""What all windows of an overlap say together, where too few of them say anything alone: their curves summed along every drift."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from .correlate import F8, Line, cut, overlap
from .hear import REACH_S, Heard, Ready
from .outline import near
from .wave import F4, RATE

NEAR = 5.0  # height of the outlines at an offset, from which it is worth the look
LOOKS = 3  # offsets
WINDOW_S = 0.75
CAP = 6.0  # a window counts up to here, so that no bang speaks for all
LEAST = 12  # windows
DRIFT_PPM = 120.0
SLIP_S = 120e-6  # what the delay at the ends changes by from one drift to the next
HEIGHT = 7.5  # in usual deviations: 5.6 was the most of 1,035 pairs of different streets, three offsets each
SHARE, LIFTED = 0.4, 2.0  # the share of windows that must rise so high at the offset
RIVAL = 0.9  # of the best, from which another offset is as good
AT_ONCE = 32  # curves that are summed along all drifts before the next are begun
Floats = npt.NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Where the summed curves stand highest: how high, at what delay (s) and drift, in how many of the windows."""

    height: float
    lag: float
    ppm: float
    agree: int
    windows: int


def together(one: Ready, two: Ready) -> tuple[Heard, float] | None:
    """The offset that all windows together speak for, with the height of the best other; None where none does, or two do."""
    lags = [each.lag for each in near(one.outline, two.outline, most=LOOKS) if each.height >= NEAR]
    sums = [made for lag in lags if (made := summed(one.white, two.white, lag)) is not None]
    sums.sort(key=lambda each: -each.height)
    apart = [each for each in sums[1:] if abs(each.lag - sums[0].lag) > REACH_S]
    other = max((each.height for each in apart), default=0.0)
    if not sums or sums[0].height < HEIGHT or sums[0].agree < SHARE * sums[0].windows or other > RIVAL * sums[0].height:
        return None
    best = sums[0]
    start, end = (each / RATE for each in overlap(one.white, two.white, best.lag))
    line = Line(at=(start + end) / 2, lag=best.lag, ppm=best.ppm, error=1e-3, ppm_error=2 * DRIFT_PPM / 10,
                agree=best.agree, windows=best.windows, weight=best.height)  # fmt: skip
    heard = Heard(lag=best.lag, windows=best.windows, agree=best.agree, weight=best.height, low=best.lag, high=best.lag,
                  lines=(line,))  # fmt: skip
    return heard, other


def summed(one: F4, two: F4, lag: float) -> Sum | None:
    """The highest place of the summed curves around an offset, over all drifts."""
    start, end = overlap(one, two, lag)
    length, wide, shift = int(WINDOW_S * RATE), int(REACH_S * RATE), round(lag * RATE)
    size = scipy.fft.next_fast_len(length + 2 * wide, real=True)
    made: list[F8] = []
    at: list[float] = []
    for first in range(start, end - length + 1, length // 2):
        piece, other = one[first : first + length], cut(two, first + shift - wide, length + 2 * wide)
        if np.count_nonzero(piece) < length // 2 or np.count_nonzero(other) < length // 2:
            continue
        curve = scipy.fft.irfft(scipy.fft.rfft(other, size) * np.conj(scipy.fft.rfft(piece, size)), size)[
            : 2 * wide + 1
        ]
        made.append(np.clip(curve / (np.sqrt(np.square(curve).mean()) + 1e-12), -CAP, CAP))
        at.append((first + length / 2 - (start + end) / 2) / RATE)
    if len(made) < LEAST:
        return None
    curves, away = np.array(made), np.array(at)
    step = 1e6 * SLIP_S / ((end - start) / 2 / RATE)
    guard = int(1e-6 * DRIFT_PPM * float(np.abs(away).max()) * RATE) + 2
    best = Sum(height=0.0, lag=lag, ppm=0.0, agree=0, windows=len(made))
    drifts = np.arange(-np.floor(DRIFT_PPM / step), np.floor(DRIFT_PPM / step) + 1) * step
    slips = np.round(1e-6 * drifts[:, None] * away[None, :] * RATE).astype(int)
    for ppm, mine, total in zip(drifts, slips, totals(curves, slips, guard), strict=True):
        top = int(np.argmax(total))
        height = float(total[top] / (np.std(total) + 1e-12))
        if height > best.height:
            risen = sum(row[guard + k + top] > LIFTED for row, k in zip(curves, mine, strict=True))
            best = Sum(height=height, lag=(top + guard - wide + shift) / RATE, ppm=float(ppm), agree=int(risen),
                       windows=len(made))  # fmt: skip
    return best


def totals(curves: Floats, slips: npt.NDArray[np.int_], guard: int) -> Floats:
    """[drift, delay]: the curves' sum along each drift. A few curves at a time for all drifts, since many do not fit a processor's
    cache; each sum is taken in the order of the windows."""
    made = np.zeros((len(slips), curves.shape[1] - 2 * guard), curves.dtype)
    for first in range(0, len(curves), AT_ONCE):
        rows = curves[first : first + AT_ONCE]
        for total, mine in zip(made, slips[:, first : first + AT_ONCE].tolist(), strict=True):
            for row, slip in zip(rows, mine, strict=True):
                total += row[guard + slip : guard + slip + len(total)]
    return made
