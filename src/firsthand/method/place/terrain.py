"""Elevation on a grid, and the horizon that it makes round a place: the Earth's curve and the air's bending of light are in it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from firsthand.record.fault import BadValue

from .globe import RADIUS_M, Array

BENT = 0.13  # the air bends light along the Earth by this share of its curve
MOST_POINTS = 25_000_000
NEAREST_M, FARTHER = 60.0, 1.02  # the first point looked at, and how much farther each next one is
METRE = math.radians(1) * RADIUS_M
NOT_KNOWN = -1000.0  # lower than any ground: what elevation files write where they know nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Elevation:
    """Heights in metres (rows from the south, columns from the west) at points of an even grid of degrees; NaN where not known."""

    west: float
    south: float
    step_lon: float
    step_lat: float
    heights: Array

    @property
    def east(self) -> float:
        return self.west + (int(self.heights.shape[1]) - 1) * self.step_lon

    @property
    def north(self) -> float:
        return self.south + (int(self.heights.shape[0]) - 1) * self.step_lat

    def at(self, lon: Array, lat: Array) -> Array:
        """Height between the points; NaN beyond the grid."""
        rows, columns = self.heights.shape
        x, y = (lon - self.west) / self.step_lon, (lat - self.south) / self.step_lat
        inside = (x >= 0) & (x <= columns - 1) & (y >= 0) & (y <= rows - 1)
        i, j = (np.clip(np.floor(part), 0, most - 2).astype(np.int64) for part, most in ((y, rows), (x, columns)))
        u, v = np.clip(x - j, 0, 1), np.clip(y - i, 0, 1)
        south = self.heights[i, j] * (1 - u) + self.heights[i, j + 1] * u
        north = self.heights[i + 1, j] * (1 - u) + self.heights[i + 1, j + 1] * u
        return np.where(inside, south * (1 - v) + north * v, np.nan)


def elevation_of(wire: Mapping[str, Any]) -> Elevation:
    """From west_deg, south_deg, step_lon_deg, step_lat_deg and heights (rows from the south). Raises BadValue."""
    west, south, step_lon, step_lat = (
        float(wire[name]) for name in ("west_deg", "south_deg", "step_lon_deg", "step_lat_deg")
    )
    heights = np.asarray(wire["heights"], dtype=np.float64)
    if heights.ndim != 2 or min(heights.shape) < 2 or heights.size > MOST_POINTS:
        raise BadValue(f"heights are rows of columns, two of each at least and {MOST_POINTS} at most")
    if not (min(step_lon, step_lat) > 0 and -180 <= west <= 180 and -90 <= south <= 90):
        raise BadValue("an elevation grid begins on the Earth and has steps above 0")
    known = np.where(np.isfinite(heights) & (heights > NOT_KNOWN), heights, np.nan)
    return Elevation(west=west, south=south, step_lon=step_lon, step_lat=step_lat, heights=known)


def horizon(ground: Elevation, lon: float, lat: float, azimuths: Array, reach_m: float, eye_m: float) -> Array:
    """Degrees above level at which the ground ends in each direction, seen from so far above it; NaN where no height is known."""
    own = float(ground.at(np.array([lon]), np.array([lat]))[0])
    steps = max(2, math.ceil(math.log(max(reach_m, 2 * NEAREST_M) / NEAREST_M) / math.log(FARTHER)))
    away = np.geomspace(NEAREST_M, max(reach_m, 2 * NEAREST_M), steps)
    way, p = np.radians(azimuths)[:, None], math.radians(lat)
    # On the sphere, so that a far ridge stands where it is.
    arc = away[None, :] / RADIUS_M
    sine = np.clip(math.sin(p) * np.cos(arc) + math.cos(p) * np.sin(arc) * np.cos(way), -1, 1)
    turn = np.arctan2(np.sin(way) * np.sin(arc) * math.cos(p), np.cos(arc) - math.sin(p) * sine)
    height = ground.at(lon + np.degrees(turn), np.degrees(np.arcsin(sine)))
    drop = away**2 * (1 - BENT) / (2 * RADIUS_M)
    angles = np.degrees(np.arctan2(height - drop - own - eye_m, away))
    known = np.isfinite(angles)
    made = np.where(known, angles, -90.0).max(axis=1)
    return np.where(known.any(axis=1) & np.isfinite(own), made, np.nan)
