"""From near pictures and like movement to stretches: which seconds of one film are which seconds of another."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import differing, distances, forms

from .footage import F8, Film
from .motion import RATE, Likeness, Motion, alike_at_all_lags, evidence, likeness, motion_of
from .near import Search
from .sound import Heard

SLACK = 0.75  # seconds: pictures are sampled once a second, so the nearest may be so far off
FAR = 3.0  # seconds: pictures further away than this are another moment
BIN = 0.5  # seconds of offset that one vote is given to
MOST_GUESSES, MOST_SEGMENTS = 12, 16
MOST_VOTERS, MOST_APART = 4000, 100  # pictures of a long film that vote, and that are held against all other moments
LEAST = 25  # points that two films must overlap by, to be laid upon one another
REACH = 1.0  # seconds around a guessed offset that are tried
SHORT = 1.0  # seconds: a shorter stretch is not one
FINE = 50.0  # grid points a second for the last step of the offset
NEAR_BITS, UNLIKE_BITS = 31, 96  # the published rule for "the same picture"; clearly another
MOVEMENT = -1  # in place of a form: guessed from movement alone


@dataclass(slots=True)
class Prepared:
    """A film with its movement at each speed, worked out once for all the films that it is compared with, and its sound."""

    film: Film
    heard: Heard | None = None
    _motions: dict[tuple[float, float], Motion | None] = field(default_factory=dict)

    def motion(self, speed: float = 1.0, rate: float = RATE) -> Motion | None:
        if (speed, rate) not in self._motions:
            self._motions[speed, rate] = motion_of(self.film, speed=speed, rate=rate)
        return self._motions[speed, rate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Second `t` of one may be second `offset + t * speed` of two, its picture turned into `form`."""

    offset: float
    speed: float
    form: int
    votes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of one, [start, end] in its seconds, laid upon two, with what speaks for it.

    `pictures` were compared, `near` of them are near (within the asked bits), `bits` the median distance, `apart` how many
    bits further the same pictures are from other moments of two; `moves` says how alike the two move; `whole` is the share
    of the seconds that both have at this offset; `weight` orders.
    """

    start: float
    end: float
    offset: float
    speed: float
    form: int
    pictures: int
    near: int
    bits: float
    apart: float
    moves: Likeness
    whole: float
    weight: float

    def in_two(self) -> tuple[float, float]:
        return self.offset + self.start * self.speed, self.offset + self.end * self.speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a pair is looked at: speeds of two against one, forms of its pictures, bits within which pictures are near."""

    speeds: tuple[float, ...]
    turned: tuple[int, ...]
    within: int
    search: Search


def segments(one: Prepared, two: Prepared, asked: Asked) -> list[Segment]:
    """The stretches by which two films may be laid upon one another, the weightiest first, none of them twice."""
    tried = [made for guess in _guesses(one, two, asked) if (made := _laid(one, two, guess, asked)) is not None]
    chosen: list[Segment] = []
    for segment in sorted(tried, key=lambda s: (-s.weight, s.start, s.offset)):
        if len(chosen) < MOST_SEGMENTS and not any(_same(segment, other) for other in chosen):
            chosen.append(_refined(one, two, segment))
    return chosen


def _same(one: Segment, two: Segment) -> bool:
    """Whether two segments claim the same seconds of either film."""
    (a, b), (c, d) = one.in_two(), two.in_two()
    return _share(one.start, one.end, two.start, two.end) > 0.5 or _share(a, b, c, d) > 0.5


def _share(a: float, b: float, c: float, d: float) -> float:
    return (min(b, d) - max(a, c)) / max(min(b - a, d - c), 1e-9)


# --- guesses ------------------------------------------------------------------------------------------------------------


def _guesses(one: Prepared, two: Prepared, asked: Asked) -> list[Guess]:
    voted = sorted(_by_pictures(one.film, two.film, asked), key=lambda g: -g.votes)
    speeds = (
        asked.speeds if voted or 1.0 in asked.speeds else ()
    )  # what neither looks alike nor moves alike is not sped up
    moved = [guess for speed in speeds for guess in _by_movement(one, two, speed)]
    kept: list[Guess] = []
    for guess in voted[:MOST_GUESSES] + moved:
        if not any(
            g.form == guess.form and g.speed == guess.speed and abs(g.offset - guess.offset) < BIN for g in kept
        ):
            kept.append(guess)
    return kept


