"""From guesses to stretches: which seconds of one film are which seconds of another, and what speaks for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from firsthand.method.pdq import differing, distances, forms

from . import cells as by_cells
from . import motion as by_motion
from .cells import Laid
from .ends import refined
from .footage import F8, Film
from .geometry import agreeing
from .guess import Asked, Guess, Placing, guesses, laid_so, whole
from .motion import RATE, Likeness, Motion
from .prepared import Prepared

SLACK = 0.75  # seconds: pictures are sampled twice a second, or once, so the nearest may be so far off
FAR = 3.0  # seconds: pictures further away than this are another moment
MOST_SEGMENTS, MOST_RUNS = 16, 3
MOST_APART = 100  # pictures that are held against all other moments
MOST_FEATURES = 12  # pictures of a stretch whose local features are compared
AGREE = 8  # features at their places, from which two pictures are the same to them
REACH = 1.0  # seconds around a guessed offset that are tried
SHORT = 1.0  # seconds: a shorter stretch is not one
NEAR_BITS, UNLIKE_BITS = 31, 96  # the published rule for "the same picture"; clearly another
ASKED = (
    0.35,
    0.15,
)  # correlations of the whole picture's movement, and the cells', from which they speak for an offset
AGAIN = 0.8  # likeness of movement from which the same seconds of one film may stand in two places of the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of one, [start, end] in its seconds, laid upon two, with what speaks for it.

    `pictures` were compared by PDQ, `near` of them are near (within the asked bits), `bits` the median distance, `apart` how
    many bits further the same pictures are from other moments of two; of `looked` pictures the local features of `agreed` lie
    where the placing puts them; `moves` says how alike the two move (in so many `cells` of the picture; 0: as a whole) and
    `stands_out` how far that likeness is above that at other offsets; `share` is that of the seconds that both have at this
    offset; `weight` orders.
    """

    start: float
    end: float
    offset: float
    speed: float
    placing: Placing
    pictures: int
    near: int
    bits: float
    apart: float
    looked: int
    agreed: int
    moves: Likeness
    cells: int
    parts: Likeness
    alike: float
    stands_out: float
    share: float
    weight: float
    error: float = 1.0

    def in_two(self) -> tuple[float, float]:
        return self.offset + self.start * self.speed, self.offset + self.end * self.speed


def segments(one: Prepared, two: Prepared, asked: Asked, placings: Sequence[Placing]) -> list[Segment]:
    """The stretches by which two films may be laid upon one another, the weightiest first, none of them twice."""
    tried = [made for guess in guesses(one, two, asked, placings) for made in _laid(one, two, guess, asked)]
    chosen: list[Segment] = []
    for segment in sorted(tried, key=lambda s: (-s.weight, s.start, s.offset)):
        if len(chosen) < MOST_SEGMENTS and not any(_same(segment, other) for other in chosen):
            chosen.append(_refined(one, two, segment))
    return chosen


def _refined(one: Prepared, two: Prepared, segment: Segment) -> Segment:
    """The same segment with its offset on the fine grid, and its ends at the frames where it was cut."""
    if not max(segment.moves.telling, segment.parts.telling):
        return segment
    ends = refined(one, two, segment.start, segment.end, segment.offset, segment.speed, segment.placing.transform)
    if ends.end - ends.start < SHORT:
        return segment
    return replace(segment, start=ends.start, end=ends.end, offset=ends.offset, error=ends.error)


def _same(one: Segment, two: Segment) -> bool:
    """Whether two segments claim the same seconds. A loop may: the same seconds of one in two places of the other."""
    (a, b), (c, d) = one.in_two(), two.in_two()
    mine, theirs = _overlap(one.start, one.end, two.start, two.end), _overlap(a, b, c, d)
    again = all(max(s.moves.median, s.parts.median) >= AGAIN and s.moves.telling >= 2 for s in (one, two))
    return (mine > 0.3 and theirs > 0.3) or (max(mine, theirs) > 0.5 and not again)


def _overlap(a: float, b: float, c: float, d: float) -> float:
    return (min(b, d) - max(a, c)) / max(min(b - a, d - c), 1e-9)


# --- what pictures say at an offset -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pictures:
    """Pictures of one met by a picture of two at an offset: when, how many bits off, how much further two's other moments are
    (worked out for some of them, NaN for the others)."""

    at: F8
    bits: F8
    apart: F8

    def within(self, start: float, end: float) -> "_Pictures":
        inside = (self.at >= start - 0.05) & (self.at <= end + 0.05)
        return _Pictures(at=self.at[inside], bits=self.bits[inside], apart=self.apart[inside])


