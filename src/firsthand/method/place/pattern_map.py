"""The things of a map in a conformal plane: distances between them, and the bends and junctions that roads make."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from .globe import Array
from .things import DERIVED

R = 6_378_137.0
BEND_DEG, BEND_M = 40.0, 60.0
# Closed lines of these are ways that come round, not areas.
LINES = frozenset("road main-road track railway tram river stream power-line pipeline wall coast roundabout".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Things of one kind; `shapes` in Mercator metres, `scale` what a metre is there."""

    shapes: NDArray[np.object_]
    scale: Array
    ids: NDArray[np.int64]
    what: NDArray[np.int64]
    names: list[str]
    tree: STRtree

    def __len__(self) -> int:
        return len(self.shapes)

    def pairs(self, other: "Layer", metres: float) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
        """Numbers here and there of all things within so many metres of each other, and the metres; a thing is not its own partner."""
        here, there = other.tree.query(self.shapes, predicate="dwithin", distance=metres * self.scale)
        if other.shapes is self.shapes:
            here, there = here[here != there], there[here != there]
        apart = shapely.distance(self.shapes[here], other.shapes[there]) / self.scale[here]
        return here, there, np.asarray(apart, dtype=np.float64)

    def nearest(self, other: "Layer") -> Array:
        """Metres from each thing to the nearest of another layer."""
        made = np.full(len(self), np.inf)
        (here, _), apart = other.tree.query_nearest(
            self.shapes, return_distance=True, all_matches=False, exclusive=other.shapes is self.shapes
        )
        made[here] = apart / self.scale[here]
        return made

    def bearing(self, mine: NDArray[np.int64], other: "Layer", theirs: NDArray[np.int64]) -> Array:
        """From my things to others', degrees from north."""
        one, two = (
            shapely.get_coordinates(shapely.centroid(part)) for part in (self.shapes[mine], other.shapes[theirs])
        )
        return np.asarray(np.degrees(np.arctan2(two[:, 0] - one[:, 0], two[:, 1] - one[:, 1])) % 360)

    def place(self, k: int) -> tuple[float, float]:
        x, y = shapely.get_coordinates(shapely.centroid(self.shapes[k]))[0]
        return math.degrees(x / R), math.degrees(math.atan(math.sinh(y / R)))

    def radius_m(self, k: int) -> float:
        west, south, east, north = shapely.bounds(self.shapes[k])
        return float(math.hypot(east - west, north - south) / 2 / self.scale[k])


def layers_of(things: Iterable[str], maps: Mapping[str, Mapping[str, Any]]) -> dict[str, Layer]:
    """Each thing's layer; bends and junctions are worked out. Raises KeyError, TypeError, ValueError where arrays do not fit."""
    made = {}
    for thing in things:
        if thing in DERIVED:
            lines = [line for kind in DERIVED[thing][1] if kind in maps for line in _lines(maps[kind])]
            points = _junctions(lines) if thing == "junction" else _bends(lines)
            made[thing] = _layer(
                shapely.points(points), points[:, 1], range(1, len(points) + 1), [0] * len(points), [""] * len(points)
            )
        elif thing in maps:
            made[thing] = _of(thing, maps[thing])
        else:
            made[thing] = _layer(np.array([], dtype=object), np.zeros(0), [], [], [])
    return made


def _of(thing: str, arrays: Mapping[str, Any]) -> Layer:
    lines = _lines(arrays)
    if not len(lines) == len(arrays["id"]) == len(arrays["what"]) == len(arrays["names"]):
        raise ValueError(f"the arrays of {thing} are not of one length")
    shapes = np.empty(len(lines), dtype=object)
    for k, line in enumerate(lines):
        if len(line) == 1:
            shapes[k] = shapely.Point(line[0])
        elif len(line) > 3 and thing not in LINES and (line[0] == line[-1]).all():
            shapes[k] = shapely.Polygon(line)
        else:
            shapes[k] = shapely.LineString(line)
    middle = np.array([line[:, 1].mean() for line in lines])
    return _layer(shapes, middle, arrays["id"], arrays["what"], [str(name) for name in arrays["names"]])


def _layer(shapes: Any, y: Array, ids: Iterable[int], what: Iterable[int], names: list[str]) -> Layer:
    return Layer(
        shapes=np.asarray(shapes, dtype=object).reshape(-1),
        scale=np.cosh(np.asarray(y, dtype=np.float64) / R),
        ids=np.array([*ids], dtype=np.int64),
        what=np.array([*what], dtype=np.int64),
        names=names,
        tree=STRtree(np.asarray(shapes, dtype=object).reshape(-1)),
    )


def _lines(arrays: Mapping[str, Any]) -> list[Array]:
    """Each line as Mercator metres (n, 2)."""
    lon, lat = (np.radians(np.asarray(arrays[name], dtype=np.float64) / 1e7) for name in ("lon", "lat"))
    held = np.clip(lat, math.radians(-89), math.radians(89))
    flat = np.column_stack([R * lon, R * np.arcsinh(np.tan(held))])
    start = np.asarray(arrays["start"], dtype=np.int64)
    if len(start) == 0 or start[0] != 0 or start[-1] != len(flat) or (np.diff(start) <= 0).any():
        raise ValueError("start does not lead through the points")
    return np.split(flat, start[1:-1]) if len(start) > 1 else []


def _bends(lines: list[Array]) -> Array:
    """Where a line turns by BEND_DEG within BEND_M: the vertex in the middle of each turn."""
    made = []
    for line in lines:
        scale = math.cosh(float(line[:, 1].mean()) / R) if len(line) else 1.0
        steps = np.diff(line, axis=0)
        lengths = np.hypot(*steps.T) / scale
        if len(steps) < 2:
            continue
        turns = (np.diff(np.arctan2(steps[:, 1], steps[:, 0])) + math.pi) % (2 * math.pi) - math.pi
        at = np.cumsum(lengths)[:-1]
        # The sum of turns within BEND_M behind each vertex, by differences of the running sum.
        total = np.concatenate([[0.0], np.cumsum(turns)])
        since = np.searchsorted(at, at - BEND_M)
        turned = np.abs(total[1:] - total[since])
        k = 0
        while k < len(turned):
            if turned[k] >= math.radians(BEND_DEG):
                made.append(line[1 + (k + int(since[k])) // 2])
                k = int(np.searchsorted(at, at[k] + BEND_M))
            k += 1
    return np.array(made).reshape(-1, 2)


def _junctions(lines: list[Array]) -> Array:
    """Vertices at which three arms of road or more meet."""
    if not lines:
        return np.zeros((0, 2))
    vertices = np.concatenate(lines)
    arms = np.concatenate([np.r_[1, np.full(max(0, len(line) - 2), 2), 1][: len(line)] for line in lines])
    places, which = np.unique(np.round(vertices, 2), axis=0, return_inverse=True)
    return places[np.bincount(which.ravel(), weights=arms) >= 3]
