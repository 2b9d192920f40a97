"""Where one's picture stands in two's, by the pictures of a whole stretch together, and within which bounds that holds.

Each picture of one is met by that of two before its moment and by the one after it: a camera that moved between them moved the
one way and then the other, and what is read between the two lies where both say. Scale and turn are one for the whole stretch, the
shift is each pair's own. Bounds come of leaving out each picture, and each part of the picture, in turn: what few features say, or
such as lie bunched in a corner, then scatters as widely as it is unknown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .boxes import sides
from .footage import F8
from .geometry import Met, in_shares, near

LEVEL = 0.95  # share of stretches in which all four sides of a part lie within their bounds
SIGMAS = 2.5  # of four sides at once at that level, where they are well known
FEW_FREE = (50.9, 8.9, 5.4)  # the same where they are known of two, three and four
LEAST_BOUND = 0.004  # shares: two pixels of the picture that features are read from; no bound is narrower
PLACE = 0.4  # of a pixel, by which a feature lies beside its place (one sigma)
CELLS = 6  # parts of a picture on a side that are left out in turn
LEAST, LEAST_ALL = 5, 10  # features of a pair, and of all of them, that must agree
SHARE = 0.15  # of the features of a pair that met
ROUNDS, TRIED = 4, 150  # of fitting; features of a pair whose shift is tried
STANDS, GOES = (
    0.02,
    0.25,
)  # shares by which a pair's shift may differ from the placing; and more for each second between its pictures
NO_TIME, AT_ONCE = 0.02, 0.03  # seconds between two pictures that are one moment; and beside one that is as good as any
# Unevenness of the two axes that is none; below which no picture was pressed (a camera that went about makes as much); and within
# which it must be known, to be left out.
UNEVEN, PRESSED, UNSURE = 0.002, 0.025, 0.08
NO_STRAY = 0.1  # pixels by which no camera has strayed
CRUSHED = 1e-6  # of a picture's area: no picture was made smaller than that
FAR_OUT = 2.0  # sigmas from which a moment counts less
# Of the sums of (1, x, y, u, v) and their products xx xy yy xu yu xv yv uu uv vv: where each product of two stands.
PRODUCTS = [5, 6, 8, 10, 6, 7, 9, 11, 8, 9, 12, 13, 10, 11, 13, 14]
Which = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Features of a picture of one (`row`) and of one of two (`column`), which was taken `late` seconds (of one) after it."""

    row: int
    column: int
    late: float
    met: Met


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """`transform` f8[2,3] takes shares of one's picture to shares of two's; `bounds` f8[8] of the sides that it gives to the two
    parts (boxes.sides), infinite where nothing tells; `turned` degrees, within `turned_bound`."""

    transform: F8
    bounds: F8
    turned: float
    turned_bound: float


def fitted(pairs: Sequence[Pair], transform: F8) -> Fit | None:
    """The placing near a known one; None where too few features agree on it. All pairs are of pictures of one size each."""
    if not pairs:
        return None
    met, between = pairs[0].met, _moments(pairs)
    points = _gathered(pairs, _in_pixels(transform, met))
    sums = _agreeing(points, near(met)) if points is not None else None
    if points is None or sums is None:
        return None
    sums = sums * between.balance(sums[:, :, 0].sum(axis=1))[:, None, None]

    def told(some: F8, even: bool) -> F8 | None:
        return _told(some.sum(axis=1), between, points.middle, even, met)

    uneven = _uneven(sums)
    bound = _spread(sums, pairs, _uneven, uneven)
    level = bool((np.abs(uneven) <= bound + UNEVEN).all())
    even = max(bound) <= UNSURE and (level or max(np.abs(uneven)) <= PRESSED)
    best = told(sums, even)
    if best is None:
        return None
    numbers = _numbers(best, met)
    spread = _spread(sums, pairs, lambda some: _numbers(told(some, even), met), numbers)
    if even and not level:  # so little is no press, but nor is it nothing
        spread = np.fmax(spread, np.abs(_numbers(told(sums, False), met) - numbers))
    turned_bound = max(float(spread[8]), float(np.degrees(LEAST_BOUND)))
    return Fit(
        transform=best, bounds=np.maximum(spread[:8], LEAST_BOUND), turned=float(numbers[8]), turned_bound=turned_bound
    )


