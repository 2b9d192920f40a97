"""The minutes of the field: what sun and clocks say of each, summed for many places at once, with bounds over circles."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from firsthand.record.fault import BadValue

from .clues import Clue
from .ephemeris import PARALLAX_DEG, Track, drawn
from .globe import RADIUS_M, Array, up_east_north
from .shadow import turning
from .shadow_model import Shadow

Minutes = NDArray[np.int64]  # indices into a grid
AT_ONCE = 400_000  # places times minutes computed in one go: what fits the memory near the processor
BUDGET = 8_000_000  # places times minutes that one answer may take; then nodes stay as they are, and rough_sun says so
CHEAP = 0.1  # nodes with fewer of all minutes left may take as much again
DEAD = 7.0  # log below a shadow's floor under which a minute is as if the shadow were false, to a thousandth


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The instants searched (POSIX seconds, middle of each step) and the sun over them."""

    at: Array
    step_s: float
    sun: Track | None


def grid_of(begin: float, end: float, step_s: float, *, sun: bool) -> Grid:
    count = max(1, math.ceil((end - begin) / step_s))
    at: Array = begin + step_s * (0.5 + np.arange(count, dtype=np.float64))
    return Grid(at=at, step_s=step_s, sun=drawn(at) if sun else None)


def seen_sun(grid: Grid, minutes: Minutes, owner: Minutes, lon: Array, lat: Array) -> tuple[Array, Array]:
    """Altitude and azimuth (degrees) of the sun at each of `minutes`, seen from the place whose number `owner` gives."""
    if grid.sun is None:
        raise BadValue("this grid of time was made without its sun")
    to_sun = grid.sun.to_sun[minutes]
    up, east, north = (np.einsum("ij,ij->i", part[owner], to_sun) for part in up_east_north(lon, lat))
    altitude = np.degrees(np.arcsin(np.clip(up, -1, 1)))
    return altitude - PARALLAX_DEG * np.sqrt(np.maximum(0.0, 1 - up * up)), np.degrees(np.arctan2(east, north)) % 360


def sharpness(shadow: Shadow) -> float:
    """Degrees on the ground over which the shadow's sun changes by about one sigma."""
    altitude = shadow.altitude_sigma_deg if shadow.altitude_deg is not None else 90.0
    return min(altitude, shadow.azimuth_sigma_deg / 2 if shadow.azimuth_deg is not None else 90.0)


