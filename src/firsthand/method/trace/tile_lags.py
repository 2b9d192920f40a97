"""How alike the tiles of two films are at every offset: the peak, by how much it stands out, and second by second around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .cells import F4
from .footage import F8

I8 = npt.NDArray[np.int64]
PHASES = 4  # places of the other's points between those of the first that are tried
NEAR, FAR = 3, 12  # points on either side of an offset that are the same burst, at least and at most
AT_ONCE = 64  # tiles whose spectra are worked out together
OTHERS, USUAL = 150, 0.95  # offsets that a window is held against, and the share of them that it must be above
QUIET = 0.01  # mean square of changes, as they are compared, below which the points of a window say nothing, by their median
LEAST_SIGMA = 0.02  # of likeness times the root of the points: less is no spread of a film that changes at all
LESS = 5  # times less alike: not the same burst any more


class Spectra:
    """A film's tiles, and their spectra by length: they are met by each phase of the other."""

    def __init__(self, rows: F4) -> None:
        self.rows = rows
        self._made: dict[int, npt.NDArray[np.complex64]] = {}

    def of(self, size: int) -> npt.NDArray[np.complex64]:
        if size not in self._made:
            parts = [np.conj(_spectrum(part, size)) for part in _parts(self.rows)]
            self._made[size] = np.concatenate(parts, axis=1)
        return self._made[size]

    def with_other(self, rows: F4, size: int) -> F8:
        """Products at each lag of point i of this and point i - lag of the other, all tiles together."""
        total, at = np.zeros(size // 2 + 1, np.complex128), 0
        for part in _parts(rows):
            total += (self.of(size)[:, at : at + part.shape[1]] * _spectrum(part, size)).sum(axis=1)
            at += part.shape[1]
        return np.asarray(np.fft.irfft(np.conj(total), size))


def _parts(rows: F4) -> Iterator[F4]:
    for begun in range(0, rows.shape[1], AT_ONCE):
        yield rows[:, begun : begun + AT_ONCE]


def _spectrum(rows: F4, size: int) -> npt.NDArray[np.complex64]:
    return np.asarray(np.fft.rfft(rows, size, axis=0), np.complex64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lags:
    """How alike two films are, for how many points both have, at each lag: point i of the other meets point i + lag."""

    lags: I8
    found: F8
    overlap: I8


def at_all_lags(spectra: Spectra, other: F4, least: int) -> Lags:
    """Wherever both have `least` points."""
    rows = spectra.rows
    lags = np.arange(least - len(other), len(rows) - least + 1)
    size = 1 << int(len(rows) + len(other) - 1).bit_length()
    i, j = np.maximum(0, lags), np.maximum(0, -lags)
    overlap = np.minimum(len(rows) - i, len(other) - j)
    mine, theirs = (np.concatenate([[0.0], np.cumsum((r * r).sum(axis=1), dtype=np.float64)]) for r in (rows, other))
    energy = (mine[i + overlap] - mine[i]) * (theirs[j + overlap] - theirs[j])
    floor = (QUIET * rows.shape[1] * overlap) ** 2
    found = spectra.with_other(other, size)[lags % size] / np.sqrt(np.maximum(energy, floor)) * np.sqrt(overlap)
    return Lags(lags=lags, found=found, overlap=overlap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Where two are most alike: at which phase and lag, and which lags of that phase are not the same burst."""

    phase: int
    lag: int
    sigmas: float
    others: float
    away: I8


def peak_of(phases: Sequence[Lags], overlap: int) -> Peak | None:
    """Held against all other lags of all phases: what comes again after a while that is no whole number of points is so found.
    None where there are too few."""
    if not phases or len(phases[0].lags) < 4 * NEAR:
        return None
    every = np.concatenate([made.found for made in phases])
    sigma = max(1.4826 * float(np.median(np.abs(every - np.median(every)))), LEAST_SIGMA)
    most = [np.where(made.overlap >= overlap, made.found, -np.inf) for made in phases]
    phase = int(np.argmax([found.max() for found in most]))
    best = phases[phase].lags[int(np.argmax(most[phase]))]
    near = _burst(phases[phase].found, int(np.argmax(most[phase])))
    others = max(
        float(made.found[np.abs(made.lags - best - (number - phase) / PHASES) > near].max(initial=0.0))
        for number, made in enumerate(phases)
    )
    away = phases[phase].lags[np.abs(phases[phase].lags - best) > near]
    return Peak(
        phase=phase, lag=int(best), sigmas=float(most[phase].max()) / sigma, others=max(0.0, others) / sigma, away=away
    )  # fmt: skip


def _burst(found: F8, best: int) -> int:
    """How many lags away it is another one: what turns evenly is like itself for longer, and less and less."""
    less = np.flatnonzero(found < found[best] / LESS)
    sides = less[less < best], less[less > best]
    return max(NEAR, *(min(FAR, int(np.abs(side - best).min(initial=FAR))) for side in sides))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Points of the first film for which most speaks, and what its windows say."""

    first: int
    last: int
    windows: int
    alike: float


def run_of(rows: F4, other: F4, peak: Peak, window: int) -> Run | None:
    """What windows of so many points say at the peak; None where there is no other offset to hold them against."""
    first, here = _windows(rows, other, peak.lag, window)
    some = peak.away[np.linspace(0, len(peak.away) - 1, min(len(peak.away), OTHERS)).astype(int)]
    elsewhere = np.concatenate([np.zeros(0), *(_windows(rows, other, int(lag), window)[1] for lag in some)])
    elsewhere = elsewhere[np.isfinite(elsewhere)]
    tell = np.isfinite(here)
    if not tell.any() or not len(elsewhere):
        return None
    above = np.where(tell, here, 0.0) > max(0.0, float(np.quantile(elsewhere, USUAL)))
    worth = np.where(tell, np.where(above, 1.0, -1.5), 0.0)
    sums = np.concatenate([[0.0], np.cumsum(worth)])
    gain = sums - np.minimum.accumulate(sums)
    last = int(np.argmax(gain))
    begin = int(np.argmin(sums[: last + 1]))
    count = int(tell[begin:last].sum())
    if not count:
        return None
    # What lies within two windows of an end that both have goes to the stretch: a window is no more than a guess.
    end = min(len(rows), len(other) + peak.lag)
    start = first if begin <= 2 else first + begin * window
    stop = end if last >= len(here) - 2 else first + last * window
    return Run(first=start, last=stop, windows=count, alike=float(above[begin:last].sum()) / count)


def _windows(rows: F4, other: F4, lag: int, window: int) -> tuple[int, F8]:
    """(the first point of the first film that both have at a lag, how alike each window from there on is); NaN where one is quiet."""
    first = max(0, lag)
    count = (min(len(rows), len(other) + lag) - first) // window
    a = rows[first : first + count * window]
    b = other[first - lag : first - lag + count * window]
    products = [
        np.einsum("nk,nk->n", x, y, dtype=np.float64).reshape(count, window) for x, y in ((a, b), (a, a), (b, b))
    ]
    both, mine, theirs = (product.sum(axis=1) for product in products)
    tells = np.minimum(*(np.median(product, axis=1) for product in products[1:])) >= QUIET * rows.shape[1]
    return first, np.where(tells, both / np.sqrt(np.maximum(mine * theirs, 1e-9)), np.nan)
