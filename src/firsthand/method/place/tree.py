"""The joint field itself: a quad-tree over places, each node with its own minutes; what is left coarse is bounded and said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from firsthand.record.bounds import E7, Region

from .clues import Clue
from .globe import RADIUS_M, Array, half_diagonal_m
from .minutes import Grid, base_logs, seen_sun, sharpness, sum_minutes

LOOSE = 1.0  # a cell whose bounds differ by more (log) is cut while it matters
ROUGHLY = 0.1  # the same for a first look
COARSE = 1e-3  # share of all that may be left in such cells: the loss, printed
MOST_ACTIVE = 60_000
BUDGET = 20_000_000  # places times minutes that one level of the sun's coupling may take
PATCHES = 24  # patches of place whose sun is computed first, to know what is light
LIGHT, ROUGH = 0.01, 0.6  # a cell with less than LIGHT of the whole makes do with ROUGH of a sigma
FINE = 0.15  # a node's sun is computed once where it differs over the node by less than this of a sigma


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Cells (west, south, width, height in degrees) with their log density, mass (sum 1) and the place their minutes were computed for.

    `loss_at_most` bounds the share of the field that lies in cells left coarse.
    """

    cells: Array
    log: Array
    low: Array
    mass: Array
    root: NDArray[np.int64]
    level: NDArray[np.int64]
    node: Array
    live: list[NDArray[np.int64]]
    loss_at_most: float
    finest_m: float


@dataclass(slots=True)
class _Cells:
    """Cells of one level still open: box, root box, level, and where coupled, node (lon, lat) and its time factor's three logs."""

    box: Array
    root: NDArray[np.int64]
    node: Array
    time: Array
    fixed: NDArray[np.bool_]
    live: list[NDArray[np.int64]]

    def take(self, chosen: NDArray[np.bool_]) -> "_Cells":
        return _Cells(
            box=self.box[chosen],
            root=self.root[chosen],
            node=self.node[chosen],
            time=self.time[:, chosen],
            fixed=self.fixed[chosen],
            live=list(compress(self.live, chosen)),
        )


def grow(clues: Sequence[Clue], region: Region, grid: Grid | None, least_m: float, coarse: float = COARSE) -> Field:
    """The posterior over places of the region (even prior over area and time)."""
    places = [clue for clue in clues if clue.placed]
    coupled = grid is not None and grid.sun is not None and any(clue.shadow for clue in clues)
    roots = np.array([[w / E7, s / E7, (e - w) / E7, (n - s) / E7] for w, s, e, n in region.boxes])
    count = len(roots)
    cells = _Cells(
        box=roots,
        root=np.arange(count),
        node=np.full((count, 2), np.nan),
        time=np.zeros((3, count)),
        fixed=np.full(count, not coupled),
        live=[np.arange(len(grid.at) if coupled and grid else 0)] * count,
    )
    sharp = min((sharpness(clue.shadow) for clue in clues if clue.shadow), default=90.0)
    known = _least_evidence(clues, region, grid, least_m) if coupled and grid is not None and places else -math.inf
    kept: list[tuple[_Cells, Array, Array, int]] = []
    settled_low = settled_loose = 0.0
    shift: float | None = None
    for level in range(40):
        lon, lat = cells.box[:, 0] + cells.box[:, 2] / 2, cells.box[:, 1] + cells.box[:, 3] / 2
        reach = half_diagonal_m(lat, cells.box[:, 2], cells.box[:, 3])
        spatial = np.zeros((3, len(lon)))
        for clue in places:
            spatial = spatial + clue.place_logs(lon, lat, reach)
        if coupled and grid is not None:
            _couple(cells, clues, grid, lon, lat, reach)
        logs = spatial + cells.time
        shift = float(logs[0].max()) if shift is None else shift
        new = max(shift, float(logs[0].max()))
        settled_low, settled_loose = (part * math.exp(shift - new) for part in (settled_low, settled_loose))
        shift = new
        area = _area_m2(cells.box)
        upper, lower = (np.exp(np.minimum(600.0, part - shift)) * area for part in logs[1:])
        certain = max(settled_low + float(lower.sum()), math.exp(min(700.0, known - shift)))
        if coupled:
            cells.fixed |= (upper < LIGHT * certain) & (np.degrees(reach / RADIUS_M) < ROUGH * sharp)
        # Once its minutes are computed for the node, cutting a cell can only narrow what place says.
        loose = np.where(cells.fixed, spatial[1] - spatial[2], logs[1] - logs[2]) > LOOSE
        active = loose & (reach > least_m)
        active = _worth(active, upper, coarse * certain / 2 - settled_loose)
        settled_low += float(lower[~active].sum())
        settled_loose += float(np.where(loose & ~active & (reach > least_m), upper, 0.0).sum())
        kept.append((cells.take(~active), logs[:, ~active], area[~active], level))
        if not active.any():
            break
        cells = _cut(cells.take(active))
    return _gathered(kept, settled_loose, shift or 0.0)


def _worth(active: NDArray[np.bool_], upper: Array, allowed: float) -> NDArray[np.bool_]:
    """Leaves uncut the lightest cells whose upper bounds together stay within what may be left coarse, or which are too many."""
    order = np.argsort(np.where(active, upper, np.inf), kind="stable")[: int(active.sum())]
    light = np.cumsum(upper[order]) <= allowed
    light[: max(0, len(order) - MOST_ACTIVE)] = True
    made = active.copy()
    made[order[light]] = False
    return made


