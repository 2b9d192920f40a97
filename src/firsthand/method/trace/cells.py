"""Where in the picture two films move alike: movement in 8 x 8 cells, laid upon one another as the geometry says."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .footage import CELLS, F8, Film
from .motion import HOP, LIMIT, RATE, SHORTEST, TREND, WIDE, WINDOW, Likeness

F4 = npt.NDArray[np.float32]
SUB = 4  # points on a side of a cell by which its place in the other picture is worked out
COVERED = 0.5  # least share of a cell that the other's picture must fill, for it to be compared
FLOOR = 4.0  # levels a second in a cell: movement below it is the codec's own
BLOCK = 7500  # points that are worked out at a time: the steps of hours are never unpacked all at once
MOST = 1500  # points of a stretch that are held against every other offset
STILL = 0.05  # mean square of movement, below which it is not scaled up
MOVES = 20.0  # levels a second by which movement must come and go in some cell, for a window to tell anything
LEVELS = ((2 ** (np.arange(256) / 23) - 1) / 8).astype(np.float32)  # read.pictures' code back to levels
UPRIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])  # the same picture; shares of width and height


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How fast each cell goes, levels a second, f4[64, n] on an even grid of `rate` points a second from `start`."""

    start: float
    rate: float
    went: F4

    @property
    def length(self) -> int:
        return int(self.went.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Two films' movement in the cells that both fill, compressed and less its trend: f4[k, n] of one, f4[k, m] of two;
    `raw` is the same in levels a second."""

    one: F4
    two: F4
    raw: tuple[F4, F4]
    first: Course
    second: Course

    @property
    def cells(self) -> int:
        return len(self.one)


def course(
    film: Film, *, speed: float = 1.0, rate: float = RATE, within: tuple[float, float] | None = None, of: F4 | None = None
) -> Course | None:  # fmt: skip
    """The cells of a film whose clock is divided by `speed`, or of a stretch of it (its own seconds); None where too short.

    `of` f4[576, k] makes k cells of a part of the picture from the film's fine ones (closer.py)."""
    coded = film.cells if of is None else film.fine
    if len(coded) < 4:
        return None
    at = film.moves[:, 0]
    low, high = within or (at[0], at[-1])
    first, last = np.searchsorted(at, [low, high + 1e-9])
    at, cells = at[max(0, first - 1) : last] / speed, coded[max(0, first - 1) : last]
    if len(at) < 4:
        return None
    begin, end = at[0] + WIDE, at[-1] - WIDE
    count = int((end - begin) * rate)
    if count < SHORTEST * rate / RATE:
        return None
    start = np.ceil(begin * rate) / rate
    grid = start + np.arange(count) / rate
    went = np.empty((CELLS**2 if of is None else of.shape[1], count), np.float32)
    for begun in range(0, count, BLOCK):
        went[:, begun : begun + BLOCK] = _went(cells, at, grid[begun : begun + BLOCK], of)
    return Course(start=float(start), rate=rate, went=went)


def _went(cells: npt.NDArray[np.uint8], at: F8, grid: F8, of: F4 | None) -> F8:
    """How fast each cell goes at some points of the grid: the path within WIDE seconds. Only the steps about them are unpacked."""
    first, last = np.searchsorted(at, [grid[0] - WIDE, grid[-1] + WIDE])
    first, last = max(0, int(first) - 1), int(last) + 1
    steps = LEVELS[cells[first:last]]
    path = np.cumsum(steps if of is None else steps @ of, axis=0, dtype=np.float64)
    near = at[first:last]
    return ((_between(path, near, grid + WIDE / 2) - _between(path, near, grid - WIDE / 2)) / WIDE).T


def _between(path: F8, at: F8, wanted: F8) -> F8:
    """Rows of a path at other times, by straight lines."""
    last = np.clip(np.searchsorted(at, wanted, side="right"), 1, len(at) - 1)
    share = np.clip((wanted - at[last - 1]) / np.maximum(at[last] - at[last - 1], 1e-9), 0.0, 1.0)
    return np.asarray(path[last - 1] + (path[last] - path[last - 1]) * share[:, None])


def lay(one: Course, two: Course, transform: F8) -> Laid | None:
    """The cells of two that one's picture fills, and what one shows there. `transform` f8[2,3] takes shares of one's picture
    to shares of two's. None where they share no cell."""
    weights = covered(transform)
    if weights is None:
        return None
    filled = np.flatnonzero(weights.any(axis=1))
    drawn = weights[filled].astype(np.float32) @ one.went
    there = two.went[filled]
    return Laid(
        one=told(drawn, one.rate), two=told(there, two.rate), raw=(drawn, there),
        first=one, second=two,
    )  # fmt: skip


def covered(transform: F8, side: int = CELLS) -> F8 | None:
    """For each cell of two that one's picture fills (`side` of them on a side), what share each cell of one has in it, f8[64, 64]:
    rows of the others are 0. None where they share no cell."""
    weights = weighed(transform, side)
    held = weights.sum(axis=1)
    if not held.any():
        return None
    filled = held >= min(COVERED, float(held.max()))
    weights[~filled] = 0.0
    weights[filled] /= held[filled, None]
    return weights


def weighed(transform: F8, side: int = CELLS) -> F8:
    """Which share of each cell of two is filled by each cell of one, f8[64, 64] where 8 are on a side."""
    steps = (np.arange(side * SUB) + 0.5) / (side * SUB)
    down, across = np.meshgrid(steps, steps, indexing="ij")
    back = np.linalg.pinv(np.vstack([transform, [0.0, 0.0, 1.0]]))[:2]
    x, y = back @ np.stack([across.ravel(), down.ravel(), np.ones(down.size)])
    inside = (x >= 0) & (x < 1) & (y >= 0) & (y < 1)
    mine = np.clip((y * side).astype(int), 0, side - 1) * side + np.clip((x * side).astype(int), 0, side - 1)
    theirs = (down.ravel() * side).astype(int) * side + (across.ravel() * side).astype(int)
    made = np.zeros((side**2, side**2))
    np.add.at(made, (theirs[inside], mine[inside]), 1 / SUB**2)
    return made


def told(went: F4, rate: float) -> F4:
    """As a logarithm, less its running mean, so and no more of one burst."""
    width = int(TREND * rate / RATE) | 1
    series = np.log(went + FLOOR)
    padded = np.pad(series, ((0, 0), (width // 2, width // 2)), mode="edge")
    sums = np.cumsum(np.pad(padded, ((0, 0), (1, 0))), axis=1, dtype=np.float64)
    flat = series - (sums[:, width:] - sums[:, :-width]) / width
    return np.asarray(np.clip(flat / 0.5, -LIMIT, LIMIT), np.float32)


def at_all_lags(laid: Laid, least: int) -> tuple[npt.NDArray[np.int64], F8, F8]:
    """(lags in grid points, how alike the cells move, overlap in points), wherever they overlap by `least` points.

    At a lag k, point i of one meets point i + k of two.
    """
    long, other = laid.one.shape[1], laid.two.shape[1]
    least = min(least, long, other)
    lags = np.arange(-(long - least), other - least + 1)
    size = 1 << int(long + other - 1).bit_length()
    product = np.zeros(size // 2 + 1, np.complex128)
    for x, y in zip(laid.one, laid.two, strict=True):
        product += np.conj(np.fft.rfft(x, size)) * np.fft.rfft(y, size)
    together = np.fft.irfft(product, size)[lags % size]
    i, j = np.maximum(0, -lags), np.maximum(0, lags)
    overlap = np.minimum(long - i, other - j)
    mine, theirs = (
        np.concatenate([[0.0], np.cumsum((s * s).sum(axis=0), dtype=np.float64)]) for s in (laid.one, laid.two)
    )
    energy = (mine[i + overlap] - mine[i]) * (theirs[j + overlap] - theirs[j])
    floor = (STILL * overlap) ** 2
    return lags, together / np.sqrt(np.maximum(energy, floor)), overlap.astype(np.float64)


def likeness(laid: Laid, lag: int, first: int, last: int) -> Likeness:
    """Over points `first` to `last` of one, at a lag: in windows of two seconds, all cells together.

    A window tells where in both films some cell moves more than a codec's pulses, which come alike in all films of one maker.
    """
    first, last = max(first, 0, -lag), min(last, laid.one.shape[1], laid.two.shape[1] - lag)
    found, count = [], 0
    finer = round(laid.first.rate / RATE)  # points of a finer grid for one of the usual
    for start in range(first, max(last - SHORTEST * finer, first) + 1, HOP * finer):
        stop = min(start + WINDOW * finer, last)
        if stop - start < SHORTEST * finer:
            break
        count += 1
        near, far = laid.raw[0][:, start:stop], laid.raw[1][:, start + lag : stop + lag]
        if min(np.ptp(near, axis=1).max(), np.ptp(far, axis=1).max()) >= MOVES:
            found.append(alike(laid.one[:, start:stop], laid.two[:, start + lag : stop + lag]))
    if not found:
        return Likeness(windows=count, telling=0, median=0.0, least=0.0)
    return Likeness(windows=count, telling=len(found), median=float(np.median(found)), least=min(found))


def evidence(one: npt.NDArray[Any], two: npt.NDArray[Any], lag: int, first: int, last: int, asked: float) -> F8:
    """For points `first` to `last` of one: above 0 where two sets of series are more alike than `asked` (a correlation), below
    where they are less, 0 where nothing moves."""
    a, b = one[:, first:last], two[:, first + lag : last + lag]
    together = np.einsum("kn,kn->n", a, b)
    energy = np.einsum("kn,kn->n", a, a) + np.einsum("kn,kn->n", b, b)
    return np.asarray((2 * together - asked * energy) / np.sqrt(len(one)), np.float64)


def stands_out(laid: Laid, lag: int, first: int, last: int) -> tuple[float, float]:
    """(how alike points `first` to `last` of one move at a lag, by how much that is above every other lag far enough away). The
    stretch of the longer film is held against the shorter, whichever stands first."""
    if laid.one.shape[1] < laid.two.shape[1]:
        laid, lag, first, last = replace(laid, one=laid.two, two=laid.one), -lag, first + lag, last + lag
    middle, half = (first + last) // 2, min(MOST, last - first) // 2
    part = replace(laid, one=laid.one[:, middle - half : middle + half])
    lags, found, _ = at_all_lags(part, half)
    away = np.abs(lags - lag - (middle - half))
    here = float(found[away == 0].max(initial=0.0))
    return here, here - float(found[away >= 10].max(initial=0.0))


def alike(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> float:
    """The correlation of two sets of series, all of a set together; each is less its trend already."""
    return float((a * b).sum() / np.sqrt(max(float((a * a).sum()) * float((b * b).sum()), 1e-9)))