# --- which features agree -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Points:
    """All pairs' features in pixels, those of one from the `middle` of them; `step` their sigma, in pixels of two."""

    one: F8
    two: F8
    step: F8
    pair: Which
    cell: Which
    middle: F8
    turn: F8  # [2, 2]
    shift: F8  # [pairs, 2]; NaN where no shift has enough of the pair's features


def _gathered(pairs: Sequence[Pair], pixels: F8) -> _Points | None:
    turn = pixels[:, :2]
    scale = float(np.sqrt(abs(np.linalg.det(turn))))
    one, two = (np.concatenate([getattr(pair.met, side) for pair in pairs]) for side in ("one", "two"))
    if len(one) < LEAST_ALL:
        return None
    middle = one.mean(axis=0)
    step = np.concatenate([np.hypot(pair.met.one_step * scale, pair.met.two_step) for pair in pairs])
    across, down = np.clip(one / pairs[0].met.one_size * CELLS, 0, CELLS - 1).astype(np.int64).T
    expected = turn @ middle + pixels[:, 2]
    return _Points(
        one=one - middle, two=two, step=PLACE * step, cell=down * CELLS + across, middle=middle, turn=turn,
        pair=np.repeat(np.arange(len(pairs)), [len(pair.met.one) for pair in pairs]),
        shift=np.array([_shift(pair, turn, middle, expected) for pair in pairs]),
    )  # fmt: skip


