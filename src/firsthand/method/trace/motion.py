"""How a film moves over time, and where two films move alike: what tells a copy from the same scene at another moment."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .footage import F8, Film

RATE = 12.5  # grid points a second
WIDE = 0.16  # seconds that one grid point is drawn from, so that it matters little which frames a copy has kept
TREND = 13  # grid points whose running mean is taken off: what is slower is the scene, not its movement
FLOOR = 2.0  # levels a second: movement below it is the codec's own
LIMIT = 3.0  # so much and no more counts of one burst: a single flash must not decide
WINDOW, HOP = 25, 12  # grid points of a window in which two films are compared, and from one window to the next
ENOUGH = (0.18, 0.08)  # least spread of movement and of brightness in a window that tells anything
SHORTEST = 15  # grid points: below, no film is compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """Two series on an even grid of `rate` points a second from `start` (seconds): movement, change of brightness."""

    start: float
    rate: float
    rows: F8  # [2, n]

    @property
    def length(self) -> int:
        return int(self.rows.shape[1])


def motion_of(film: Film, *, speed: float = 1.0, rate: float = RATE) -> Motion | None:
    """The movement of a film whose clock is divided by `speed`; None where there is too little of it.

    Movement is the path that the picture has gone within WIDE seconds (the sum of all steps, so that dropped frames matter
    little), as a logarithm, less its trend; brightness is the mean over WIDE seconds, its slope compressed.
    """
    if len(film.moves) < 4:
        return None
    at, steps, luma = film.moves[:, 0] / speed, film.moves[:, 1], film.moves[:, 2]
    first, last = at[0] + WIDE, at[-1] - WIDE
    count = int((last - first) * rate)
    if count < SHORTEST * rate / RATE:
        return None
    start = np.ceil(first * rate) / rate
    grid = start + np.arange(count) / rate
    path = np.cumsum(steps)
    light = np.concatenate([[0.0], np.cumsum((luma[1:] + luma[:-1]) / 2 * np.diff(at))])
    before, after = grid - WIDE / 2, grid + WIDE / 2
    went = (np.interp(after, at, path) - np.interp(before, at, path)) / WIDE
    mean = (np.interp(after, at, light) - np.interp(before, at, light)) / WIDE
    slope = np.gradient(mean) * (rate / RATE)
    trend = int(TREND * rate / RATE) | 1
    movement = np.clip(_flat(np.log(np.maximum(went, 0) + FLOOR), trend) / 0.5, -LIMIT, LIMIT)
    change = _flat(slope, trend)
    bright = np.clip(np.sign(change) * np.log1p(np.abs(change) / 0.3), -LIMIT, LIMIT)
    return Motion(start=float(start), rate=rate, rows=np.stack([movement, bright]))


def _flat(series: F8, width: int) -> F8:
    """Less its running mean."""
    padded = np.pad(series, width // 2, mode="edge")
    sums = np.concatenate([[0.0], np.cumsum(padded)])
    return np.asarray(series - (sums[width:] - sums[:-width]) / width)


def alike_at_all_lags(one: Motion, two: Motion, least: int) -> tuple[npt.NDArray[np.int64], F8, F8]:
    """(lags in grid points, mean correlation of the two series, overlap in points) wherever they overlap by `least`.

    At a lag k, point i of `one` meets point i + k of `two`.
    """
    long, other = one.length, two.length
    least = min(least, long, other)
    lags = np.arange(-(long - least), other - least + 1)
    from_one, from_two = np.maximum(0, -lags), np.maximum(0, lags)
    overlap = np.minimum(long - from_one, other - from_two)
    total = np.zeros(len(lags))
    for x, y in zip(one.rows, two.rows, strict=True):
        total += _correlation(x, y, lags, from_one, from_two, overlap)
    return lags, total / 2, overlap.astype(np.float64)


def _correlation(
    x: F8,
    y: F8,
    lags: npt.NDArray[np.int64],
    i: npt.NDArray[np.int64],
    j: npt.NDArray[np.int64],
    n: npt.NDArray[np.int64],
) -> F8:
    """Pearson's correlation at every lag: products by FFT, means and spreads by running sums."""
    size = 1 << int(len(x) + len(y) - 1).bit_length()
    products = np.fft.irfft(np.conj(np.fft.rfft(x, size)) * np.fft.rfft(y, size), size)[lags % size]
    sum_x, square_x, sum_y, square_y = (np.concatenate([[0.0], np.cumsum(s)]) for s in (x, x * x, y, y * y))
    mean_x, mean_y = (sum_x[i + n] - sum_x[i]) / n, (sum_y[j + n] - sum_y[j]) / n
    spread_x = (square_x[i + n] - square_x[i]) / n - mean_x**2
    spread_y = (square_y[j + n] - square_y[j]) / n - mean_y**2
    return np.asarray(
        (products / n - mean_x * mean_y) / np.sqrt(np.maximum(spread_x, 1e-6) * np.maximum(spread_y, 1e-6))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two films move over a stretch: of `windows` (2 s each, 1 s apart) so many `telling` (both move enough),
    their median correlation (`median`), and the least of them."""

    windows: int
    telling: int
    median: float
    least: float

    @property
    def seconds(self) -> float:
        """Footage that the telling windows cover, overlaps once."""
        return (WINDOW + (self.telling - 1) * HOP) / RATE if self.telling else 0.0


def likeness(one: Motion, two: Motion, lag: int, first: int, last: int) -> Likeness:
    """Over points `first` to `last` of `one`, at a lag."""
    first, last = max(first, 0, -lag), min(last, one.length, two.length - lag)
    found = []
    count = 0
    for start in range(first, max(last - SHORTEST, first) + 1, HOP):
        stop = min(start + WINDOW, last)
        if stop - start < SHORTEST:
            break
        count += 1
        a, b = one.rows[:, start:stop], two.rows[:, start + lag : stop + lag]
        spread = np.minimum(a.std(axis=1), b.std(axis=1))
        if (spread >= ENOUGH).all():
            found.append(float(np.mean([np.corrcoef(x, y)[0, 1] for x, y in zip(a, b, strict=True)])))
    if not found:
        return Likeness(windows=count, telling=0, median=0.0, least=0.0)
    return Likeness(windows=count, telling=len(found), median=float(np.median(found)), least=min(found))


def evidence(one: Motion, two: Motion, lag: int, first: int, last: int) -> F8:
    """For points `first` to `last` of `one`: above 0 where the two move alike, below where they do not, 0 where nothing moves."""
    a, b = one.rows[:, first:last], two.rows[:, first + lag : last + lag]
    return np.asarray((2 * a * b - 0.55 * (a * a + b * b)).sum(axis=0))
