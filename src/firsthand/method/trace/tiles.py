"""Where little moves: whether the brightness of small tiles comes and goes alike in two films, at one offset and at no other.

What a decoder shows of a source has grain, flicker and the source's own coding in it. A copy shows the same; the same camera a minute
later shows others. In no tile is it much, in a thousand of them together it stands far above every other offset.
"""

from dataclasses import dataclass, replace

import numpy as np

from .cells import F4, covered
from .footage import F8, TILES, Film
from .tile_lags import LESS, NEAR, PHASES, QUIET, Spectra, at_all_lags, peak_of, run_of

CHANGES = np.array(
    [0, 0.25, 0.5, 1, 2, 5, 15, 60], np.float32
)  # read.pictures' codes, without the bit that says downwards
RATE = 8  # points a second, of which films are compared
TREND, FINER = 5, 3  # points whose running mean is taken off: to find the offset, and to say it to the frame
FAINT = 0.1  # levels, below which a change counts by its size, above by its logarithm
OVERLAP, LEAST = 24, 16  # points that films must overlap by to be a copy; to be another offset that it is held against
SHORTEST = 7  # points of a film that is shorter: all but one of them must lie in the other
MOST = 9600  # points of a film; of longer ones none are read
WINDOW = RATE  # points that are asked one by one whether they, too, are like this at no other offset
SOME, CLEARLY = (
    2,
    1.5,
)  # points at the least that are asked whether a stretch goes on, and how many times more alike they must be
BURSTS = 2  # patterns of tiles without which what is so short must be alike too
FEWER, PARTS = 4, 6  # windows of which a film has fewer, that is then cut in so many: one burst fills few of them
FEW = 40  # tiles that two pictures must share
BEGIN = 1.5  # seconds from the begin of both films, within which what an encoder does at a beginning is alike too
MIDDLE = 240  # points of a stretch, its middle, that are held against themselves, and that the offset is refined by
AROUND = 6  # steps of 1 / (RATE * PHASES) s on either side that the offset is sought in
FARTHER = (1, 2, 3, 5, 8, 12, 18, 26)  # such steps from there, at which it is asked how much less alike they are
EVENLY = 0.3  # seconds for which only what turns or drifts evenly is like itself


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

    def between(self, within: tuple[float, float] | None) -> "Tiles | None":
        """What lies within two seconds; None where that is too little."""
        if within is None:
            return self
        first, last = (round((second - self.start) * self.rate, 6) for second in within)
        low, high = max(0, int(np.ceil(first))), max(0, int(np.floor(last)))
        part = replace(self, start=self.start + low / self.rate, rows=self.rows[low:high])
        return part if len(part.rows) * RATE >= SHORTEST * self.rate else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Points that two films must overlap by, to be a copy and to be held against it, and points of a window: fewer where one of
    them is short."""

    overlap: int
    least: int
    window: int

    @classmethod
    def of(cls, points: int) -> "_Asked":
        overlap = min(OVERLAP, points - 1)
        window = WINDOW if points >= FEWER * WINDOW else max(1, points // PARTS)
        return cls(overlap=overlap, least=min(LEAST, overlap), window=window)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiled:
    """Two films' tiles alike at one offset (second t of one is second t + `offset` of two, within `error`): by so many robust `sigmas`
    above the middle of all offsets, `others` the most of any other. From `start` to `end` of one, of `windows` of a second (less, where
    one has less than four) in which either changes, the share `alike` is more alike than at nearly all other offsets. `likeness` is the
    correlation over all of it, `beside` what is left of that without the strongest patterns (of a short film), `again` the highest that
    what comes again in both films (an encoder's pulses) could make of it.
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
    beside: float
    again: float
    closely: bool
    begins: bool


def tiles_of(film: Film) -> Tiles | None:
    """None where the reading has none (an older one, or too long a film), or too few."""
    rate = film.tiles_rate
    if not rate:
        return None
    first, last = int(np.ceil(film.start * rate - 1e-6)), int(np.floor(film.end * rate + 1e-6))
    if not SHORTEST * rate // RATE <= last - first <= MOST:
        return None
    codes = np.stack([film.tiles >> 4, film.tiles & 15], axis=2).reshape(len(film.tiles), TILES**2)
    levels = np.cumsum(np.concatenate([CHANGES, -CHANGES])[codes], axis=0, dtype=np.float32)
    held = np.concatenate([np.zeros_like(levels, shape=(1, TILES**2)), levels])
    order = np.argsort(film.tiles_at, kind="stable")  # where a clock went back, what came last holds
    before = np.searchsorted(film.tiles_at[order], np.arange(first, last), side="right")
    rows = held[np.concatenate([[0], order + 1])[before]]
    return Tiles(start=first / rate, rate=rate, rows=rows)


Within = tuple[float, float] | None


def alike(one: Film, two: Film, transform: F8, within: tuple[Within, Within] = (None, None)) -> Tiled | None:
    """How two films' tiles are alike, one's picture laid upon two's, or those of a stretch `within` either (its seconds); None where
    there is nothing to compare."""
    laid = _laid(one, two, transform, within)
    if laid is None:
        return None
    mine, theirs = laid
    if mine.rate <= theirs.rate:
        return _alike(mine, theirs)
    back = _alike(theirs, mine)
    return back and replace(back, offset=-back.offset, start=back.start + back.offset, end=back.end + back.offset)


def goes_on(one: Film, two: Film, transform: F8, offset: float, low: float, high: float) -> bool:
    """Whether seconds `low` to `high` of one are clearly more alike at an offset than at every other."""
    laid = _laid(one, two, transform, (None, None))
    if laid is None:
        return False
    mine, theirs = laid
    first, last = round((low - mine.start) * RATE), round((high - mine.start) * RATE)
    begin = mine.start + first / RATE
    before = int(np.floor((begin + offset - theirs.start) * RATE + 1e-6))  # points of two before that moment
    count = before + int((theirs.start + len(theirs.rows) / theirs.rate - begin - offset) * RATE)
    rows = mine.resampled(mine.start, len(mine.rows) * RATE // mine.rate, RATE).rows
    other = _told(theirs.resampled(begin + offset - before / RATE, max(count, 0), RATE).rows, TREND)
    part = _told(rows, TREND)[max(0, first) : last]
    before, wanted = before + max(0, -first), last - max(0, first)
    part = part[: max(0, len(other) - before)]
    if before < 0 or len(part) < max(SOME, wanted - 1):  # the last eighth of a film is hardly ever whole
        return False
    found = np.array([_correlation(part, other[at : at + len(part)]) for at in range(len(other) - len(part) + 1)])
    away = found[np.abs(np.arange(len(found)) - before) > NEAR]
    moves = min(float((rows_ * rows_).mean()) for rows_ in (part, other[before : before + len(part)])) >= QUIET
    return bool(moves and len(away) and found[before] > CLEARLY * max(0.0, float(away.max())))


def _laid(one: Film, two: Film, transform: F8, within: tuple[Within, Within]) -> tuple[Tiles, Tiles] | None:
    """The tiles of two that one's picture fills, and what one shows there."""
    mine, theirs = tiles_of(one), tiles_of(two)
    mine, theirs = mine and mine.between(within[0]), theirs and theirs.between(within[1])
    weights = covered(transform, TILES)
    if mine is None or theirs is None or weights is None:
        return None
    filled = np.flatnonzero(weights.any(axis=1))
    if len(filled) < FEW:
        return None
    mine = replace(mine, rows=mine.rows @ weights[filled].astype(np.float32).T)
    return mine, replace(theirs, rows=theirs.rows[:, filled])


def _alike(one: Tiles, two: Tiles) -> Tiled | None:
    """Of one, on its own points, and two, brought to them at each phase."""
    asked = _Asked.of(min(len(one.rows), len(two.rows) * RATE // two.rate))
    moved = []
    for number in range(PHASES):
        late = number / (RATE * PHASES)
        count = int((len(two.rows) / two.rate - late) * RATE)
        if min(count, len(one.rows)) >= asked.overlap:
            moved.append(two.resampled(two.start + late, count, RATE))
    first, others = _told(one.rows, TREND), [_told(other.rows, TREND) for other in moved]
    spectra = Spectra(first)
    best = peak_of([at_all_lags(spectra, other, asked.least) for other in others], asked.overlap)
    if best is None:
        return None
    phase, second = moved[best.phase], others[best.phase]
    run = run_of(first, second, best, asked.window)
    if run is None:
        return None
    mine, theirs = first[run.first : run.last], second[run.first - best.lag : run.last - best.lag]
    offset, error = _refined(one, two, phase.start - one.start - best.lag / RATE, asked.least)
    begun, ended = one.start + run.first / RATE, one.start + run.last / RATE
    return Tiled(
        offset=offset, error=error, sigmas=best.sigmas, others=best.others, start=begun, end=ended,
        windows=run.windows, alike=run.alike, likeness=(likeness := _correlation(mine, theirs)),
        beside=_without_bursts(mine, theirs) if asked.window < WINDOW else likeness,
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


def _without_bursts(one: F4, two: F4) -> float:
    """Their correlation without the patterns of tiles that come and go most in both. A lamp that goes on, or an encoder's key picture, is
    one such pattern for all of the while (two, as a logarithm), and may be all that a second or two of one view has in common with
    another minute; grain has a pattern of its own in each point."""
    crossed = np.asarray(one, np.float64) @ two.T
    left, size, right = np.linalg.svd(crossed)
    bursts = float(np.einsum("nk,k,kn->", left[:, :BURSTS], size[:BURSTS], right[:BURSTS]))
    norm = float(np.sqrt(max(float(np.vdot(one, one)) * float(np.vdot(two, two)), 1e-9)))
    return (float(np.trace(crossed)) - bursts) / norm


def _told(rows: F4, trend: int) -> F4:
    """Less its running mean, as a logarithm: what moves clearly counts for more than grain, but not for all."""
    padded = np.pad(rows, ((trend // 2, trend // 2), (0, 0)), mode="edge")
    sums = np.cumsum(np.pad(padded, ((1, 0), (0, 0))), axis=0, dtype=np.float64)
    flat = rows - (sums[trend:] - sums[:-trend]) / trend
    return np.asarray(np.sign(flat) * np.log1p(np.abs(flat) / FAINT), np.float32)


# --- to the frame -------------------------------------------------------------------------------------------------------------


def _refined(one: Tiles, two: Tiles, offset: float, least: int) -> tuple[float, float]:
    """(offset, error): where a narrow trend says that they are most alike, and how far away they are a fifth as much. What turns or
    drifts evenly is like itself for long, and is placed beside where it stands: then its moment is beside too, by twice that."""
    step = 1 / (RATE * PHASES)
    near = [_at(one, two, offset + number * step, least) for number in range(-AROUND, AROUND + 1)]
    best = _best(near) - AROUND
    less = max(near) / LESS
    low, high = (next((far for far in FARTHER if _at(one, two, offset + (best + side * far) * step, least) <= less), FARTHER[-1])
                 for side in (-1, 1))  # fmt: skip
    error = (low + high) / 2 * step
    return offset + best * step, error * (1 + (error >= EVENLY))


def _at(one: Tiles, two: Tiles, offset: float, least: int) -> float:
    low = max(one.start, two.start - offset)
    first = int(np.ceil((low - one.start) * RATE - 1e-6))
    last = int(
        np.floor(
            (min(one.start + len(one.rows) / RATE, two.start + len(two.rows) / two.rate - offset) - one.start) * RATE
            + 1e-6
        )
    )
    if last - first < least:
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