def _shift(pair: Pair, turn: F8, middle: F8, expected: F8) -> F8:
    """Where most features of a pair say that the middle lies, not far from where it is expected; NaN where too few do."""
    put = pair.met.two - (pair.met.one - middle) @ turn.T
    far = (STANDS + GOES * abs(pair.late)) * max(pair.met.two_size)
    tried = np.flatnonzero(np.hypot(*(put - expected).T) <= far)[:: max(1, len(put) // TRIED)]
    if not len(tried):
        return np.full(2, np.nan)
    alike = np.hypot(*np.moveaxis(put[tried, None] - put[None], 2, 0)) <= near(pair.met)
    most = int(np.argmax(alike.sum(axis=1)))
    enough = alike[most].sum() >= max(LEAST, SHARE * len(put))
    return np.asarray(put[alike[most]].mean(axis=0)) if enough else np.full(2, np.nan)


def _agreeing(points: _Points, within: float) -> F8 | None:
    """What is needed of the features that agree, by pair and part of the picture, f8[pairs, cells, 15]; None where too few do."""
    turn, shift, sums = points.turn, points.shift, None
    for number in range(ROUNDS):
        off = np.hypot(*(points.two - points.one @ turn.T - shift[points.pair]).T)
        allowed = within if number == 0 else np.minimum(within, 3.5 * points.step + 0.5)
        agree = off <= allowed  # no pair without a shift does
        kept = np.bincount(points.pair[agree], minlength=len(shift)) >= LEAST - 1
        agree &= kept[points.pair]
        if agree.sum() < LEAST_ALL:
            return None
        sums = _summed(points, agree)
        whole = sums.sum(axis=1)
        turn = _turn(whole, even=False)
        shift = np.where(kept[:, None], _middles(whole, turn), np.nan)
    return sums


def _summed(points: _Points, agree: npt.NDArray[np.bool_]) -> F8:
    (x, y), (u, v) = points.one[agree].T, points.two[agree].T
    weight = 1 / points.step[agree] ** 2
    parts = (np.ones_like(x), x, y, u, v, x * x, x * y, y * y, x * u, y * u, x * v, y * v, u * u, u * v, v * v)
    at = points.pair[agree] * CELLS**2 + points.cell[agree]
    count = len(points.shift) * CELLS**2
    made = np.stack([np.bincount(at, weight * part, count) for part in parts], axis=1)
    return np.asarray(made.reshape(len(points.shift), CELLS**2, len(parts)), np.float64)


# --- from sums to a placing -----------------------------------------------------------------------------------------------------


def _turn(whole: F8, *, even: bool) -> F8:
    """The turn and scale f8[2,2] that all pairs have in common, by least squares; `even`: of one scale, without shear.

    Places of both pictures are inexact, so that one told of the other always comes out too small: the mean of both ways is taken."""
    held = whole[whole[:, 0] > 0]
    weight, sums = held[:, 0], held[:, 1:5]
    squares = held[:, PRODUCTS].sum(axis=0).reshape(4, 4) - (sums / weight[:, None]).T @ sums
    one, two, both = squares[:2, :2], squares[2:, 2:], squares[2:, :2]
    if even:
        along, across = both[0, 0] + both[1, 1], both[1, 0] - both[0, 1]
        scale = np.sqrt(np.trace(two) / max(float(np.trace(one)), 1e-12)) / max(float(np.hypot(along, across)), 1e-12)
        return np.asarray(np.array([[along, -across], [across, along]]) * scale)
    forth, back = both @ np.linalg.pinv(one), both.T @ np.linalg.pinv(two)
    return np.asarray((forth + np.linalg.pinv(back)) / 2)


def _middles(whole: F8, turn: F8) -> F8:
    """Where each pair puts the middle of one's features, f8[pairs, 2]."""
    weight = np.maximum(whole[:, :1], 1e-12)
    return np.asarray(whole[:, 3:5] / weight - (whole[:, 1:3] / weight) @ turn.T)


def _told(whole: F8, between: "_Moments", middle: F8, even: bool, met: Met) -> F8 | None:
    """The transform in shares; None where a turn cannot be told."""
    turn = _turn(whole, even=even)
    if not np.linalg.det(turn) > CRUSHED:
        return None
    there = between.middle(_middles(whole, turn), whole[:, 0])
    return in_shares(np.column_stack([turn, there - turn @ middle]), met)


def _uneven(sums: F8) -> F8:
    """By how much the two axes differ in scale, and how far they are from square, f8[2]: half of either's share."""
    turn = _turn(sums.sum(axis=1), even=False)
    scale = np.hypot(turn[0, 0] + turn[1, 1], turn[1, 0] - turn[0, 1])
    return np.array([turn[0, 0] - turn[1, 1], turn[0, 1] + turn[1, 0]]) / max(float(scale), 1e-9)


def _numbers(transform: F8 | None, met: Met) -> F8:
    """What has bounds, f8[9]: the sides of both parts, and the turn in degrees; NaN where there is no transform."""
    if transform is None:
        return np.full(9, np.nan)
    turn = _in_pixels(transform, met)[:, :2]
    turned = float(np.degrees(np.arctan2(turn[1, 0] - turn[0, 1], turn[0, 0] + turn[1, 1])))
    return np.append(sides(transform), turned)


def _in_pixels(transform: F8, met: Met) -> F8:
    """The map of pixels that in_shares made a transform of."""
    full = np.vstack([transform, [0.0, 0.0, 1.0]])
    if met.mirrored:
        full = full @ np.array([[-1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    one, two = (np.diag([*size, 1.0]) for size in (met.one_size, met.two_size))
    return np.asarray((two @ full @ np.linalg.inv(one))[:2])


# --- between two moments --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moments:
    """Moments that lie between the pictures of two pairs: the share of the pair before, and the seconds between the two."""

    before: Which
    after: Which
    share: F8
    apart: F8
    beside: F8  # seconds to the nearer of the two

    @property
    def doubt(self) -> F8:
        """How much less a moment counts, the further its pictures lie from it: not all that moves between them goes evenly."""
        return np.asarray(1 + (self.beside / AT_ONCE) ** 2)

    def balance(self, weight: F8) -> F8:
        """By how much each pair's features count: those of the picture before and of the one after as the moment between them
        has it, so that what changed evenly meanwhile cancels; as they are where there are no such moments."""
        held = (weight[self.before] > 0) & (weight[self.after] > 0)
        if held.sum() < 2:
            return np.ones(len(weight))
        counts = np.zeros(len(weight))
        first, last, share = self.before[held], self.after[held], self.share[held]
        worth = 1 / (share**2 / weight[first] + (1 - share) ** 2 / weight[last]) / self.doubt[held]
        np.add.at(counts, first, share * worth / weight[first])
        np.add.at(counts, last, (1 - share) * worth / weight[last])
        return counts

    def middle(self, put: F8, weight: F8) -> F8:
        """Where the middle lies at one moment in both films, of what each pair says and weighs. Moments at which a camera may
        have strayed count less, by as much as they differ; where there are none, the pairs as they are."""
        told = (weight[self.before] > 0) & (weight[self.after] > 0)
        if told.sum() >= 2:
            first, last, share = self.before[told], self.after[told], self.share[told, None]
            said, own = share * put[first] + (1 - share) * put[last], (share**2)[:, 0] / weight[first]
            own = (own + ((1 - share) ** 2)[:, 0] / weight[last]) * self.doubt[told]
            # A camera that went far between two pictures did not go evenly; nor, by as much as is usual, one that came back.
            went, apart = ((put[first] - put[last]) ** 2).sum(axis=1), self.apart[told]
            usual = float(np.median(went[apart > 0] / apart[apart > 0] ** 2)) if (apart > 0).any() else 0.0
            strays = (share * (1 - share))[:, 0] ** 2 * (went + usual * apart**2)
        else:
            said, own = put[weight > 0], 1 / weight[weight > 0]
            strays = np.zeros(len(said))
        strayed, found = 0.0, np.asarray(np.average(said, axis=0, weights=1 / own))
        for _ in range(ROUNDS):
            spread = own + strayed * strays + 1e-9
            off = np.hypot(*(said - found).T) / np.sqrt(2 * spread)
            counts = np.minimum(1.0, FAR_OUT / np.maximum(off, 1e-9)) / spread
            found = np.asarray(np.average(said, axis=0, weights=counts))
            if len(said) > 2 and np.median(strays) > NO_STRAY**2:
                more = ((said - found) ** 2).sum(axis=1) / 2 - own
                strayed = 2 * float(np.median(np.maximum(more, 0)) / np.median(strays))
        return found


def _moments(pairs: Sequence[Pair]) -> _Moments:
    """For each picture of either film, the other's pictures before and after it."""
    found: dict[tuple[int, int], tuple[float, float, float]] = {}
    groups: dict[tuple[str, int], list[int]] = {}
    for number, pair in enumerate(pairs):
        groups.setdefault(("one", pair.row), []).append(number)
        groups.setdefault(("two", pair.column), []).append(number)
    for group in groups.values():
        before = max((n for n in group if pairs[n].late <= NO_TIME), key=lambda n: pairs[n].late, default=None)
        after = min((n for n in group if pairs[n].late >= -NO_TIME), key=lambda n: pairs[n].late, default=None)
        if before is None or after is None:
            continue
        early, late = pairs[before].late, pairs[after].late
        if min(abs(early), abs(late)) <= NO_TIME:
            exact = before if abs(early) <= abs(late) else after
            found[exact, exact] = 1.0, 0.0, 0.0
        else:
            found[before, after] = late / (late - early), late - early, min(-early, late)
    keys = np.array(list(found), np.int64).reshape(-1, 2)
    share, apart, beside = np.array(list(found.values()), float).reshape(-1, 3).T
    return _Moments(before=keys[:, 0], after=keys[:, 1], share=share, apart=apart, beside=beside)


# --- bounds -----------------------------------------------------------------------------------------------------------------------


def _spread(sums: F8, pairs: Sequence[Pair], told: Callable[[F8], F8], best: F8) -> F8:
    """Bounds of what is told of sums: by leaving out each picture of one, or each of two, and each part of the picture."""
    times = []
    for numbers in (np.array([pair.row for pair in pairs]), np.array([pair.column for pair in pairs])):
        held = np.unique(numbers[sums[:, :, 0].sum(axis=1) > 0])
        times.append(_left_out([sums * (numbers != number)[:, None, None] for number in held], told, best))
    held = np.flatnonzero(sums[:, :, 0].sum(axis=0) > 0)
    places, count = _left_out([sums * (np.arange(CELLS**2) != cell)[:, None] for cell in held], told, best)
    free = min(max(times[0][1], times[1][1]), count) - 1
    return _sigmas(free) * np.sqrt(np.maximum(times[0][0], times[1][0]) + places)


def _left_out(some: Sequence[F8], told: Callable[[F8], F8], best: F8) -> tuple[F8, int]:
    """(the jackknife's variance, how many it was made of); infinite where there are none to leave out."""
    made = [told(sums) for sums in some if (sums[:, :, 0] > 0).any()]
    known = np.array([one for one in made if np.isfinite(one).all()]).reshape(-1, len(best))
    if len(known) < 2:
        return np.full(len(best), np.inf), 1
    return (len(known) - 1) / len(known) * ((known - best) ** 2).sum(axis=0), len(known)


def _sigmas(free: int) -> float:
    """SIGMAS, as Student's t has them where only so much is free (Cornish and Fisher's series, but for the smallest)."""
    if free <= len(FEW_FREE):
        return FEW_FREE[max(free, 1) - 1]
    z = SIGMAS
    return z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
