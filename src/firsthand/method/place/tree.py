"""The joint field itself: a quad-tree over places, cut where most may lie, until what is left coarse is bounded and said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.record.bounds import E7, Region

from .clues import Clue
from .globe import RADIUS_M, Array, half_diagonal_m
from .minutes import BUDGET, Grid, Suns, suns_of

LOOSE = 1.0  # a cell whose bounds differ by more (log) is cut while it matters
COARSE = 1e-3  # share of all that may be left in such cells: the loss, printed
EACH_ROUND = 0.9  # of what is still open so much is cut at once, the heaviest cells first
FEWEST, FEW = 24, 24  # cells that a round cuts at least, for fewer cost as much; so few are cut in sixteen at once
MOST_CELLS = 250_000  # then what is open stays coarse, and the loss says so
LIGHT, ROUGH = 0.01, 0.6  # a cell with less than LIGHT of the whole makes do with ROUGH of a sigma
FINE = 0.15  # a node's sun is computed once where it differs over the node by less than this of a sigma
FAR_DEG = 8.0  # over wider circles the sun says nothing worth its time
FAINT = 1e-2  # of the heaviest cell of a round; lighter ones keep the sun of their parent until they matter


@dataclass(slots=True, kw_only=True)
class Cells:
    """Boxes (west, south, width, height in degrees), their roots and levels; of each clue of place the middle, upper and lower log
    (clues, 3, N); the node of the sun (-1: none yet) with its three logs; whether a node stays, and whether it had to. `home` is the
    number of the cell that a search began with.
    """

    box: Array
    root: NDArray[np.int64]
    level: NDArray[np.int64]
    each: Array
    node: NDArray[np.int64]
    time: Array
    fixed: NDArray[np.bool_]
    forced: NDArray[np.bool_]
    home: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.root)

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Cells":
        return Cells(
            box=self.box[chosen],
            root=self.root[chosen],
            level=self.level[chosen],
            each=self.each[:, :, chosen],
            node=self.node[chosen],
            time=self.time[:, chosen],
            fixed=self.fixed[chosen],
            forced=self.forced[chosen],
            home=self.home[chosen],
        )

    @property
    def logs(self) -> Array:
        return np.asarray(self.each.sum(axis=0) + self.time)

    def middles(self) -> tuple[Array, Array]:
        return self.box[:, 0] + self.box[:, 2] / 2, self.box[:, 1] + self.box[:, 3] / 2

    def reach(self) -> Array:
        return half_diagonal_m(self.middles()[1], self.box[:, 2], self.box[:, 3])

    def area_m2(self) -> Array:
        band = np.sin(np.radians(self.box[:, 1] + self.box[:, 3])) - np.sin(np.radians(self.box[:, 1]))
        return np.asarray(RADIUS_M**2 * np.radians(self.box[:, 2]) * band)


def joined(parts: Sequence[Cells]) -> Cells:
    if len(parts) == 1:
        return parts[0]
    return Cells(
        box=np.concatenate([part.box for part in parts]),
        root=np.concatenate([part.root for part in parts]),
        level=np.concatenate([part.level for part in parts]),
        each=np.concatenate([part.each for part in parts], axis=2),
        node=np.concatenate([part.node for part in parts]),
        time=np.concatenate([part.time for part in parts], axis=1),
        fixed=np.concatenate([part.fixed for part in parts]),
        forced=np.concatenate([part.forced for part in parts]),
        home=np.concatenate([part.home for part in parts]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Cells with their log density and mass (sum 1), the nodes of the sun where there is one, and the clues of place, in their order.

    `loss_at_most` bounds the share of the field that lies in cells left coarse; `rough_sun` is the share whose sun was taken from
    farther away than it should be, because there were too many places and minutes.
    """

    leaves: Cells
    log: Array
    mass: Array
    suns: Suns | None
    places: tuple[Clue, ...]
    loss_at_most: float
    rough_sun: float
    finest_m: float

    @property
    def cells(self) -> Array:
        return self.leaves.box

    @property
    def root(self) -> NDArray[np.int64]:
        return self.leaves.root

    @property
    def level(self) -> NDArray[np.int64]:
        return self.leaves.level


