"""A line of delays made sharper, and the clocks' rate: the curves of all windows laid along it and summed, before anything is picked.

Every source that stands still drifts alike, so all lines are asked for one rate. How far off it may be is told by the rates
that come out where one stretch of the overlap after another is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.fft

from .correlate import F8, Line, cut, overlap
from .wave import F4, RATE

UP = 8  # steps between two samples
WINDOW_S = 0.5
REACH_S = 0.0016  # around a line's delay, in which the sharper one is looked for: it may lie between two sources
LAGS = np.arange(-REACH_S, REACH_S + 1e-9, 1 / (RATE * UP))
MOST_PPM = 150.0
SLIP_S = 60e-6  # what the delay at the ends of the overlap changes by from one coarse step of the rate to the next
FINE = 12  # fine steps in a coarse one
CAP = 12.0  # a window's curve counts up to here
LEAST, MOST_WINDOWS = 6, 400  # windows; a long overlap is sampled: its length fixes the rate
LOWEST = 0.5  # and down to here when windows are weighed
STRETCHES = 12  # of the overlap
# Stretches left out at a time: noise tells itself by short ones, another sound in the same room by long ones.
TOGETHER = (1, 3)
CALIBRATED = 0.9  # of what leaving out says: set on 202 pairs of bench/align.py, seeds 1001 to 1070
LEAST_PPM_S = 0.5  # a rate is told no better than to this over half the overlap in seconds (0.1 ppm in ten seconds)
SOURCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharp:
    """The line made sharper, and the standard error of its rate (ppm)."""

    line: Line
    sigma_ppm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curves:
    """Finely sampled correlations around a line: [windows, steps], each window's middle and the lag of its first step (s)."""

    rows: F8
    at: F8
    zero: F8


def sharpened(one: F4, two: F4, lines: Sequence[Line]) -> Sharp | None:
    """The first of `lines` with the delay and rate at which the curves stand highest; None where there is too little to sum."""
    start, end = (each / RATE for each in overlap(one, two, lines[0].lag))
    middle, half = (start + end) / 2, (end - start) / 2
    if half < 2 * WINDOW_S:
        return None
    kept = [lines[0], *(line for line in lines[1:SOURCES] if line.agree >= 3)]
    levels = [line.lag + 1e-6 * line.ppm * (middle - line.at) for line in kept]
    reach, base = min(2 * MOST_PPM, 6e3 / half), float(np.clip(lines[0].ppm, -MOST_PPM, MOST_PPM))
    curves = [_curves(one, two, level, base, middle, 1e-6 * reach * half) for level in levels]
    if min(len(each.at) for each in curves) < LEAST:
        return None
    step = 1e6 * SLIP_S / half
    rates = base + np.arange(-np.floor(reach / step), np.floor(reach / step) + 1) * step
    rates = rates[np.abs(rates) <= MOST_PPM + step]
    delays, near = _summit(curves, levels, middle, rates)
    curves = [_weighed(each, level + d, middle, near) for each, level, d in zip(curves, levels, delays, strict=True)]
    rates = near + np.arange(-2 * FINE, 2 * FINE + 1) * step / FINE
    heights = [_heights(each, level, middle, rates) for each, level in zip(curves, levels, strict=True)]
    whole = [each.sum(axis=0) for each in heights]
    rate = _top(rates, whole)
    spread = float(np.sqrt(np.mean([_jackknife(rates, whole, heights, together) ** 2 for together in TOGETHER])))
    row = whole[0][int(np.argmin(np.abs(rates - rate)))]
    top = int(row.argmax())
    if top in (0, len(LAGS) - 1):
        return None  # it lies outside of what was looked at
    lag = levels[0] + float(LAGS[top]) + between(row, top) / (RATE * UP)
    sigma = max(CALIBRATED * spread, LEAST_PPM_S / half)
    error = lines[0].error + 3e-6 * sigma * abs(middle - lines[0].at)
    line = replace(lines[0], at=middle, lag=lag, ppm=rate, error=error, ppm_error=3 * sigma)
    return Sharp(line=line, sigma_ppm=sigma)