@dataclass(slots=True, kw_only=True)
class Suns:
    """Nodes of place: of each the minutes at which some shadow may be true, each shadow's robust likelihood there, and the sum.

    Minutes left out are, within a thousandth, what they are where every shadow is false. The list of nodes only grows.
    """

    shadows: tuple[Clue, ...]
    clocks: tuple[Clue, ...]
    grid: Grid
    clock: Array  # what clocks say of each minute (robust, not log)
    live: list[Minutes] = field(default_factory=list)
    factors: list[Array] = field(default_factory=list)  # (shadows, len(live))
    total: list[float] = field(default_factory=list)  # the sum over all minutes, in the middle of the node
    spent: int = 0

    @property
    def floor(self) -> float:
        """The log of all shadows' floors together."""
        return sum(clue.log_floor for clue in self.shadows)

    @property
    def sharp(self) -> float:
        return min((sharpness(clue.shadow) for clue in self.shadows if clue.shadow), default=90.0)

    def unseen(self) -> Array:
        """(3,) what the sum can be where nothing is computed yet: every shadow false; at most, true at every minute; at least, false."""
        clocks = math.log(self.clock.sum() + 1e-300)
        return np.array(
            [
                clocks + self.floor,
                clocks + sum(math.log1p(math.exp(c.log_floor)) for c in self.shadows),
                clocks + self.floor,
            ]
        )

    def affordable(self, cells: Minutes, parent: Minutes) -> Minutes:
        """Those of cells (the heaviest first) whose minutes fit into the budget; past it, those that cost little."""
        every = len(self.grid.at)
        cost = np.array([every if k < 0 else len(self.live[k]) for k in parent[cells].tolist()], dtype=np.int64)
        within = np.cumsum(cost) + self.spent <= BUDGET
        cheap = (cost <= CHEAP * every) & (
            np.cumsum(np.where(cost <= CHEAP * every, cost, 0)) + self.spent <= 2 * BUDGET
        )
        if not (within | cheap).all():
            self.spent = max(self.spent, BUDGET + 1)
        return cells[within | cheap]

    def add(self, parent: Minutes, lon: Array, lat: Array, reach: Array) -> tuple[Minutes, Array]:
        """Numbers of new nodes, one for each circle, and the sums over all minutes (3, N): middle, upper, lower; log."""
        logs = np.empty((3, len(lon)))
        every = np.arange(len(self.grid.at))
        known = [every if k < 0 else self.live[k] for k in parent.tolist()]
        first = len(self.live)
        for few in _runs([len(part) for part in known]):
            logs[:, few] = self._sums(known[few], lon[few], lat[few], reach[few])
        return np.arange(first, len(self.live)), logs

    def _sums(self, known: list[Minutes], lon: Array, lat: Array, reach: Array) -> Array:
        count = len(known)
        minutes, owner = np.concatenate(known), np.repeat(np.arange(count), [len(part) for part in known])
        self.spent += len(minutes)
        slack = np.degrees(reach / RADIUS_M)[owner]
        altitude, azimuth = seen_sun(self.grid, minutes, owner, lon, lat)
        turn = turning(slack, lat[owner], altitude)
        upper = [c.shadow.log(altitude, azimuth, slack, turn) for c in self.shadows if c.shadow]
        alive = np.zeros(len(minutes), dtype=bool)
        for clue, log in zip(self.shadows, upper, strict=True):
            alive |= log > max(clue.log_floor - DEAD, -60.0)
        minutes, owner, altitude, azimuth = minutes[alive], owner[alive], altitude[alive], azimuth[alive]
        slack, turn = slack[alive], turn[alive]
        plain = self.clock[minutes]
        bounds = (
            [c.shadow.log(altitude, azimuth) for c in self.shadows if c.shadow],
            [log[alive] for log in upper],
            [c.shadow.log(altitude, azimuth, -slack, -turn) for c in self.shadows if c.shadow],
        )
        resting = self.clock.sum() - np.bincount(owner, weights=plain, minlength=count)
        rest = np.maximum(0.0, resting) * math.exp(self.floor)
        made = np.empty((3, count))
        for k, logs in enumerate(bounds):
            factors = np.stack([c.robust_share(log) for c, log in zip(self.shadows, logs, strict=True)])
            made[k] = np.bincount(owner, weights=plain * factors.prod(axis=0), minlength=count) + rest
            if k == 0:
                ends = np.cumsum(np.bincount(owner, minlength=count))[:-1]
                self.live += np.split(minutes, ends)
                self.factors += np.split(factors, ends, axis=1)
                self.total += made[0].tolist()
        return np.log(made + 1e-300)

    def without(self, clue: Clue) -> "Suns | None":
        """The same nodes where one clock or shadow is not given; none where no shadow is left."""
        shadows = tuple(other for other in self.shadows if other is not clue)
        clocks = tuple(other for other in self.clocks if other is not clue)
        if not shadows:
            return None
        kept = [k for k, other in enumerate(self.shadows) if other is not clue]
        made = replace(
            self, shadows=shadows, clocks=clocks, clock=clock_of(clocks, self.grid), live=list(self.live), spent=0
        )
        made.factors = [part[kept] for part in self.factors]
        whole, floor = float(made.clock.sum()), math.exp(made.floor)
        made.total = [
            float(made.clock[live] @ (part.prod(axis=0) - floor)) + whole * floor
            for live, part in zip(made.live, made.factors, strict=True)
        ]
        return made

    def shares(self, node: Minutes, mass: Array) -> Array:
        """The share of each minute over places with these nodes and masses; a place without a node tells by its clocks alone."""
        weight = np.bincount(node[node >= 0], weights=mass[node >= 0], minlength=len(self.live))
        heavy = np.flatnonzero(weight > 0)
        floor = math.exp(self.floor)
        over = {int(k): float(weight[k]) / (self.total[k] + 1e-300) for k in heavy}
        even = sum(over.values()) * floor + float(mass[node < 0].sum()) / (float(self.clock.sum()) + 1e-300)
        made = even * self.clock
        if over:
            minutes = np.concatenate([self.live[k] for k in over])
            extra = np.concatenate([share * (self.factors[k].prod(axis=0) - floor) for k, share in over.items()])
            made = made + self.clock * np.bincount(minutes, weights=extra, minlength=len(made))
        return np.asarray(made / made.sum())


def suns_of(clues: Sequence[Clue], grid: Grid) -> Suns:
    clocks = tuple(clue for clue in clues if clue.spans)
    return Suns(shadows=tuple(c for c in clues if c.shadow), clocks=clocks, grid=grid, clock=clock_of(clocks, grid))


def clock_of(clocks: Sequence[Clue], grid: Grid) -> Array:
    """What clocks say of each minute of the grid together (robust, not log)."""
    made = np.ones(len(grid.at))
    for clue in clocks:
        made = made * clue.robust_share(clue.time_logs(grid.at))
    return made


def _runs(lengths: Sequence[int]) -> Iterator[slice]:
    """Stretches of a list whose lengths together stay within what is computed in one go."""
    first = held = 0
    for k, length in enumerate(lengths):
        if held and held + length > AT_ONCE:
            yield slice(first, k)
            first, held = k, 0
        held += length
    if first < len(lengths):
        yield slice(first, len(lengths))