def grow(clues: Sequence[Clue], region: Region, grid: Grid | None, least_m: float, coarse: float = COARSE) -> Field:
    """The posterior over places of the region (even prior over area and time)."""
    places = tuple(clue for clue in clues if clue.placed)
    coupled = grid is not None and grid.sun is not None and any(clue.shadow for clue in clues)
    suns = suns_of(clues, grid) if coupled and grid is not None else None
    box = np.array([[w / E7, s / E7, (e - w) / E7, (n - s) / E7] for w, s, e, n in region.boxes])
    count = len(box)
    roots = Cells(
        box=box,
        root=np.arange(count),
        level=np.zeros(count, dtype=np.int64),
        each=np.zeros((len(places), 3, count)),
        node=np.full(count, -1),
        time=np.zeros((3, count)) if suns is None else np.tile(suns.unseen()[:, None], count),
        fixed=np.full(count, suns is None),
        forced=np.zeros(count, dtype=bool),
        home=np.arange(count),
    )
    _weigh(roots, places, suns)
    return refined(roots, places, suns, least_m, coarse)


def without(field: Field, clue: Clue, least_m: float, coarse: float) -> Field:
    """The field where one clue is not given: its cells weighed anew, and cut where that lets something come back.

    `home` of its leaves is the number of the leaf of the whole field that each lies in.
    """
    leaves, suns, places = field.leaves.take(np.arange(len(field.leaves))), field.suns, field.places
    leaves.home = np.arange(len(leaves))
    if clue.placed:
        k = next(k for k, other in enumerate(places) if other is clue)
        leaves.each, places = np.delete(leaves.each, k, axis=0), places[:k] + places[k + 1 :]
    elif suns is not None:
        suns = suns.without(clue)
        if suns is None:
            leaves.time, leaves.node = np.zeros((3, len(leaves))), np.full(len(leaves), -1)
            leaves.fixed, leaves.forced = np.ones(len(leaves), dtype=bool), np.zeros(len(leaves), dtype=bool)
        else:
            seen = leaves.node >= 0
            total = np.log(np.array(suns.total) + 1e-300)
            leaves.time = np.where(seen, total[leaves.node] + leaves.time - leaves.time[0], suns.unseen()[:, None])
    return refined(leaves, places, suns, least_m, coarse)


def refined(open_: Cells, places: Sequence[Clue], suns: Suns | None, least_m: float, coarse: float) -> Field:
    """Cuts the heaviest of the cells whose bounds are loose, until the upper bounds of those left make no more than `coarse` of all."""
    kept: list[Cells] = []
    made = 0
    settled = -math.inf  # log of a sure lower bound of what lies in settled cells
    while True:
        logs = open_.logs
        spatial = open_.each[:, 1].sum(axis=0) - open_.each[:, 2].sum(axis=0)
        shift = max(settled, float(logs[0].max(initial=-math.inf)))
        area = open_.area_m2()
        upper, lower = (np.exp(np.minimum(600.0, part - shift)) * area for part in logs[1:])
        certain = math.exp(settled - shift) + float(lower.sum())
        reach = open_.reach()
        if suns is not None:
            open_.fixed |= (upper < LIGHT * certain) & (np.degrees(reach / RADIUS_M) < ROUGH * suns.sharp)
        # Once its minutes are computed for the node, cutting a cell can only narrow what place says.
        loose = (np.where(open_.fixed, spatial, logs[1] - logs[2]) > LOOSE) & (reach > least_m)
        done = ~loose
        if done.any():
            kept.append(open_.take(done))
            made += len(kept[-1])
            light = float(lower[done].sum())
            settled = float(np.logaddexp(settled, math.log(light) + shift)) if light > 0 else settled
            open_, upper = open_.take(loose), upper[loose]
        order = np.argsort(-upper)
        held = np.cumsum(upper[order])
        whole = float(held[-1]) if len(held) else 0.0
        if whole <= coarse * certain / 2 or made + len(open_) > MOST_CELLS:
            break
        enough = int(np.searchsorted(held, whole - coarse * certain / 4)) + 1
        most = max(FEWEST, int(np.searchsorted(held, EACH_ROUND * whole)) + 1)
        cut = order[: min(enough, most)]
        rest = order[min(enough, most) :]
        fresh = _cut(open_.take(cut))
        if len(cut) <= FEW:
            fresh = _cut(fresh)
        _weigh(fresh, places, suns)
        open_ = joined([open_.take(rest), fresh])
    return _gathered([*kept, open_], len(open_), places, suns)