def _cut(cells: _Cells) -> _Cells:
    half = cells.box * [1, 1, 0.5, 0.5]
    boxes = [
        np.column_stack([half[:, :2] + half[:, 2:] * turn, half[:, 2:]]) for turn in ((0, 0), (1, 0), (0, 1), (1, 1))
    ]
    return _Cells(
        box=np.concatenate(boxes),
        root=np.tile(cells.root, 4),
        node=np.tile(cells.node, (4, 1)),
        time=np.tile(cells.time, (1, 4)),
        fixed=np.tile(cells.fixed, 4),
        live=cells.live * 4,
    )


def _couple(cells: _Cells, clues: Sequence[Clue], grid: Grid, lon: Array, lat: Array, reach: Array) -> None:
    """The sum over all minutes of what sun and clocks say, for cells whose minutes are not settled yet."""
    open_ = np.flatnonzero(~cells.fixed)
    whole = base_logs(clues, grid)
    sigmas = [sharpness(clue.shadow) for clue in clues if clue.shadow]
    crowded = 4 * sum(len(cells.live[k]) for k in open_) > BUDGET
    for k in open_:
        cells.live[k], cells.time[:, k] = sum_minutes(
            clues, grid, whole, cells.live[k], lon[k], lat[k], float(reach[k])
        )
        cells.node[k] = lon[k], lat[k]
        cells.fixed[k] = crowded or math.degrees(float(reach[k]) / RADIUS_M) < FINE * min(sigmas)


def _least_evidence(clues: Sequence[Clue], region: Region, grid: Grid, least_m: float) -> float:
    """Log of a sure lower bound of the whole: what place alone says, each patch times the least its sun allows.

    With it the light cells of the joint field are known to be light from the start.
    """
    alone = grow([clue for clue in clues if clue.placed], region, None, least_m, ROUGHLY)
    step = FINE * min(sharpness(clue.shadow) for clue in clues if clue.shadow)
    patch = np.floor((alone.cells[:, :2] + alone.cells[:, 2:] / 2) / step)
    inside = np.maximum(alone.cells[:, 2], alone.cells[:, 3]) < step
    keys, which = np.unique(patch[inside] @ np.array([1, 1j]), return_inverse=True)
    patches = np.column_stack([keys.real, keys.imag])
    top = float(alone.low.max())
    sure = np.exp(alone.low - top) * _area_m2(alone.cells)
    weight = np.bincount(which.ravel(), weights=sure[inside], minlength=len(patches))
    whole, every = base_logs(clues, grid), np.arange(len(grid.at))
    total = 0.0
    for k in np.argsort(-weight)[:PATCHES]:
        lon_, lat_ = (float(part) for part in (patches[k] + 0.5) * step)
        reach = float(half_diagonal_m(np.array(lat_), 2 * step, 2 * step))
        total += float(weight[k]) * math.exp(float(sum_minutes(clues, grid, whole, every, lon_, lat_, reach)[1][2]))
    return math.log(total) + top if total > 0 else -math.inf


def _gathered(kept: list[tuple[_Cells, Array, Array, int]], loose: float, shift: float) -> Field:
    boxes = np.concatenate([part[0].box for part in kept])
    both = np.concatenate([part[1] for part in kept], axis=1)
    logs = both[0]
    mass = np.exp(logs - logs.max()) * np.concatenate([part[2] for part in kept])
    whole = float(mass.sum())
    level = np.concatenate([np.full(len(part[2]), part[3]) for part in kept])
    lat = boxes[:, 1] + boxes[:, 3] / 2
    heavy = mass > 1e-3 * mass.max()
    return Field(
        cells=boxes,
        log=logs,
        low=both[2],
        mass=mass / whole,
        root=np.concatenate([part[0].root for part in kept]),
        level=level,
        node=np.concatenate([part[0].node for part in kept]),
        live=[live for part in kept for live in part[0].live],
        loss_at_most=min(1.0, loose * math.exp(shift - float(logs.max())) / whole),
        finest_m=float(half_diagonal_m(lat, boxes[:, 2], boxes[:, 3])[heavy].min()),
    )


def _area_m2(box: Array) -> Array:
    band = np.sin(np.radians(box[:, 1] + box[:, 3])) - np.sin(np.radians(box[:, 1]))
    return np.asarray(RADIUS_M**2 * np.radians(box[:, 2]) * band)


def minutes_of(field: Field, clues: Sequence[Clue], grid: Grid) -> Array:
    """The share of each minute (N,), over all places of the field."""
    base = base_logs(clues, grid)
    plain = np.exp(base.clock)
    if grid.sun is None or not any(clue.shadow for clue in clues):
        return np.asarray(plain / plain.sum())
    _, first, which = np.unique(field.node @ np.array([1, 1j]), return_index=True, return_inverse=True)
    nodes = field.node[first]
    weight = np.bincount(which.ravel(), weights=field.mass)
    order = np.argsort(-weight)
    enough = int(np.searchsorted(np.cumsum(weight[order]), 1 - 1e-5)) + 1
    total = np.zeros(len(grid.at))
    for k in order[:enough]:
        live = field.live[int(first[k])]
        altitude, azimuth = seen_sun(grid, live, float(nodes[k, 0]), float(nodes[k, 1]))
        log = np.zeros(len(live))
        for clue in clues:
            if clue.shadow is not None:
                log = log + clue.robust(clue.shadow.log(altitude, azimuth))
        low = math.exp(base.floor)
        extra = plain[live] * (np.exp(log) - low)
        share = weight[k] / (base.sum * low + float(extra.sum()) + 1e-300)
        total += share * low * plain
        total[live] += share * extra
    return np.asarray(total / total.sum())