def _by_pictures(one: Film, two: Film, asked: Asked) -> Iterator[Guess]:
    """Each near pair of pictures votes for an offset, at each speed; the best offsets of each form and speed."""
    mine, theirs = np.flatnonzero(one.good), np.flatnonzero(two.good)
    if not len(mine) or not len(theirs):
        return
    mine = mine[np.linspace(0, len(mine) - 1, min(len(mine), MOST_VOTERS)).astype(int)]
    for form, hashes in zip(asked.turned, forms(one.hashes[mine], asked.turned), strict=True):
        near = asked.search(hashes, two.hashes[theirs], asked.within, 64)
        if len(near.query):
            at, other = one.at[mine][near.query], two.at[theirs][near.known]
            weight = 1.0 - near.bits / (asked.within + 1.0)
            for speed in asked.speeds:
                yield from _peaks(other - speed * at, near.query, weight, speed, form)


def _peaks(offsets: F8, query: npt.NDArray[np.int64], weight: F8, speed: float, form: int) -> Iterator[Guess]:
    """Offsets with most votes; a picture votes once for an offset, so that one still scene does not outvote all."""
    bins = np.floor(offsets / BIN).astype(np.int64)
    keys, where = np.unique(np.column_stack([bins, query]), axis=0, return_inverse=True)
    best = np.zeros(len(keys))
    np.maximum.at(best, where.reshape(-1), weight)
    places, of = np.unique(keys[:, 0], return_inverse=True)
    votes = dict(zip(places.tolist(), np.bincount(of.reshape(-1), best).tolist(), strict=True))
    both = {p: v + votes.get(p + 1, 0.0) for p, v in votes.items()}  # a true offset may lie on the edge of two bins
    for place in sorted(both, key=lambda p: (-both[p], p))[:4]:
        inside = (bins == place) | (bins == place + 1)
        offset = float(np.average(offsets[inside], weights=weight[inside] + 1e-9))
        yield Guess(offset=offset, speed=speed, form=form, votes=both[place])


def _by_movement(one: Prepared, two: Prepared, speed: float) -> Iterator[Guess]:
    """The offsets at which two films move most alike, whatever their pictures look like."""
    film, other = one.motion(), two.motion(speed)
    if film is None or other is None:
        return
    lags, alike, overlap = alike_at_all_lags(film, other, LEAST)
    score = alike * np.sqrt(overlap)
    for _ in range(3):
        best = int(np.argmax(score))
        if alike[best] < 0.4 or score[best] <= 0:
            return
        offset = (other.start - film.start + lags[best] / RATE) * speed
        yield Guess(offset=float(offset), speed=speed, form=MOVEMENT, votes=0.0)
        score[max(0, best - 6) : best + 7] = -1.0


# --- laying one upon the other --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pictures:
    """Pictures of one met by a picture of two at an offset: when, how far off, how much further two's other moments are
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


def _laid(one: Prepared, two: Prepared, guess: Guess, asked: Asked) -> Segment | None:
    """The stretch for which most speaks near a guessed offset; None where none is long enough."""
    moved = guess.form == MOVEMENT
    if moved:
        guess = replace(guess, form=_likeliest_form(one.film, two.film, guess, asked))
    met = _met(one.film, two.film, guess.offset, guess.speed, guess.form)
    film, other = one.motion(), two.motion(guess.speed)
    if film is None or other is None:
        return _by_pictures_alone(one.film, two.film, guess, met, asked.within)
    spoken = _spoken(met, film, asked.within)
    if moved:  # unlike pictures do not speak against it: the picture may have been changed throughout
        spoken = np.maximum(spoken, 0)
    middle = round((guess.offset / guess.speed - other.start + film.start) * RATE)
    reach = round(REACH * RATE)
    runs = [(*_best_run(film, other, lag, spoken), lag) for lag in range(middle - reach, middle + reach + 1)]
    weight, first, last, lag = max(runs)
    if weight <= 0:
        return None
    moves = likeness(film, other, lag, first, last)
    offset = (other.start - film.start + lag / RATE) * guess.speed
    start, end = _edges(one.film, two.film, film, other, lag, first, last, offset, guess.speed)
    if end - start < SHORT:
        return None
    both = _both(one.film, two.film, offset, guess.speed)
    return _segment(start, end, replace(guess, offset=offset), met, moves, both, weight, asked.within)


def _likeliest_form(one: Film, two: Film, guess: Guess, asked: Asked) -> int:
    away = {form: _met(one, two, guess.offset, guess.speed, form).bits for form in asked.turned}
    return min(asked.turned, key=lambda form: float(np.median(away[form])) if len(away[form]) else 256.0)


def _spoken(met: _Pictures, film: Motion, within: int) -> F8:
    """What the pictures say for or against each point of a film's movement: a picture speaks for the second around it."""
    spoken = np.zeros(film.length)
    says = np.select([met.bits <= NEAR_BITS, met.bits <= within, met.bits > UNLIKE_BITS], [1.5, 0.7, -0.5], 0.0) / RATE
    for at, worth in zip(met.at, says, strict=True):
        middle = round((at - film.start) * RATE)
        spoken[max(0, middle - 6) : max(0, middle + 7)] += worth
    return spoken