def _cut(cells: Cells) -> Cells:
    """Every cell in four."""
    half = cells.box * [1, 1, 0.5, 0.5]
    boxes = [
        np.column_stack([half[:, :2] + half[:, 2:] * turn, half[:, 2:]]) for turn in ((0, 0), (1, 0), (0, 1), (1, 1))
    ]
    made = cells.take(np.tile(np.arange(len(cells)), 4))
    made.box, made.level = np.concatenate(boxes), made.level + 1
    return made


def _weigh(cells: Cells, places: Sequence[Clue], suns: Suns | None) -> None:
    """What every clue of place says of each cell, and the sun where it is worth its time; else that of the parent stands."""
    (lon, lat), reach = cells.middles(), cells.reach()
    for k, clue in enumerate(places):
        cells.each[k] = clue.place_logs(lon, lat, reach)
    if suns is None:
        return
    logs, degrees = cells.logs, np.degrees(reach / RADIUS_M)
    upper = logs[1] + np.log(cells.area_m2() + 1e-9)
    wide = (cells.each[:, 1] - cells.each[:, 2]).sum(axis=0) > LOOSE
    worth = ~cells.fixed & (upper > upper.max() + math.log(FAINT)) & ~(wide & (degrees > FAR_DEG))
    chosen = np.flatnonzero(worth)
    if not len(chosen):
        return
    chosen = suns.affordable(chosen[np.argsort(-upper[chosen])], cells.node)
    if suns.spent > BUDGET:
        poor = ~cells.fixed
        poor[chosen] = False
        cells.forced |= poor
        cells.fixed |= poor
    if not len(chosen):
        return
    cells.node[chosen], cells.time[:, chosen] = suns.add(cells.node[chosen], lon[chosen], lat[chosen], reach[chosen])
    cells.fixed[chosen] = degrees[chosen] < FINE * suns.sharp


def _gathered(parts: list[Cells], coarse: int, places: Sequence[Clue], suns: Suns | None) -> Field:
    """All leaves; the last `coarse` of them are those left coarse."""
    leaves = joined(parts)
    logs = leaves.logs
    top = float(logs[0].max())
    area = leaves.area_m2()
    mass = np.exp(logs[0] - top) * area
    whole = float(mass.sum())
    left = np.arange(len(leaves)) >= len(leaves) - coarse
    heavy = mass > 1e-3 * mass.max()
    return Field(
        leaves=leaves,
        log=logs[0],
        mass=mass / whole,
        suns=suns,
        places=tuple(places),
        loss_at_most=min(1.0, float((np.exp(np.minimum(600.0, logs[1] - top)) * area)[left].sum()) / whole),
        rough_sun=float(mass[leaves.forced].sum()) / whole,
        finest_m=float(leaves.reach()[heavy].min()),
    )


def minutes_of(field: Field, clues: Sequence[Clue], grid: Grid) -> Array:
    """The share of each minute (N,), over all places of the field."""
    suns = field.suns if field.suns is not None else suns_of([clue for clue in clues if clue.spans], grid)
    return suns.shares(field.leaves.node, field.mass)