def _met(one: Film, two: Film, offset: float, speed: float, form: int) -> _Pictures:
    mine, theirs = np.flatnonzero(one.good), np.flatnonzero(two.good)
    expected = offset + speed * one.at[mine]
    first, last = np.searchsorted(two.at[theirs], [expected - SLACK * speed, expected + SLACK * speed])
    meets = np.flatnonzero(last > first)
    hashes, known = forms(one.hashes[mine[meets]], (form,))[0], two.hashes[theirs]
    bits = np.full(len(meets), 256.0)
    for step in range(int((last - first).max(initial=0))):
        there = np.minimum(first[meets] + step, last[meets] - 1)
        bits = np.minimum(bits, differing(hashes, known[there]))
    apart = np.full(len(meets), np.nan)
    for row in np.linspace(0, len(meets) - 1, min(len(meets), MOST_APART)).astype(int):
        away = distances(hashes[row : row + 1], known)[0]
        other = away[np.abs(two.at[theirs] - expected[meets[row]]) > FAR * speed]
        apart[row] = float(other.min()) - bits[row] if len(other) else 0.0
    return _Pictures(at=one.at[mine[meets]], bits=bits, apart=apart)


def aligned(
    one: Prepared, two: Prepared, offset: float, speed: float, within: tuple[float, float], most: int
) -> list[tuple[int, int]]:
    """Rows of local features of one and of two that an offset puts at one moment, spread over a stretch of one."""
    if one.local is None or two.local is None:
        return []
    rows = np.flatnonzero((one.local.at >= within[0] - 0.05) & (one.local.at <= within[1] + 0.05))
    pairs = []
    for row in rows[np.linspace(0, len(rows) - 1, min(len(rows), 2 * most)).astype(int)] if len(rows) else ():
        expected = offset + speed * float(one.local.at[row])
        other = two.local.nearest(expected)
        if abs(float(two.local.at[other]) - expected) <= SLACK * speed:
            pairs.append((int(row), other))
    return pairs[:: max(1, len(pairs) // most)][:most]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Features:
    """At so many moments local features were compared; where the placing puts them, so many `agree`, of so many that met."""

    at: F8
    agree: F8
    met: F8

    def within(self, start: float, end: float) -> tuple[int, int]:
        """(moments with features enough, those of them that agree)."""
        inside = (self.at >= start - 0.05) & (self.at <= end + 0.05)
        return int(inside.sum()), int((self.agree[inside] >= AGREE).sum())


def _features(one: Prepared, two: Prepared, offset: float, speed: float, placing: Placing) -> _Features:
    rows = []
    if one.local is not None and two.local is not None and not placing.mirrored:
        within = (two.film.start - offset) / speed, (two.film.end - offset) / speed
        for row, other in aligned(one, two, offset, speed, within, MOST_FEATURES):
            met = one.met(two, row, other)
            if met is not None:
                rows.append(
                    (float(one.local.at[row]), float(agreeing(met, placing.transform).sum()), float(len(met.one)))
                )
    table = np.array(rows, float).reshape(-1, 3)
    return _Features(at=table[:, 0], agree=table[:, 1], met=table[:, 2])


# --- laying one upon the other ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moving:
    """Two films' movement laid upon one another: of the picture as a whole, and by cells where both readings have them.

    Both stand on the same grid: they are made of the same steps.
    """

    laid: Laid | None
    one: Motion
    two: Motion

    def evidence(self, lag: int, first: int, last: int) -> F8:
        if self.laid is None:
            return by_motion.evidence(self.one, self.two, lag, first, last)
        whole = by_cells.evidence(self.one.rows, self.two.rows, lag, first, last, ASKED[0])
        return whole + by_cells.evidence(self.laid.one, self.laid.two, lag, first, last, ASKED[1])


def _laid(one: Prepared, two: Prepared, guess: Guess, asked: Asked) -> Iterator[Segment]:
    """The stretches for which most speaks near a guessed offset; none where none is long enough."""
    if guess.moved and guess.placing.form is not None:
        guess = replace(guess, placing=_likeliest(one.film, two.film, guess, asked))
    form = guess.placing.form
    met = _met(one.film, two.film, guess.offset, guess.speed, form if form is not None else 0)
    film, other = one.motion(), two.motion(guess.speed)
    if film is None or other is None:
        yield from _by_pictures_alone(one, two, guess, met, asked.within)
        return
    features = _features(one, two, guess.offset, guess.speed, guess.placing)
    moving = _Moving(laid=laid_so(one, two, guess.speed, guess.placing), one=film, two=other)
    spoken = _spoken(met, features, film.start, film.length, asked.within, form is not None and not guess.moved)
    middle = round((guess.offset / guess.speed - other.start + film.start) * RATE)
    reach = round(REACH * RATE)
    weight, first, last, lag = max(
        (*_best_run(moving, lag, spoken), lag) for lag in range(middle - reach, middle + reach + 1)
    )
    for _ in range(MOST_RUNS):
        if weight <= 0:
            return
        made = _segment(one, two, guess, moving, (lag, first, last, weight), met, features, asked.within)
        if made is not None:
            yield made
        spoken = spoken.copy()
        spoken[first:last] = -1e6
        weight, first, last = _best_run(moving, lag, spoken)


def _likeliest(one: Film, two: Film, guess: Guess, asked: Asked) -> Placing:
    """Of the whole pictures' forms the one in which the pictures are nearest; as guessed where none is near."""
    away = {form: _met(one, two, guess.offset, guess.speed, form).bits for form in asked.turned}
    nearest = min(asked.turned, key=lambda form: float(np.median(away[form])) if len(away[form]) else 256.0)
    return whole(nearest) if len(away[nearest]) and float(np.median(away[nearest])) <= asked.within else guess.placing


def _spoken(met: _Pictures, features: _Features, start: float, count: int, within: int, pictures: bool) -> F8:
    """What the pictures say for or against each point of a film's movement: a picture speaks for the second around it.

    Where only movement or local features placed the picture, unlike pictures do not speak against it.
    """
    spoken = np.zeros(count)
    says = np.select([met.bits <= NEAR_BITS, met.bits <= within, met.bits > UNLIKE_BITS], [1.5, 0.7, -0.5], 0.0) / RATE
    seen = np.where(features.agree >= AGREE, 1.5, 0.0) / RATE
    for at, worth in [
        *zip(met.at, says if pictures else np.maximum(says, 0), strict=True),
        *zip(features.at, seen, strict=True),
    ]:
        middle = round((at - start) * RATE)
        spoken[max(0, middle - 6) : max(0, middle + 7)] += worth
    return spoken


def _best_run(moving: _Moving, lag: int, spoken: F8) -> tuple[float, int, int]:
    """(weight, first, last): the unbroken run of points for which most speaks at a lag."""
    low, high = max(0, -lag), min(moving.one.length, moving.two.length - lag)
    if high - low < RATE * SHORT / 2:
        return 0.0, 0, 0
    sums = np.concatenate([[0.0], np.cumsum(moving.evidence(lag, low, high) + spoken[low:high])])
    gain = sums - np.minimum.accumulate(sums)
    last = int(np.argmax(gain))
    first = int(np.argmin(sums[: last + 1]))
    return float(gain[last]), low + first, low + last


def both(one: Film, two: Film, offset: float, speed: float) -> tuple[float, float]:
    """The seconds of one that both have at an offset."""
    return max(one.start, (two.start - offset) / speed), min(one.end, (two.end - offset) / speed)


def _segment(
    one: Prepared, two: Prepared, guess: Guess, moving: _Moving, run: tuple[int, int, int, float], met: _Pictures,
    features: _Features, within: int,
) -> Segment | None:  # fmt: skip
    lag, first, last, weight = run
    film, other = moving.one, moving.two
    offset = (other.start - film.start + lag / RATE) * guess.speed
    earliest, latest = both(one.film, two.film, offset, guess.speed)
    low, high = max(0, -lag), min(film.length, other.length - lag)
    start = earliest if first - low < 6 else film.start + first / RATE
    end = latest if high - last < 6 else film.start + last / RATE
    if end - start < SHORT:
        return None
    moves = by_motion.likeness(film, other, lag, first, last)
    made = _described(start, end, replace(guess, offset=offset), met, features, moves, weight,
                      (end - start) / max(latest - earliest, 1e-9), within)  # fmt: skip
    if moving.laid is None:
        return made
    alike, out = by_cells.stands_out(moving.laid, lag, first, last)
    parts = by_cells.likeness(moving.laid, lag, first, last)
    return replace(made, cells=moving.laid.cells, parts=parts, alike=alike, stands_out=out)


def _by_pictures_alone(one: Prepared, two: Prepared, guess: Guess, met: _Pictures, within: int) -> Iterator[Segment]:
    """For films without movement (key frames only): from the first near picture to the last."""
    near = met.at[met.bits <= within]
    if len(near) < 2 or near.max() - near.min() < SHORT:
        return
    none = Likeness(windows=0, telling=0, median=0.0, least=0.0)
    earliest, latest = both(one.film, two.film, guess.offset, guess.speed)
    start, end = float(near.min()), float(near.max())
    features = _features(one, two, guess.offset, guess.speed, guess.placing)
    yield _described(
        start, end, guess, met, features, none, float(len(near)), (end - start) / max(latest - earliest, 1e-9), within
    )


def _described(
    start: float, end: float, guess: Guess, met: _Pictures, features: _Features, moves: Likeness, weight: float, share: float,
    within: int,
) -> Segment:  # fmt: skip
    inside = met.within(start, end)
    count = len(inside.bits)
    looked, agreed = features.within(start, end)
    return Segment(
        start=start,
        end=end,
        offset=guess.offset,
        speed=guess.speed,
        placing=guess.placing,
        pictures=count,
        near=int((inside.bits <= within).sum()),
        bits=float(np.median(inside.bits)) if count else 256.0,
        apart=float(np.nanmedian(inside.apart)) if np.isfinite(inside.apart).any() else 0.0,
        looked=looked,
        agreed=agreed,
        moves=moves,
        cells=0,
        parts=Likeness(windows=0, telling=0, median=0.0, least=0.0),
        alike=0.0,
        stands_out=0.0,
        share=share,
        weight=weight,
    )
