"""Distances, bearings and small circles on the sphere that the field and the clues are computed on, in numpy."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.record.bounds import E7, Box, Region

Array = NDArray[np.float64]
RADIUS_M = 6_371_008.8
# The sphere's distance against the ellipsoid's: at most this share off. It is added to every stated width.
SPHERE_ERROR = 0.006
MOST_BOXES = 400


def distance_m(lon: Array, lat: Array, lon2: Any, lat2: Any) -> Array:
    """Great-circle metres between places in degrees; broadcasts."""
    p, q = np.radians(lat), np.radians(lat2)
    dp, dl = (p - q) / 2, np.radians(np.asarray(lon) - lon2) / 2
    inner = np.sin(dp) ** 2 + np.cos(p) * np.cos(q) * np.sin(dl) ** 2
    return np.asarray(2 * RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, inner))))


def bearing_deg(lon: Any, lat: Any, lon2: Any, lat2: Any) -> Array:
    """Initial bearing from the first place to the second, degrees clockwise from true north, 0..360; broadcasts."""
    p, q = np.radians(lat), np.radians(lat2)
    turn = np.radians(np.asarray(lon2) - np.asarray(lon))
    east = np.sin(turn) * np.cos(q)
    north = np.cos(p) * np.sin(q) - np.sin(p) * np.cos(q) * np.cos(turn)
    return np.asarray(np.degrees(np.arctan2(east, north)) % 360)


def apart_deg(one: Any, two: Any) -> Array:
    """The smaller angle between two directions, 0..180 degrees; broadcasts."""
    return np.asarray(np.abs((np.asarray(one) - two + 180) % 360 - 180))


def moved(lon: float, lat: float, towards_deg: Any, metres: Any) -> tuple[Array, Array]:
    """(lon, lat) in degrees of the places so many metres from a place in a direction; broadcasts."""
    p, way, reach = math.radians(lat), np.radians(towards_deg), np.asarray(metres) / RADIUS_M
    sine = np.clip(math.sin(p) * np.cos(reach) + math.cos(p) * np.sin(reach) * np.cos(way), -1, 1)
    turn = np.arctan2(np.sin(way) * np.sin(reach) * math.cos(p), np.cos(reach) - math.sin(p) * sine)
    return np.asarray((lon + np.degrees(turn) + 180) % 360 - 180), np.asarray(np.degrees(np.arcsin(sine)))


def up_east_north(lon: Any, lat: Any) -> tuple[Array, Array, Array]:
    """Unit vectors (N, 3) up, east and north, in axes fixed to the Earth (x to 0 E, y to 90 E, z to the pole)."""
    lo, la = np.radians(np.atleast_1d(lon)), np.radians(np.atleast_1d(lat))
    zero = np.zeros_like(lo)
    up = np.stack([np.cos(la) * np.cos(lo), np.cos(la) * np.sin(lo), np.sin(la)], axis=1)
    east = np.stack([-np.sin(lo), np.cos(lo), zero], axis=1)
    north = np.stack([-np.sin(la) * np.cos(lo), -np.sin(la) * np.sin(lo), np.cos(la)], axis=1)
    return up, east, north


def half_diagonal_m(lat: Array, wide: Array | float, tall: Array | float) -> Array:
    """No place of a box is farther from its middle than this: middle latitude, width and height in degrees."""
    nearest = np.maximum(0.0, np.abs(lat) - np.asarray(tall) / 2)  # the box is widest where it is nearest the equator
    east = np.radians(np.minimum(180.0, np.asarray(wide) / 2)) * np.cos(np.radians(nearest))
    north = np.radians(np.asarray(tall) / 2)
    return np.asarray(RADIUS_M * np.hypot(east, north) * (1 + 1e-6))


def as_box(west: float, south: float, east: float, north: float) -> Box:
    """Degrees as a Region's box, rounded outwards and kept on the Earth."""
    return (
        max(-180 * E7, math.floor(west * E7)),
        max(-90 * E7, math.floor(south * E7)),
        min(180 * E7, math.ceil(east * E7)),
        min(90 * E7, math.ceil(north * E7)),
    )


def covered(outside: Callable[[Array, Array, Array], NDArray[np.bool_]], within: Region | None = None) -> Region:
    """An outer cover, in at most MOST_BOXES quad-tree cells, of the places that `outside` does not rule out.

    `outside(lon, lat, reach_m)` says for circles about places whether no place of the circle can belong; nothing that
    belongs is lost, and the cover narrows while boxes remain.
    """
    start = (within or Region.world()).boxes
    cells = np.array([[w / E7, s / E7, (e - w) / E7, (n - s) / E7] for w, s, e, n in start])
    best = cells
    for _ in range(28):
        mid_lon, mid_lat = cells[:, 0] + cells[:, 2] / 2, cells[:, 1] + cells[:, 3] / 2
        cells = cells[~outside(mid_lon, mid_lat, half_diagonal_m(mid_lat, cells[:, 2], cells[:, 3]))]
        if len(cells) > MOST_BOXES:
            break
        best = cells
        if not len(cells) or float(cells[:, 3].max()) < 1e-5:
            break
        cells = quartered(cells)
    return Region.of([as_box(w, s, w + dx, s + dy) for w, s, dx, dy in best.tolist()])


def quartered(cells: Array) -> Array:
    """Cells (west, south, width, height; degrees) cut at their longer side's scale: wide ones once more across."""
    halves = cells * [1, 1, 0.5, 0.5]
    step = halves[:, 2:]
    return np.concatenate(
        [np.column_stack([halves[:, :2] + step * turn, step]) for turn in ((0, 0), (1, 0), (0, 1), (1, 1))]
    )