def _summit(curves: Sequence[_Curves], levels: Sequence[float], middle: float, rates: F8) -> tuple[list[float], float]:
    """Each line's delay (s from its level) and the one rate at which all stand highest."""
    heights = [_heights(each, level, middle, rates).sum(axis=0) for each, level in zip(curves, levels, strict=True)]
    top = int(np.argmax(sum(each.max(axis=1) for each in heights)))
    return [float(LAGS[each[top].argmax()]) for each in heights], float(rates[top])


def _weighed(curves: _Curves, lag: float, middle: float, rate: float) -> _Curves:
    """The same curves, every window counting by its height on the line: one that hears nothing of it adds noise only."""
    steps = np.round((lag + 1e-6 * rate * (curves.at - middle) - curves.zero) * RATE * UP).astype(int)
    tall = curves.rows[np.arange(len(steps)), np.clip(steps, 0, curves.rows.shape[1] - 1)]
    return replace(curves, rows=curves.rows * np.clip(tall, LOWEST, CAP)[:, None])


def _curves(one: F4, two: F4, level: float, ppm: float, middle: float, slip: float) -> _Curves:
    start, end = overlap(one, two, level)
    length, wide = int(WINDOW_S * RATE), int((REACH_S + slip) * RATE) + 2
    size = scipy.fft.next_fast_len(length + 2 * wide, real=True)
    curves: list[F8] = []
    places: list[tuple[float, float]] = []
    hop = max(length // 2, (end - start - length) // MOST_WINDOWS)
    for first in range(start, end - length + 1, hop):
        at = (first + length / 2) / RATE
        shift = round((level + 1e-6 * ppm * (at - middle)) * RATE)
        piece, other = one[first : first + length], cut(two, first + shift - wide, length + 2 * wide)
        if np.count_nonzero(piece) < length // 2 or np.count_nonzero(other) < length // 2:
            continue
        spectrum = scipy.fft.rfft(other, size) * np.conj(scipy.fft.rfft(piece, size))
        curve = scipy.fft.irfft(spectrum, size * UP)[: (2 * wide + 1) * UP]
        curves.append(np.minimum(curve / (np.sqrt(np.square(curve).mean()) + 1e-12), CAP))
        places.append((at, (shift - wide) / RATE))
    table = np.array(places).reshape(-1, 2)
    return _Curves(rows=np.array(curves), at=table[:, 0], zero=table[:, 1])


def _heights(curves: _Curves, level: float, middle: float, rates: F8) -> F8:
    """[stretches, rates, LAGS]: the curves of each stretch of the overlap, summed along every line."""
    made = np.zeros((STRETCHES, len(rates), len(LAGS)))
    rows = np.arange(len(curves.at))[:, None]
    stretch = rows[:, 0] * STRETCHES // max(1, len(curves.at))
    for number, rate in enumerate(rates):
        expected = level + 1e-6 * rate * (curves.at - middle)
        place = (expected[:, None] + LAGS[None, :] - curves.zero[:, None]) * RATE * UP
        below = np.clip(place.astype(int), 0, curves.rows.shape[1] - 2)
        part = np.clip(place - below, 0, 1)
        np.add.at(made[:, number], stretch, curves.rows[rows, below] * (1 - part) + curves.rows[rows, below + 1] * part)
    return made


def _top(rates: F8, heights: Sequence[F8]) -> float:
    """The rate at which all lines together stand highest, each at the delay that is best for it."""
    tall = sum(each.max(axis=1) for each in heights)
    top = int(np.argmax(tall))
    return float(rates[top] + between(np.asarray(tall), top) * (rates[1] - rates[0]))


def _jackknife(rates: F8, whole: Sequence[F8], heights: Sequence[F8], together: int) -> float:
    """The standard error of the rate, by leaving out `together` stretches of the overlap at a time."""
    firsts = range(0, STRETCHES, together)
    made = [
        _top(rates, [all_of - each[k : k + together].sum(axis=0) for all_of, each in zip(whole, heights, strict=True)])
        for k in firsts
    ]
    count = len(made)
    return float(np.sqrt((count - 1) / count * np.square(np.array(made) - np.mean(made)).sum()))


def between(row: F8, top: int) -> float:
    """Where the parabola through a top and its neighbours is highest, in steps from it."""
    if not 0 < top < len(row) - 1:
        return 0.0
    before, here, after = (float(row[top + step]) for step in (-1, 0, 1))
    bend = before - 2 * here + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0
