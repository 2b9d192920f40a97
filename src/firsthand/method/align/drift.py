"""The drift of one recording against another, pitch by pitch: a room shifts each by an amount of its own, but always by the same.

The sum over all pitches of a window has its peak where the loudest ones have it, so that a change of what is said in a room
moves the peak by 50 microseconds, as a clock does that is 3 parts in a million off. Here each pitch is only compared with
itself at other times: the drift is that at which its phases stand still. How far off it may be is told by the drifts that
come out where one stretch of the overlap after another is left out.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from .correlate import F8, between, cut, overlap
from .wave import F4, RATE

C16 = npt.NDArray[np.complex128]
WINDOW = RATE // 4
LOW_HZ, HIGH_HZ = 150.0, 3500.0
MOST_WINDOWS, LEAST = 400, 12  # a long overlap is sampled: its length fixes the drift
STEP_S = 15e-6  # what the delay at the ends of the overlap changes by from one drift to the next
STEPS = 12  # to either side
STRETCHES = 12  # of the overlap
# Stretches left out at a time: noise tells itself by short ones, another sound in the same room by long ones.
TOGETHER = (1, 3)
LEAST_PPM_S = 1.0  # a drift is told no better than to this over half the overlap in seconds (0.1 ppm in twenty seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Parts in a million, their standard error, and over how many seconds what drifts alike was heard."""

    ppm: float
    sigma_ppm: float
    over_s: float


def drift(one: F4, two: F4, *, lag: float, at: float, ppm: float) -> Drift | None:
    """Near a line (`lag` s at second `at`, drifting by `ppm`); None where there is too little, or it does not end near it."""
    start, end = overlap(one, two, lag)
    middle, half = (start + end) / 2 / RATE, (end - start) / 2 / RATE
    spectra, away, hertz = _spectra(one, two, lag + 1e-6 * ppm * (middle - at), ppm)
    if len(away) < LEAST:
        return None
    step = 1e6 * STEP_S / half
    cuts = np.searchsorted(away, np.linspace(away[0], away[-1], STRETCHES + 1)[:-1])
    sums = _sums(spectra, away, hertz, step, np.unique(cuts))
    whole = sums.sum(axis=0)
    top = _top(whole)
    if top is None:
        return None
    errors = [_jackknife(sums, whole, together) for together in TOGETHER]
    if any(error is None for error in errors):
        return None
    sigma = max(LEAST_PPM_S / half, *(step * error for error in errors if error is not None))
    told = ppm + step * top
    return Drift(ppm=told, sigma_ppm=sigma, over_s=_over(spectra, away, hertz, step * top))


def _spectra(one: F4, two: F4, lag: float, ppm: float) -> tuple[C16, F8, F8]:
    """([windows, pitches]: the second's spectrum against the first's, turned back along a line; each window's seconds from the
    middle; hertz). `lag` is that of the middle."""
    start, end = overlap(one, two, lag)
    middle = (start + end) / 2 / RATE
    hertz = np.arange(WINDOW // 2 + 1) * RATE / WINDOW
    kept = (hertz > LOW_HZ) & (hertz < HIGH_HZ)
    shape = np.hanning(WINDOW).astype(np.float32)
    rows: list[C16] = []
    away: list[float] = []
    for first in range(start, end - WINDOW + 1, max(WINDOW // 2, (end - start - WINDOW) // MOST_WINDOWS)):
        from_middle = (first + WINDOW / 2) / RATE - middle
        delay = (lag + 1e-6 * ppm * from_middle) * RATE
        shift = round(delay)
        piece, other = one[first : first + WINDOW], cut(two, first + shift, WINDOW)
        if min(np.count_nonzero(piece), np.count_nonzero(other)) < WINDOW // 2:
            continue
        pair = [scipy.fft.rfft(part * shape)[kept] for part in (piece, other)]
        rows.append(pair[1] * np.conj(pair[0]) * np.exp(2j * np.pi * hertz[kept] * (delay - shift) / RATE))
        away.append(from_middle)
    return np.array(rows, np.complex128).reshape(len(away), -1), np.array(away), hertz[kept]


def _turn(away: F8, hertz: F8, ppm: float) -> C16:
    return np.asarray(np.exp(2e-6j * np.pi * ppm * np.outer(away, hertz)))


def _sums(spectra: C16, away: F8, hertz: F8, step: float, cuts: npt.NDArray[np.intp]) -> C16:
    """[stretches, drifts, pitches]: each stretch's windows added up along every drift."""
    turned, turn = spectra * _turn(away, hertz, -STEPS * step), _turn(away, hertz, step)
    made = []
    for _ in range(2 * STEPS + 1):
        made.append(np.add.reduceat(turned, cuts, axis=0))
        turned = turned * turn
    return np.array(made).transpose(1, 0, 2)


def _top(sums: C16) -> float | None:
    """Steps from the line at which all pitches together stand stillest; None at the ends of what was looked at."""
    heights = np.square(np.abs(sums)).sum(axis=1)
    top = int(np.argmax(heights))
    if top in (0, 2 * STEPS):
        return None
    return top - STEPS + between(heights, top)


def _jackknife(sums: C16, whole: C16, together: int) -> float | None:
    """The standard error, in steps, by leaving out `together` stretches at a time; None where one of these finds no top."""
    made = [_top(whole - sums[first : first + together].sum(axis=0)) for first in range(0, len(sums), together)]
    tops = np.array([each for each in made if each is not None])
    if len(tops) < max(2, len(made)):
        return None
    return float(np.sqrt((len(tops) - 1) / len(tops) * np.square(tops - tops.mean()).sum()))


def _over(spectra: C16, away: F8, hertz: F8, ppm: float) -> float:
    """The length of an even stretch that is spread as the windows are that hear what drifts: each counts by how far it goes with
    all the others."""
    turned = spectra * _turn(away, hertz, ppm)
    others = turned.sum(axis=0) - turned
    with_them = np.maximum((turned * np.conj(others)).real.sum(axis=1), 0.0) + 1e-12
    middle = float(np.average(away, weights=with_them))
    return float(np.sqrt(12 * np.average((away - middle) ** 2, weights=with_them)))