def _best_run(film: Motion, other: Motion, lag: int, spoken: F8) -> tuple[float, int, int]:
    """(weight, first, last): the unbroken run of points for which most speaks at a lag."""
    low, high = max(0, -lag), min(film.length, other.length - lag)
    if high - low < RATE * SHORT / 2:
        return 0.0, 0, 0
    sums = np.concatenate([[0.0], np.cumsum(evidence(film, other, lag, low, high) + spoken[low:high])])
    gain = sums - np.minimum.accumulate(sums)
    last = int(np.argmax(gain))
    first = int(np.argmin(sums[: last + 1]))
    return float(gain[last]), low + first, low + last


def _edges(
    one: Film, two: Film, film: Motion, other: Motion, lag: int, first: int, last: int, offset: float, speed: float
) -> tuple[float, float]:
    """A run in seconds of one; where it reaches the end of what both have, to that very end."""
    low, high = max(0, -lag), min(film.length, other.length - lag)
    start, end = film.start + first / RATE, film.start + last / RATE
    earliest, latest = _both(one, two, offset, speed)
    return (earliest if first - low < 6 else start), (latest if high - last < 6 else end)


def _both(one: Film, two: Film, offset: float, speed: float) -> tuple[float, float]:
    """The seconds of one that both have at an offset."""
    return max(one.start, (two.start - offset) / speed), min(one.end, (two.end - offset) / speed)


def _by_pictures_alone(one: Film, two: Film, guess: Guess, met: _Pictures, within: int) -> Segment | None:
    """For films without movement (key frames only): from the first near picture to the last."""
    near = met.at[met.bits <= within]
    if len(near) < 2 or near.max() - near.min() < SHORT:
        return None
    none = Likeness(windows=0, telling=0, median=0.0, least=0.0)
    both = _both(one, two, guess.offset, guess.speed)
    return _segment(float(near.min()), float(near.max()), guess, met, none, both, float(len(near)), within)


def _segment(
    start: float, end: float, guess: Guess, met: _Pictures, moves: Likeness, both: tuple[float, float], weight: float,
    within: int,
) -> Segment:  # fmt: skip
    inside = met.within(start, end)
    count = len(inside.bits)
    return Segment(
        start=start,
        end=end,
        offset=guess.offset,
        speed=guess.speed,
        form=guess.form,
        pictures=count,
        near=int((inside.bits <= within).sum()),
        bits=float(np.median(inside.bits)) if count else 256.0,
        apart=float(np.nanmedian(inside.apart)) if np.isfinite(inside.apart).any() else 0.0,
        moves=moves,
        whole=(end - start) / max(both[1] - both[0], 1e-9),
        weight=weight,
    )


def _refined(one: Prepared, two: Prepared, segment: Segment) -> Segment:
    """The same segment with its offset on the fine grid, where both move enough to tell."""
    if not segment.moves.telling:
        return segment
    film, other = one.motion(1.0, FINE), two.motion(segment.speed, FINE)
    if film is None or other is None:
        return segment
    first, last = (round((t - film.start) * FINE) for t in (segment.start, segment.end))
    middle = round((segment.offset / segment.speed - other.start + film.start) * FINE)
    best = (-2.0, middle)
    for lag in range(middle - 5, middle + 6):
        low, high = max(first, 0, -lag), min(last, film.length, other.length - lag)
        if high - low >= FINE:
            a, b = film.rows[:, low:high], other.rows[:, low + lag : high + lag]
            best = max(best, (float(np.mean([_pearson(x, y) for x, y in zip(a, b, strict=True)])), lag))
    offset = (other.start - film.start + best[1] / FINE) * segment.speed
    moved = offset - segment.offset  # an end that two's own end sets goes with the offset
    ends = segment.start, segment.end
    two_ends = two.film.start, two.film.end
    start = max(ends[0], (two_ends[0] - offset) / segment.speed)
    end = min(ends[1], (two_ends[1] - offset) / segment.speed)
    if moved and end - start < SHORT:
        return segment
    return replace(segment, offset=offset, start=start, end=end)


def _pearson(x: F8, y: F8) -> float:
    spread = float(x.std() * y.std())
    return float(np.mean((x - x.mean()) * (y - y.mean()))) / spread if spread > 1e-9 else 0.0
