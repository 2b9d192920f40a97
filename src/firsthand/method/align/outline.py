"""The outline of a sound: how each pitch band rises and falls, coarsely, so that many recordings can be laid against many."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.fft

from .wave import F4, RATE

HOP, FRAME = 128, 256  # samples: 16 ms, 32 ms
STEPS_S = RATE / HOP  # rows a second
BANDS = 14
LOW_HZ, HIGH_HZ = 250.0, 3600.0
USUAL_S = 1.5  # over which a band's usual strength is taken
CAP = 3.0  # a row counts up to here: one bang must not outweigh a minute
APART_S = 0.25  # between two offsets that are told apart

_edges = np.geomspace(LOW_HZ, HIGH_HZ, BANDS + 1)
_hertz = np.arange(FRAME // 2 + 1) * RATE / FRAME
_BANDS = np.stack([(_hertz >= low) & (_hertz < max(high, low + RATE / FRAME)) for low, high in
                   itertools.pairwise(_edges)], 1).astype(np.float32)  # fmt: skip
_WINDOW = np.hanning(FRAME).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One offset (s of samples, second minus first) at which two outlines fall together, and how far it stands out."""

    lag: float
    height: float


def outline(samples: F4) -> F4:
    """f4[rows, bands]: how far each band stands above its usual strength in dB-like units, bounded; silence is 0."""
    count = (len(samples) - FRAME) // HOP + 1
    if count < 8:
        return np.zeros((0, BANDS), np.float32)
    made = np.empty((count, BANDS), np.float32)
    for first in range(0, count, 8192):  # bounded memory for long sound
        last = min(count, first + 8192)
        frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[first * HOP : (last - 1) * HOP + 1 : HOP]
        power = np.square(np.abs(scipy.fft.rfft(frames * _WINDOW, axis=1)))
        made[first:last] = power @ _BANDS
    logs = np.log(made + 1e-4)
    usual = _smooth(logs, round(USUAL_S * STEPS_S))
    rise = logs - usual
    spread = np.sqrt(_smooth(np.square(rise), round(4 * USUAL_S * STEPS_S))) + 0.2
    return np.asarray(np.clip(rise / spread, -CAP, CAP), np.float32)


def _smooth(rows: F4, length: int) -> F4:
    """The running mean of each column; at the ends over what is there."""
    sums = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0, dtype=np.float64)])
    place = np.arange(len(rows))
    low, high = np.maximum(0, place - length // 2), np.minimum(len(rows), place + length // 2 + 1)
    return np.asarray((sums[high] - sums[low]) / (high - low)[:, None], np.float32)


def spectrum(rows: F4, size: int) -> npt.NDArray[np.complex64]:
    """Of every band, whitened along time, so that no steady beat carries all the weight."""
    made = scipy.fft.rfft(rows, size, axis=0)
    strength = np.abs(made)
    usual = np.sqrt(np.square(strength).mean(axis=0, keepdims=True)) + 1e-9
    return np.asarray(made / np.maximum(strength, 0.3 * usual), np.complex64)


def near(one: F4, two: F4, *, most: int = 4) -> list[Near]:
    """The offsets at which two outlines fall together best, the best first; none where one is too short."""
    if len(one) < 8 or len(two) < 8:
        return []
    size = scipy.fft.next_fast_len(len(one) + len(two), real=True)
    return peaks(spectrum(one, size), spectrum(two, size), (len(one), len(two)), most)


def peaks(one: npt.NDArray[np.complex64], two: npt.NDArray[np.complex64], rows: Sequence[int], most: int) -> list[Near]:
    """As `near`, of two spectra of one size."""
    size = 2 * (len(one) - 1)
    curve = scipy.fft.irfft((np.conj(one) * two).sum(axis=1), size)
    lags = np.concatenate([np.arange(-rows[0] + 1, 0), np.arange(rows[1])])
    told = np.concatenate([curve[-rows[0] + 1 :], curve[: rows[1]]])
    # A short common stretch gives a smaller peak, and less to stand out from: both are known beforehand.
    common = np.minimum(np.minimum(rows[0] + np.minimum(lags, 0), rows[1] - np.maximum(lags, 0)), min(rows))
    scale = 1.4826 * float(np.median(np.abs(told))) + 1e-12
    height = np.where(common >= 2 * STEPS_S, told / scale, 0.0)
    made: list[Near] = []
    guard = round(APART_S * STEPS_S)
    for _ in range(most):
        top = int(np.argmax(height))
        if height[top] <= 0:
            break
        made.append(Near(lag=float(lags[top]) * HOP / RATE, height=float(height[top])))
        height[max(0, top - guard) : top + guard + 1] = 0
    return made
