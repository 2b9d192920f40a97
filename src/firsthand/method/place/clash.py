"""Which clues cannot all be true: the best that any place and minute can do for them, found to the end by bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from firsthand.record.bounds import E7, Region

from .clues import Clue
from .globe import RADIUS_M, Array, half_diagonal_m, quartered
from .minutes import Grid, Minutes, seen_sun
from .shadow import turning

MOST_CHI2 = 16.0  # two clues conflict where no place and minute gives them a chi2 of less: four sigma between them
FOR_EACH_MORE = 6.0  # a third, fourth ... clue may add so much
WORST_CHI2 = 200.0  # beyond this it is not looked closer
MOST_CELLS = 16_000  # open at once; more are too many to follow, and never held against the clues
FIRST, MOST_AT_ONCE = 16, 4000  # cells that the first round cuts, and the most; each round cuts twice as many
SMALLEST_M = 3.0
NEAR_ENOUGH = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Clues (ids) and the least chi2 that any place and minute gives them together."""

    ids: tuple[str, ...]
    chi2: float


def allowed(count: int) -> float:
    return MOST_CHI2 + FOR_EACH_MORE * max(0, count - 2)


@dataclass(slots=True)
class _Search:
    """Cells still open, what their middles reach and can reach at most (plain log), and of each the minutes that may."""

    cells: Array
    middle: Array
    upper: Array
    live: list[Minutes]

    def take(self, chosen: Minutes) -> "_Search":
        live = [self.live[k] for k in chosen.tolist()]
        return _Search(cells=self.cells[chosen], middle=self.middle[chosen], upper=self.upper[chosen], live=live)

    def with_(self, other: "_Search") -> "_Search":
        return _Search(
            cells=np.concatenate([self.cells, other.cells]),
            middle=np.concatenate([self.middle, other.middle]),
            upper=np.concatenate([self.upper, other.upper]),
            live=self.live + other.live,
        )


def least_chi2(clues: Sequence[Clue], region: Region, grid: Grid | None, enough: float = NEAR_ENOUGH) -> float:
    """The least chi2 of the clues together, over the region and the grid, each by its best reading; a sure lower bound of it.

    Where some place and minute gives them `enough` or less, it is not looked further.
    """
    clock = np.zeros(0 if grid is None else len(grid.at))
    for clue in clues:
        if clue.spans and grid is not None:
            clock = clock + clue.time_logs(grid.at)
    best, top = -WORST_CHI2 / 2, -np.inf
    cells = np.array([[w / E7, s / E7, (e - w) / E7, (n - s) / E7] for w, s, e, n in region.boxes])
    every = np.flatnonzero(clock > best)
    open_ = _looked(clues, grid, clock, cells, [every] * len(cells), best)
    placed = any(clue.placed or clue.shadow for clue in clues)
    count = FIRST
    while True:
        best = max(best, float(open_.middle.max(initial=-np.inf)))
        if best >= -enough / 2:
            break
        reach = half_diagonal_m(open_.cells[:, 1] + open_.cells[:, 3] / 2, open_.cells[:, 2], open_.cells[:, 3])
        better = open_.upper > best + NEAR_ENOUGH / 2
        small = better & (reach < SMALLEST_M) if placed else better
        top = max(top, float(open_.upper[small].max(initial=-np.inf)))
        open_ = open_.take(np.flatnonzero(better & ~small))
        if not len(open_.cells):
            break
        # The most hopeful are cut first: where the clues agree somewhere, that is found by few.
        order = np.argsort(-(open_.middle + open_.upper), kind="stable")
        top = max(top, float(open_.upper[order[MOST_CELLS:]].max(initial=-np.inf)))
        cut, rest = open_.take(order[:count]), open_.take(order[count:MOST_CELLS])
        open_ = rest.with_(_looked(clues, grid, clock, quartered(cut.cells), cut.live * 4, best))
        count = min(2 * count, MOST_AT_ONCE)
    if best >= -enough / 2 and best >= -NEAR_ENOUGH / 2:
        top = 0.0
    return max(0.0, -2 * max(best, top, -WORST_CHI2 / 2))


