"""Regions and spans that hold a stated share of a field, as boxes, as circles in words, and as stretches of minutes."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from firsthand.record.bounds import E7, Box, Region, Span

from .ephemeris import moment
from .globe import RADIUS_M, Array, as_box, distance_m, up_east_north
from .shadow_model import densest, runs
from .tree import Field

SHARES = (0.5, 0.8, 0.95)
MOST_CELLS = 250  # boxes of a region, before neighbours are joined


def chosen(field: Field, share: float) -> NDArray[np.bool_]:
    """The densest cells that hold the share, and what was left coarse on top."""
    return densest(field.mass, field.log - field.log.max() + 1e3, min(1 - 1e-9, share + field.loss_at_most))


def region_of(field: Field, roots: Sequence[Box], cells: NDArray[np.bool_]) -> Region:
    """An outer cover of cells by boxes; small cells are covered by larger ones where there are many."""
    picked = field.cells[cells]
    level, root = field.level[cells], field.root[cells]
    if not len(picked):
        return Region()
    corners = np.array([[w / 1e7, s / 1e7, (e - w) / 1e7, (n - s) / 1e7] for w, s, e, n in roots])
    size = corners[root, 2:] / (2.0 ** level[:, None])
    x, y = np.floor((picked[:, :2] + picked[:, 2:] / 2 - corners[root, :2]) / size).astype(np.int64).T
    for finest in range(int(level.max()), -1, -1):
        deep = level > finest
        level, x, y = level - deep, x >> deep, y >> deep
        first = _different(root, level, x, y)
        root, level, x, y = root[first], level[first], x[first], y[first]
        if len(root) <= MOST_CELLS:
            break
    step = corners[root, 2:] / (2.0 ** level[:, None])
    corner = corners[root, :2] + np.column_stack([x, y]) * step
    return Region.of([as_box(*box) for box in np.column_stack([corner, corner + step]).tolist()])


def _different(
    root: NDArray[np.int64], level: NDArray[np.int64], x: NDArray[np.int64], y: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The first of each cell of the tree among many that repeat."""
    order = np.lexsort((y, x, level, root))
    cells = np.stack([root, level, x, y])[:, order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (cells[:, 1:] != cells[:, :-1]).any(axis=0)
    return order[new]


def held(field: Field, region: Region) -> float:
    """The share of a field that lies in a region."""
    inside = np.zeros(len(field.cells))
    west, south = field.cells[:, 0], field.cells[:, 1]
    for w, s, e, n in region.boxes:
        wide = np.minimum(west + field.cells[:, 2], e / 1e7) - np.maximum(west, w / 1e7)
        tall = np.minimum(south + field.cells[:, 3], n / 1e7) - np.maximum(south, s / 1e7)
        inside += np.maximum(0.0, wide) * np.maximum(0.0, tall)
    return float(field.mass @ np.minimum(1.0, inside / (field.cells[:, 2] * field.cells[:, 3])))


def circle_of(field: Field, share: float) -> dict[str, float]:
    """A circle about the middle of the field's mass that holds the share: lon_deg, lat_deg, radius_m."""
    return _circle(field.cells, field.mass, chosen(field, share), share)


def circle_about(field: Field, cells: NDArray[np.bool_], share: float) -> dict[str, float]:
    """A circle that holds the share of what lies in some cells of a field."""
    mass = field.mass[cells]
    return _circle(field.cells[cells], mass / mass.sum(), np.ones(len(mass), dtype=bool), share)


def _circle(cells: Array, mass: Array, core: NDArray[np.bool_], share: float) -> dict[str, float]:
    lon, lat = cells[:, 0] + cells[:, 2] / 2, cells[:, 1] + cells[:, 3] / 2
    mean = mass[core] @ up_east_north(lon[core], lat[core])[0]
    mid_lon = math.degrees(math.atan2(mean[1], mean[0]))
    mid_lat = math.degrees(math.atan2(mean[2], math.hypot(mean[0], mean[1])))
    reach = distance_m(lon, lat, mid_lon, mid_lat)
    reach = reach + np.radians(np.hypot(cells[:, 2] * np.cos(np.radians(lat)), cells[:, 3])) / 2 * RADIUS_M
    order = np.argsort(reach)
    last = min(int(np.searchsorted(np.cumsum(mass[order]), share)), len(order) - 1)
    return {"lon_deg": round(mid_lon, 5), "lat_deg": round(mid_lat, 5), "radius_m": round(float(reach[order[last]]), 1)}


def parts_of(region: Region) -> list[Region]:
    """The pieces of a region that do not touch, the largest first."""
    boxes = list(region.boxes)
    group = list(range(len(boxes)))

    def top(k: int) -> int:
        while group[k] != k:
            k = group[k]
        return k

    for k, one in enumerate(boxes):
        for m in range(k):
            two = boxes[m]
            if one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]:
                group[top(k)] = top(m)
    pieces: dict[int, list[Box]] = {}
    for k, box in enumerate(boxes):
        pieces.setdefault(top(k), []).append(box)
    return sorted((Region.of(piece) for piece in pieces.values()), key=lambda r: -r.area_km2())


def spans_of(minutes: Array, at: Array, step_s: float, share: float) -> list[Span]:
    """All stretches of the minutes that together hold the share."""
    return [
        Span(earliest=moment(first), latest=moment(last))
        for first, last in runs(densest(minutes, minutes, share), at, step_s)
    ]


def minutes_held(minutes: Array, share: float) -> float:
    """What the stretches of a share hold by the field's own word: more than the share, where minutes are alike and stay together."""
    return round(float(minutes[densest(minutes, minutes, share)].sum()), 4)


def at_border(region: Region, roots: Sequence[Box]) -> bool:
    """Whether a region ends where the search did, and not because a clue says so. The date line and the poles are no border."""
    open_ = [
        (w - 9 * (w <= -180 * E7), s - 9 * (s <= -90 * E7), e + 9 * (e >= 180 * E7), n + 9 * (n >= 90 * E7))
        for w, s, e, n in roots
    ]
    searched, found = (shapely.union_all([shapely.box(*box) for box in boxes]) for boxes in (open_, region.boxes))
    return not searched.buffer(-3, join_style="mitre").covers(found)  # boxes are rounded outwards, to 1e-7 degrees


def in_words(circle: dict[str, float], parts: int, share: float, bordered: bool = False) -> str:
    """ "within 1.2 km of 30.20170 E 50.45000 N (80 %), in 2 separate areas"."""
    metres = circle["radius_m"]
    size = f"{metres:.0f} m" if metres < 950 else f"{metres / 1000:.{1 if metres < 99_500 else 0}f} km"
    east = f"{abs(circle['lon_deg']):.4f} {'E' if circle['lon_deg'] >= 0 else 'W'}"
    north = f"{abs(circle['lat_deg']):.4f} {'N' if circle['lat_deg'] >= 0 else 'S'}"
    apart = f", in {parts} separate areas" if parts > 1 else ""
    border = ", up to the border of what was searched" if bordered else ""
    return f"within {size} of {east} {north} ({share * 100:g} %){apart}{border}"


def region_value(field: Field, roots: Sequence[Box], share: float) -> dict[str, Any]:
    cells = chosen(field, share)
    region = region_of(field, roots, cells)
    parts = parts_of(region)
    circle = circle_of(field, share)
    bordered = at_border(region, roots)
    return {
        "region": region.wire(),
        "area_km2": round(region.area_km2(), 6),
        "holds": round(float(field.mass[cells].sum()), 4),
        "parts": len(parts),
        "circle": circle,
        "at_border": bordered,
        "words": in_words(circle, len(parts), share, bordered),
    }
