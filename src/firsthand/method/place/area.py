"""An area inside a mapped border, with a soft edge: how far outside it a place lies, and by how much that can change nearby."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from firsthand.record.fault import BadPlace

from .globe import RADIUS_M, Array

FAR_M = 1_000_000.0  # further outside is no further: what is so far off is ruled out alike
STEEPEST_DEG = 80.0
METRE = math.radians(1) * RADIUS_M
# Metres outside, and by how much nearer any place of a circle (reach, metres) can be.
Off = Callable[[Array, Array, Array], tuple[Array, Array]]


def area_of(wire: Mapping[str, Any]) -> tuple[Off, float, float]:
    """How far outside, the area inside (m2), its outline (m). `rings` are closed lines of lon, lat; what lies in two of them is out.

    Distances are taken in a plane that is true along the parallel of the area's middle. Raises BadPlace.
    """
    rings = [np.asarray(ring, dtype=np.float64) for ring in wire["rings"]]
    if not rings or any(ring.ndim != 2 or ring.shape[1] != 2 or len(ring) < 4 for ring in rings):
        raise BadPlace("an area has rings of four places (lon, lat) or more")
    every = np.concatenate(rings)
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    if (
        not np.isfinite(every).all()
        or max(abs(south), abs(north)) > STEEPEST_DEG
        or east - west > 90
        or abs(west) > 360
    ):
        raise BadPlace("an area lies within 80 degrees of the equator and is less than 90 degrees wide")
    middle = np.array([(west + east) / 2, (south + north) / 2])
    narrow = math.cos(math.radians(middle[1]))
    shape = shapely.Polygon()
    for ring in rings:
        shape = shape.symmetric_difference(shapely.make_valid(shapely.Polygon((ring - middle) * METRE * (narrow, 1.0))))
    shapely.prepare(shape)

    def off(x: Array, y: Array, reach: Array) -> tuple[Array, Array]:
        turned = (x - middle[0] + 180) % 360 - 180
        away = shapely.distance(shape, shapely.points(turned * METRE * narrow, (y - middle[1]) * METRE))
        # Nearer a pole than the middle the plane stretches parallels, and what it says changes so much faster.
        steep = np.minimum(89.9, np.abs(y) + np.degrees(reach / RADIUS_M))
        return np.minimum(FAR_M, away), reach * np.maximum(1.0, narrow / np.cos(np.radians(steep))) * 1.01

    return off, float(shape.area), float(shape.length)


def outline(rings: Sequence[Sequence[Sequence[float]]]) -> tuple[float, float, float]:
    """The middle of an area (lon, lat) and how far its corners lie from it, metres."""
    every = np.concatenate([np.asarray(ring, dtype=np.float64) for ring in rings])
    low, high = every.min(axis=0), every.max(axis=0)
    lon, lat = (low + high) / 2
    narrow = math.cos(math.radians(lat))
    return float(lon), float(lat), float(np.hypot((high[0] - low[0]) * narrow, high[1] - low[1]) / 2 * METRE)
