"""Where little moves: whether the brightness of small tiles comes and goes alike in two films, at one offset and at no other.

What a decoder shows of a source has grain, flicker and the source's own coding in it. A copy shows the same; the same camera a minute
later shows others. In no tile is it much, in a thousand of them together it stands far above every other offset.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .cells import F4, covered
from .footage import F8, TILES, Film

I8 = npt.NDArray[np.int64]
CHANGES = np.array(
    [0, 0.25, 0.5, 1, 2, 5, 15, 60], np.float32
)  # read.pictures' codes, without the bit that says downwards
RATE = 8  # points a second, of which films are compared
PHASES = 4  # places of the other's points between those of the first that are tried
TREND, FINER = 5, 3  # points whose running mean is taken off: to find the offset, and to say it to the frame
FAINT = 0.1  # levels, below which a change counts by its size, above by its logarithm
OVERLAP, LEAST = 24, 16  # points that films must overlap by to be a copy; to be another offset that it is held against
NEAR, FAR = 3, 12  # points on either side of an offset that are the same burst, at least and at most
MOST = 9600  # points of a film; of longer ones none are read
AT_ONCE = 64  # tiles whose spectra are worked out together
WINDOW = RATE  # points that are asked one by one whether they, too, are like this at no other offset
OTHERS, USUAL = 150, 0.95  # offsets that a window is held against, and the share of them that it must be above
QUIET = 0.01  # mean square of changes, as they are compared, below which the points of a window say nothing, by their median
LEAST_SIGMA = 0.02  # of likeness times the root of the points: less is no spread of a film that changes at all
FEW = 40  # tiles that two pictures must share
BEGIN = 1.5  # seconds from the begin of both films, within which what an encoder does at a beginning is alike too
MIDDLE = 240  # points of a stretch, its middle, that are held against themselves, and that the offset is refined by
AROUND = 6  # steps of 1 / (RATE * PHASES) s on either side that the offset is sought in
FARTHER = (1, 2, 3, 5, 8, 12, 18, 26)  # such steps from there, at which it is asked how much less alike they are
EVENLY = 0.3  # seconds for which only what turns or drifts evenly is like itself
LESS = 5  # times less alike: not the same burst any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Changes of brightness of each tile, levels of 0 to 255, f4[n, k]: row i is the mean over 1 / `rate` s from `start` (s) on."""

    start: float
    rate: int
    rows: F4

    def resampled(self, begin: float, count: int, rate: int) -> "Tiles":
        """Means over other even parts of time. What lies before its begin or after its end is as there."""
        path = np.concatenate([np.zeros((1, self.rows.shape[1])), np.cumsum(self.rows, axis=0, dtype=np.float64)])
        places = np.clip((begin + np.arange(count + 1) / rate - self.start) * self.rate, 0, len(self.rows))
        low = np.minimum(places.astype(np.int64), len(self.rows) - 1)
        at = path[low] + self.rows[low] * (places - low)[:, None]
        return Tiles(start=begin, rate=rate, rows=np.asarray(np.diff(at, axis=0) * (rate / self.rate), np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiled:
    """Two films' tiles alike at one offset (second t of one is second t + `offset` of two, within `error`): by so many robust `sigmas`
    above the middle of all offsets, `others` the most of any other. From `start` to `end` of one, of `windows` of a second in which
    either changes, the share `alike` is more alike than at nearly all other offsets. `likeness` is the correlation over all of it,
    `again` the highest that what comes again in both films (an encoder's pulses) could make of it.
    `closely` that one was read as a query, `begins` that both files begin where it does."""

    offset: float
    error: float
    sigmas: float
    others: float
    start: float
    end: float
    windows: int
    alike: float
    likeness: float
    again: float
    closely: bool
    begins: bool


def tiles_of(film: Film) -> Tiles | None:
    """None where the reading has none (an older one, or too long a film), or too few."""
    rate = film.tiles_rate
    if not rate:
        return None
    first, last = int(np.ceil(film.start * rate - 1e-6)), int(np.floor(film.end * rate + 1e-6))
    if not OVERLAP * rate // RATE <= last - first <= MOST:
        return None
    codes = np.stack([film.tiles >> 4, film.tiles & 15], axis=2).reshape(len(film.tiles), TILES**2)
    levels = np.cumsum(np.concatenate([CHANGES, -CHANGES])[codes], axis=0, dtype=np.float32)
    held = np.concatenate([np.zeros_like(levels, shape=(1, TILES**2)), levels])
    order = np.argsort(film.tiles_at, kind="stable")  # where a clock went back, what came last holds
    before = np.searchsorted(film.tiles_at[order], np.arange(first, last), side="right")
    rows = held[np.concatenate([[0], order + 1])[before]]
    return Tiles(start=first / rate, rate=rate, rows=rows)


def alike(one: Film, two: Film, transform: F8) -> Tiled | None:
    """How two films' tiles are alike, one's picture laid upon two's; None where there is nothing to compare."""
    mine, theirs = tiles_of(one), tiles_of(two)
    weights = covered(transform, TILES)
    if mine is None or theirs is None or weights is None:
        return None
    filled = np.flatnonzero(weights.any(axis=1))
    if len(filled) < FEW:
        return None
    mine = replace(mine, rows=mine.rows @ weights[filled].astype(np.float32).T)
    theirs = replace(theirs, rows=theirs.rows[:, filled])
    if mine.rate <= theirs.rate:
        return _alike(mine, theirs)
    back = _alike(theirs, mine)
    return back and replace(back, offset=-back.offset, start=back.start + back.offset, end=back.end + back.offset)


def _alike(one: Tiles, two: Tiles) -> Tiled | None:
    """Of one, on its own points, and two, brought to them at each phase."""
    first = _told(one.rows, TREND)
    spectra, moved = _Spectra(first), []
    for number in range(PHASES):
        late = number / (RATE * PHASES)
        count = int((len(two.rows) / two.rate - late) * RATE)
        if min(count, len(first)) >= OVERLAP:
            moved.append(two.resampled(two.start + late, count, RATE))
    best = _peak([_at_all_lags(spectra, _told(other.rows, TREND)) for other in moved])
    if best is None:
        return None
    phase = moved[best.phase]
    second = _told(phase.rows, TREND)
    run = _run(first, second, best)
    if run is None:
        return None
    mine, theirs = first[run.first : run.last], second[run.first - best.lag : run.last - best.lag]
    offset, error = _refined(one, two, phase.start - one.start - best.lag / RATE)
    begun, ended = one.start + run.first / RATE, one.start + run.last / RATE
    return Tiled(
        offset=offset, error=error, sigmas=best.sigmas, others=best.others, start=begun, end=ended,
        windows=run.windows, alike=run.alike, likeness=_correlation(mine, theirs),
        again=_again(mine, theirs), closely=two.rate > RATE,
        begins=max(begun - one.start, begun + offset - two.start) <= BEGIN,
    )  # fmt: skip


def _again(one: F4, two: F4) -> float:
    """How alike what comes again in both, after the same while, could make them; less where not even half overlaps."""
    middle = slice(max(0, len(one) - MIDDLE) // 2, None)
    one, two = one[middle][:MIDDLE], two[middle][:MIDDLE]
    found = [0.0]
    for lag in range(NEAR + 1, len(one) - LEAST + 1):
        both = [max(0.0, _correlation(rows[lag:], rows[:-lag])) for rows in (one, two)]
        found.append(float(np.sqrt(both[0] * both[1] * min(1.0, 2 * (1 - lag / len(one))))))
    return max(found)


def _correlation(one: F4, two: F4) -> float:
    together, mine, theirs = (float(np.vdot(a, b)) for a, b in ((one, two), (one, one), (two, two)))
    return together / float(np.sqrt(max(mine * theirs, 1e-9)))


def _told(rows: F4, trend: int) -> F4:
    """Less its running mean, as a logarithm: what moves clearly counts for more than grain, but not for all."""
    padded = np.pad(rows, ((trend // 2, trend // 2), (0, 0)), mode="edge")
    sums = np.cumsum(np.pad(padded, ((1, 0), (0, 0))), axis=0, dtype=np.float64)
    flat = rows - (sums[trend:] - sums[:-trend]) / trend
    return np.asarray(np.sign(flat) * np.log1p(np.abs(flat) / FAINT), np.float32)


# --- at all offsets -----------------------------------------------------------------------------------------------------------


class _Spectra:
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
class _Lags:
    """How alike two films are, for how many points both have, at each lag: point i of the other meets point i + lag."""

    lags: I8
    found: F8
    overlap: I8


def _at_all_lags(spectra: _Spectra, other: F4) -> _Lags:
    rows = spectra.rows
    lags = np.arange(LEAST - len(other), len(rows) - LEAST + 1)
    size = 1 << int(len(rows) + len(other) - 1).bit_length()
    i, j = np.maximum(0, lags), np.maximum(0, -lags)
    overlap = np.minimum(len(rows) - i, len(other) - j)
    mine, theirs = (np.concatenate([[0.0], np.cumsum((r * r).sum(axis=1), dtype=np.float64)]) for r in (rows, other))
    energy = (mine[i + overlap] - mine[i]) * (theirs[j + overlap] - theirs[j])
    floor = (QUIET * rows.shape[1] * overlap) ** 2
    found = spectra.with_other(other, size)[lags % size] / np.sqrt(np.maximum(energy, floor)) * np.sqrt(overlap)
    return _Lags(lags=lags, found=found, overlap=overlap)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Peak:
    """Where two are most alike: at which phase and lag, and which lags of that phase are not the same burst."""

    phase: int
    lag: int
    sigmas: float
    others: float
    away: I8


def _peak(phases: Sequence[_Lags]) -> _Peak | None:
    """Held against all other lags of all phases: what comes again after a while that is no whole number of points is so found.
    None where there are too few."""
    if not phases or len(phases[0].lags) < 4 * NEAR:
        return None
    every = np.concatenate([made.found for made in phases])
    sigma = max(1.4826 * float(np.median(np.abs(every - np.median(every)))), LEAST_SIGMA)
    most = [np.where(made.overlap >= OVERLAP, made.found, -np.inf) for made in phases]
    phase = int(np.argmax([found.max() for found in most]))
    best = phases[phase].lags[int(np.argmax(most[phase]))]
    near = _burst(phases[phase].found, int(np.argmax(most[phase])))
    others = max(
        float(made.found[np.abs(made.lags - best - (number - phase) / PHASES) > near].max(initial=0.0))
        for number, made in enumerate(phases)
    )
    away = phases[phase].lags[np.abs(phases[phase].lags - best) > near]
    return _Peak(
        phase=phase, lag=int(best), sigmas=float(most[phase].max()) / sigma, others=max(0.0, others) / sigma, away=away
    )  # fmt: skip


def _burst(found: F8, best: int) -> int:
    """How many lags away it is another one: what turns evenly is like itself for longer, and less and less."""
    less = np.flatnonzero(found < found[best] / LESS)
    sides = less[less < best], less[less > best]
    return max(NEAR, *(min(FAR, int(np.abs(side - best).min(initial=FAR))) for side in sides))


# --- second by second ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Points of the first film for which most speaks, and what its windows say."""

    first: int
    last: int
    windows: int
    alike: float


def _run(rows: F4, other: F4, peak: _Peak) -> _Run | None:
    first, here = _windows(rows, other, peak.lag)
    some = peak.away[np.linspace(0, len(peak.away) - 1, min(len(peak.away), OTHERS)).astype(int)]
    elsewhere = np.concatenate([_windows(rows, other, int(lag))[1] for lag in some])
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
    # What lies within two windows of an end that both have goes to the stretch: a window is no more than a second's guess.
    end = min(len(rows), len(other) + peak.lag)
    start = first if begin <= 2 else first + begin * WINDOW
    stop = end if last >= len(here) - 2 else first + last * WINDOW
    return _Run(first=start, last=stop, windows=count, alike=float(above[begin:last].sum()) / count)


def _windows(rows: F4, other: F4, lag: int) -> tuple[int, F8]:
    """(the first point of the first film that both have at a lag, how alike each window from there on is); NaN where one is quiet."""
    first = max(0, lag)
    count = (min(len(rows), len(other) + lag) - first) // WINDOW
    a = rows[first : first + count * WINDOW]
    b = other[first - lag : first - lag + count * WINDOW]
    products = [
        np.einsum("nk,nk->n", x, y, dtype=np.float64).reshape(count, WINDOW) for x, y in ((a, b), (a, a), (b, b))
    ]
    both, mine, theirs = (product.sum(axis=1) for product in products)
    tells = np.minimum(*(np.median(product, axis=1) for product in products[1:])) >= QUIET * rows.shape[1]
    return first, np.where(tells, both / np.sqrt(np.maximum(mine * theirs, 1e-9)), np.nan)


# --- to the frame -------------------------------------------------------------------------------------------------------------


def _refined(one: Tiles, two: Tiles, offset: float) -> tuple[float, float]:
    """(offset, error): where a narrow trend says that they are most alike, and how far away they are a fifth as much. What turns or
    drifts evenly is like itself for long, and is placed beside where it stands: then its moment is beside too, by twice that."""
    step = 1 / (RATE * PHASES)
    near = [_at(one, two, offset + number * step) for number in range(-AROUND, AROUND + 1)]
    best = _best(near) - AROUND
    less = max(near) / LESS
    low, high = (next((far for far in FARTHER if _at(one, two, offset + (best + side * far) * step) <= less), FARTHER[-1])
                 for side in (-1, 1))  # fmt: skip
    error = (low + high) / 2 * step
    return offset + best * step, error * (1 + (error >= EVENLY))


def _at(one: Tiles, two: Tiles, offset: float) -> float:
    low = max(one.start, two.start - offset)
    first = int(np.ceil((low - one.start) * RATE - 1e-6))
    last = int(
        np.floor(
            (min(one.start + len(one.rows) / RATE, two.start + len(two.rows) / two.rate - offset) - one.start) * RATE
            + 1e-6
        )
    )
    if last - first < LEAST:
        return -1.0
    first, last = max(first, (first + last - MIDDLE) // 2), min(last, (first + last + MIDDLE) // 2)
    a = _told(one.rows[first:last], FINER)
    b = _told(two.resampled(one.start + first / RATE + offset, last - first, RATE).rows, FINER)
    return _correlation(a, b)


def _best(tried: list[float]) -> float:
    """Where between its numbers a series is highest."""
    best = int(np.argmax(tried))
    if not 0 < best < len(tried) - 1:
        return float(best)
    before, here, after = tried[best - 1 : best + 2]
    bend = before - 2 * here + after
    return best + (float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < -1e-9 else 0.0)