def _looked(
    clues: Sequence[Clue], grid: Grid | None, clock: Array, cells: Array, live: list[Minutes], best: float
) -> _Search:
    """Cells with their plain log in the middle and its upper bound over each, at the best minute of those that still may be."""
    lon, lat = cells[:, 0] + cells[:, 2] / 2, cells[:, 1] + cells[:, 3] / 2
    reach = half_diagonal_m(lat, cells[:, 2], cells[:, 3])
    made = np.zeros((2, len(cells)))
    for clue in clues:
        if clue.placed:
            made += clue.place_logs(lon, lat, reach, plain=True)[:2]
    shadows = [clue.shadow for clue in clues if clue.shadow]
    if grid is None or not shadows:
        latest = float(clock.max(initial=-np.inf)) if any(clue.spans for clue in clues) else 0.0
        return _Search(cells=cells, middle=made[0] + latest, upper=made[1] + latest, live=live)
    minutes, owner = np.concatenate(live), np.repeat(np.arange(len(cells)), [len(part) for part in live])
    altitude, azimuth = seen_sun(grid, minutes, owner, lon, lat)
    slack = np.degrees(reach / RADIUS_M)[owner]
    turn = turning(slack, lat[owner], altitude)
    both = np.stack([clock[minutes], clock[minutes]])
    for shadow in shadows:
        both += [shadow.log(altitude, azimuth), shadow.log(altitude, azimuth, slack, turn)]
    both += made[:, owner]
    for k in range(2):
        made[k] = -np.inf
        np.maximum.at(made[k], owner, both[k])
    may = both[1] > best
    return _Search(
        cells=cells,
        middle=made[0],
        upper=made[1],
        live=np.split(minutes[may], np.cumsum(np.bincount(owner[may], minlength=len(cells)))[:-1]),
    )


def conflicts(clues: Sequence[Clue], region: Region, grid: Grid | None) -> tuple[list[Conflict], list[Conflict]]:
    """(every pair with its least chi2, the worst first; the smallest contradictory sets, the worst first).

    Chi2 is counted above what each clue has alone: a frame with a misidentified landmark fits nowhere well, and contradicts nobody by
    it. A clue that fits no place and minute searched is a set of its own. Where no pair conflicts but all together do, threes are tried;
    then clues are left out one by one while the rest still conflict.
    """
    own = {clue.id: least_chi2([clue], region, grid) for clue in clues}

    def together(some: Sequence[Clue], enough: float = NEAR_ENOUGH) -> Conflict:
        alone = sum(own[clue.id] for clue in some)
        chi2 = least_chi2(some, region, grid, enough + alone) - alone
        return Conflict(ids=tuple(clue.id for clue in some), chi2=round(max(0.0, chi2), 2))

    pairs = sorted((together(two) for two in combinations(clues, 2)), key=lambda pair: -pair.chi2)
    nowhere = [
        Conflict(ids=(clue.id,), chi2=round(own[clue.id], 2))
        for clue in clues
        if clue.marks is None and own[clue.id] > allowed(1)
    ]
    broken = nowhere + [pair for pair in pairs if pair.chi2 > allowed(2)]
    if broken or len(clues) < 3 or together(clues, allowed(len(clues))).chi2 <= allowed(len(clues)):
        return pairs, broken
    threes = (together(three, allowed(3)) for three in combinations(clues, 3))
    broken = sorted((three for three in threes if three.chi2 > allowed(3)), key=lambda found: -found.chi2)
    if broken:
        return pairs, broken
    some = list(clues)
    for clue in clues:
        fewer = [other for other in some if other is not clue]
        if together(fewer, allowed(len(fewer))).chi2 > allowed(len(fewer)):
            some = fewer
    return pairs, [together(some, allowed(len(some)))]
