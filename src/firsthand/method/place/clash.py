"""Which clues cannot all be true: the best that any place and minute can do for them, found to the end by bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from firsthand.record.bounds import E7, Region

from .clues import Clue
from .globe import Array, half_diagonal_m, quartered
from .minutes import Grid, seen_sun
from .shadow import turning

MOST_CHI2 = 16.0  # two clues conflict where no place and minute gives them a chi2 of less: four sigma between them
FOR_EACH_MORE = 6.0  # a third, fourth ... clue may add so much
WORST_CHI2 = 200.0  # beyond this it is not looked closer
MOST_CELLS = 4000
NEAR_ENOUGH = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Clues (ids) and the least chi2 that any place and minute gives them together."""

    ids: tuple[str, ...]
    chi2: float


def allowed(count: int) -> float:
    return MOST_CHI2 + FOR_EACH_MORE * max(0, count - 2)


def least_chi2(clues: Sequence[Clue], region: Region, grid: Grid | None) -> float:
    """The least chi2 of the clues together, over the region and the grid, each by its best reading; a sure lower bound of it."""
    cells = np.array([[w / E7, s / E7, (e - w) / E7, (n - s) / E7] for w, s, e, n in region.boxes])
    best = -WORST_CHI2 / 2
    top = left = -np.inf
    placed = any(clue.placed or clue.shadow for clue in clues)
    for _ in range(30):
        lon, lat = cells[:, 0] + cells[:, 2] / 2, cells[:, 1] + cells[:, 3] / 2
        reach = half_diagonal_m(lat, cells[:, 2], cells[:, 3])
        middle, upper = _joint(clues, grid, lon, lat, reach)
        best = max(best, float(middle.max()))
        open_ = upper > best + NEAR_ENOUGH / 2
        top = max(best, float(upper.max()))
        if not placed or not open_.any() or float(reach[open_].max()) < 3.0:
            break
        order = np.argsort(-upper)
        left = max(
            left, float(upper[order[MOST_CELLS:]].max(initial=-np.inf))
        )  # too many to follow: never held against the clues
        order = order[:MOST_CELLS]
        cells = quartered(cells[order[open_[order]]])
    return max(0.0, -2 * max(top, left, -WORST_CHI2 / 2))


def _joint(clues: Sequence[Clue], grid: Grid | None, lon: Array, lat: Array, reach: Array) -> tuple[Array, Array]:
    """Plain log in the middle and its upper bound over each circle, at the best minute."""
    made = np.zeros((2, len(lon)))
    for clue in clues:
        if clue.placed:
            made = made + clue.place_logs(lon, lat, reach, plain=True)[:2]
    clocks, shadows = [c for c in clues if c.spans], [c for c in clues if c.shadow]
    if grid is None or not (clocks or shadows):
        return made[0], made[1]
    clock = np.zeros(len(grid.at))
    for clue in clocks:
        clock = clock + clue.time_logs(grid.at)
    if not shadows:
        return made[0] + clock.max(), made[1] + clock.max()
    live = np.flatnonzero(clock > -WORST_CHI2)
    if not len(live):
        return np.full(len(lon), -np.inf), np.full(len(lon), -WORST_CHI2)
    for k in range(len(lon)):
        altitude, azimuth = seen_sun(grid, live, np.zeros(len(live), dtype=np.int64), lon[k:k+1], lat[k:k+1])
        slack = np.degrees(reach[k] / 6_371_008.8)
        both = np.stack([clock[live], clock[live]])
        for clue in shadows:
            if clue.shadow is not None:
                both[0] += clue.shadow.log(altitude, azimuth)
                both[1] += clue.shadow.log(altitude, azimuth, slack, turning(slack, lat[k], altitude))
        made[:, k] += both.max(axis=1)
    return made[0], made[1]


def conflicts(clues: Sequence[Clue], region: Region, grid: Grid | None) -> tuple[list[Conflict], list[Conflict]]:
    """(every pair with its least chi2, the worst first; the smallest contradictory sets, the worst first).

    Where no pair conflicts but all together do, threes are tried, then the whole.
    """
    pairs = [
        Conflict(ids=(one.id, two.id), chi2=round(least_chi2([one, two], region, grid), 2))
        for one, two in combinations(clues, 2)
    ]
    pairs.sort(key=lambda pair: -pair.chi2)
    broken = [pair for pair in pairs if pair.chi2 > allowed(2)]
    if broken or len(clues) < 3:
        return pairs, broken
    whole = least_chi2(clues, region, grid)
    if whole <= allowed(len(clues)):
        return pairs, []
    for three in combinations(clues, 3):
        chi2 = least_chi2(three, region, grid)
        if chi2 > allowed(3):
            broken.append(Conflict(ids=tuple(clue.id for clue in three), chi2=round(chi2, 2)))
    broken.sort(key=lambda found: -found.chi2)
    return pairs, broken or [Conflict(ids=tuple(clue.id for clue in clues), chi2=round(whole, 2))]
