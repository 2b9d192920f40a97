"""A line of delays made sharper: the curves of all windows laid along it and summed, before anything is picked.

Every source that stands still drifts alike, so all lines are asked for one drift (drift.py tells it closely).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.fft

from .correlate import F8, Line, between, cut, overlap
from .drift import Drift, drift
from .rate import BOUND_PPM
from .wave import F4, RATE

UP = 8  # steps between two samples
WINDOW_S = 0.5
REACH_S = 0.0016  # around a line's delay, in which the sharper one is looked for: it may lie between two sources
LAGS = np.arange(-REACH_S, REACH_S + 1e-9, 1 / (RATE * UP))
SLIP_S = 60e-6  # what the delay at the ends of the overlap changes by from one step of the drift to the next
CAP = 12.0  # a window's curve counts up to here
LEAST, MOST_WINDOWS = 6, 400  # windows; a long overlap is sampled: its length fixes the drift
LOWEST = 0.5  # and down to here when windows are weighed
SOURCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharp:
    """The line made sharper, and its drift."""

    line: Line
    drift: Drift


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curves:
    """Finely sampled correlations around a line: [windows, steps], each window's middle and the lag of its first step (s)."""

    rows: F8
    at: F8
    zero: F8


def sharpened(one: F4, two: F4, lines: Sequence[Line]) -> Sharp | None:
    """The first of `lines` with the drift of all and the delay at which its curves stand highest; None where there is too little."""
    start, end = (each / RATE for each in overlap(one, two, lines[0].lag))
    middle, half = (start + end) / 2, (end - start) / 2
    if half < 2 * WINDOW_S:
        return None
    kept = [lines[0], *(line for line in lines[1:SOURCES] if line.agree >= 3)]
    levels = [line.lag + 1e-6 * line.ppm * (middle - line.at) for line in kept]
    reach, base = min(2 * BOUND_PPM, 6e3 / half), float(np.clip(lines[0].ppm, -BOUND_PPM, BOUND_PPM))
    curves = [_curves(one, two, level, base, middle, 1e-6 * reach * half) for level in levels]
    if min(len(each.at) for each in curves) < LEAST:
        return None
    step = 1e6 * SLIP_S / half
    rates = base + np.arange(-np.floor(reach / step), np.floor(reach / step) + 1) * step
    rates = rates[np.abs(rates) <= BOUND_PPM + step]
    delay, near = _summit(curves, levels, middle, rates)
    told = drift(one, two, lag=levels[0] + delay, at=middle, ppm=near)
    if told is None:
        return None
    row = _height(_weighed(curves[0], levels[0] + delay, middle, told.ppm), levels[0], middle, told.ppm)
    top = int(row.argmax())
    if top in (0, len(LAGS) - 1):
        return None  # it lies outside of what was looked at
    lag = levels[0] + float(LAGS[top]) + between(row, top) / (RATE * UP)
    error = lines[0].error + 3e-6 * told.sigma_ppm * abs(middle - lines[0].at)
    line = replace(lines[0], at=middle, lag=lag, ppm=told.ppm, error=error, ppm_error=3 * told.sigma_ppm)
    return Sharp(line=line, drift=told)


def _summit(curves: Sequence[_Curves], levels: Sequence[float], middle: float, rates: F8) -> tuple[float, float]:
    """The first line's delay (s from its level) and the one rate at which all stand highest."""
    heights = [
        np.array([_height(each, level, middle, float(rate)) for rate in rates])
        for each, level in zip(curves, levels, strict=True)
    ]
    top = int(np.argmax(sum(each.max(axis=1) for each in heights)))
    return float(LAGS[heights[0][top].argmax()]), float(rates[top])


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


def _height(curves: _Curves, level: float, middle: float, rate: float) -> F8:
    """By LAGS: the curves summed along a line of a rate."""
    rows = np.arange(len(curves.at))[:, None]
    expected = level + 1e-6 * rate * (curves.at - middle)
    place = (expected[:, None] + LAGS[None, :] - curves.zero[:, None]) * RATE * UP
    below = np.clip(place.astype(int), 0, curves.rows.shape[1] - 2)
    part = np.clip(place - below, 0, 1)
    return np.asarray((curves.rows[rows, below] * (1 - part) + curves.rows[rows, below + 1] * part).sum(axis=0))
