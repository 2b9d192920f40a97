"""A line of delays made sharper: the curves of all windows laid along it and summed, before anything is picked."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import scipy.fft

from .correlate import F8, Line, cut, overlap
from .wave import F4, RATE

UP = 8  # steps between two samples
WINDOW_S, REACH_S = 0.75, 0.0025
LAGS = np.arange(-0.001, 0.001 + 1e-9, 1 / (RATE * UP))
RATES = np.arange(-60e-6, 60e-6 + 1e-9, 0.5e-6)
CAP = 12.0  # a window's curve counts up to here
LEAST = 4  # windows


def sharpened(one: F4, two: F4, line: Line) -> Line:
    """The same line with the delay and drift at which the summed curves stand highest; as it is where there is too little."""
    curves, at, zero = _curves(one, two, line)
    if len(at) < LEAST:
        return line
    rows = np.arange(len(at))[:, None]
    heights = np.empty((len(RATES), len(LAGS)))
    for number, rate in enumerate(RATES):
        expected = line.lag + (1e-6 * line.ppm + rate) * (at - line.at)
        place = (expected[:, None] + LAGS[None, :] - zero[:, None]) * RATE * UP
        below = np.clip(place.astype(int), 0, curves.shape[1] - 2)
        part = place - below
        heights[number] = (curves[rows, below] * (1 - part) + curves[rows, below + 1] * part).sum(axis=0)
    rate_at, lag_at = (int(k) for k in np.unravel_index(int(heights.argmax()), heights.shape))
    if rate_at in (0, len(RATES) - 1) or lag_at in (0, len(LAGS) - 1):
        return line  # the top lies outside of what was looked at
    rate = RATES[rate_at] + 0.5e-6 * _between(heights[:, lag_at], rate_at)
    lag = LAGS[lag_at] + _between(heights[rate_at], lag_at) / (RATE * UP)
    return replace(line, lag=line.lag + float(lag), ppm=line.ppm + 1e6 * float(rate))


def _curves(one: F4, two: F4, line: Line) -> tuple[F8, F8, F8]:
    """Finely sampled correlations around the line: [windows, steps], each window's middle (s) and the lag of its first step (s)."""
    start, end = overlap(one, two, line.lag)
    length, wide = int(WINDOW_S * RATE), int(REACH_S * RATE) + 2
    size = scipy.fft.next_fast_len(length + 2 * wide, real=True)
    curves: list[npt.NDArray[np.float64]] = []
    places: list[tuple[float, float]] = []
    for first in range(start, end - length + 1, length // 2):
        middle = (first + length / 2) / RATE
        shift = round((line.lag + 1e-6 * line.ppm * (middle - line.at)) * RATE)
        piece, other = one[first : first + length], cut(two, first + shift - wide, length + 2 * wide)
        if np.count_nonzero(piece) < length // 2 or np.count_nonzero(other) < length // 2:
            continue
        spectrum = scipy.fft.rfft(other, size) * np.conj(scipy.fft.rfft(piece, size))
        curve = scipy.fft.irfft(spectrum, size * UP)[: (2 * wide + 1) * UP]
        curves.append(np.minimum(curve / (np.sqrt(np.square(curve).mean()) + 1e-12), CAP))
        places.append((middle, (shift - wide) / RATE))
    table = np.array(places).reshape(-1, 2)
    return np.array(curves), table[:, 0], table[:, 1]


def _between(row: F8, top: int) -> float:
    before, here, after = (float(row[top + step]) for step in (-1, 0, 1))
    bend = before - 2 * here + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0
