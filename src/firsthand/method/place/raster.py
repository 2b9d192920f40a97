"""A log likelihood drawn on a lattice of places (what terrain says), read between its points, with bounds over circles."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from firsthand.record.fault import BadValue

from .globe import RADIUS_M, Array

MOST_POINTS = 1_000_000
LEAST_LOG = -80.0
METRE = math.radians(1) * RADIUS_M


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """`logs` (rows from the south, columns from the west) at lattice points; beyond the lattice `beyond` holds."""

    west: float
    south: float
    step_lon: float
    step_lat: float
    logs: Array
    beyond: float
    _windows: dict[int, tuple[Array, Array]] = field(default_factory=dict, compare=False)

    @property
    def share(self) -> float:
        """The mean likelihood over the lattice."""
        return float(np.exp(self.logs).mean())

    def bounds(self, lon: Array, lat: Array, reach: Array) -> Array:
        """Log in the middle, its upper and its lower bound over circles; shape (3, N)."""
        rows, columns = self.logs.shape
        x, y = (lon - self.west) / self.step_lon, (lat - self.south) / self.step_lat
        inside = (x >= 0) & (x <= columns - 1) & (y >= 0) & (y <= rows - 1)
        i, j = (np.clip(np.floor(part), 0, most - 2).astype(int) for part, most in ((y, rows), (x, columns)))
        u, v = np.clip(x - j, 0, 1), np.clip(y - i, 0, 1)
        south = self.logs[i, j] * (1 - u) + self.logs[i, j + 1] * u
        north = self.logs[i + 1, j] * (1 - u) + self.logs[i + 1, j + 1] * u
        middle = np.where(inside, south * (1 - v) + north * v, self.beyond)
        east = self.step_lon * METRE * np.cos(np.radians(np.minimum(89.9, np.abs(lat) + reach / METRE)))
        steps = reach / np.minimum(east, self.step_lat * METRE)
        made = np.stack([middle, middle, middle])
        for wide in np.unique(_wide(steps)):
            here = _wide(steps) == wide
            top, low = self._window(int(wide))
            k = (
                np.clip(np.rint(y[here]), -1, rows).astype(int) + 1,
                np.clip(np.rint(x[here]), -1, columns).astype(int) + 1,
            )
            made[1, here], made[2, here] = np.maximum(middle[here], top[k]), np.minimum(middle[here], low[k])
        # Close by, the steepest of the cells around says more than their extremes; beyond the edge it is a cliff.
        whole = inside & (x - steps >= 0) & (x + steps <= columns - 1) & (y - steps >= 0) & (y + steps <= rows - 1)
        near = whole & (steps < 1)
        slope = self._window(0)[0][i + 1, j + 1] * steps
        made[1] = np.where(near, np.minimum(made[1], middle + slope), made[1])
        made[2] = np.where(near, np.maximum(made[2], middle - slope), made[2])
        return made

    def _window(self, wide: int) -> tuple[Array, Array]:
        """Highest and lowest log within so many steps of each lattice point (one ring beyond); 0: the steepest change a step."""
        from scipy.ndimage import maximum_filter, minimum_filter

        if wide not in self._windows:
            around = np.pad(self.logs, 1, constant_values=self.beyond)
            if wide == 0:
                up = np.pad(np.abs(np.diff(self.logs, axis=0)), ((0, 1), (0, 0)))
                along = np.pad(np.abs(np.diff(self.logs, axis=1)), ((0, 0), (0, 1)))
                steep = maximum_filter(np.pad(up, 1), 5) + maximum_filter(np.pad(along, 1), 5)
                self._windows[0] = steep, steep
            elif wide > 2 * max(self.logs.shape):
                top, low = max(self.beyond, float(self.logs.max())), min(self.beyond, float(self.logs.min()))
                self._windows[wide] = np.full_like(around, top), np.full_like(around, low)
            else:
                size = 2 * wide + 3
                self._windows[wide] = (
                    maximum_filter(around, size, mode="constant", cval=self.beyond),
                    minimum_filter(around, size, mode="constant", cval=self.beyond),
                )
        return self._windows[wide]


def _wide(steps: Array) -> Array:
    """Half widths of windows, in powers of two, so that few are made."""
    return np.asarray(2 ** np.ceil(np.log2(np.maximum(1.0, steps + 1))))


def raster_of(wire: Mapping[str, Any]) -> Raster:
    """From JSON: west_deg, south_deg (of the first point), step_lon_deg, step_lat_deg, columns, rows, logs (by rows from the south).

    Raises BadValue.
    """
    west, south, step_lon, step_lat = (
        float(wire[name]) for name in ("west_deg", "south_deg", "step_lon_deg", "step_lat_deg")
    )
    rows, columns = int(wire["rows"]), int(wire["columns"])
    logs = np.asarray(wire["logs"], dtype=np.float64)
    if not (rows >= 2 and columns >= 2 and logs.shape == (rows * columns,) and rows * columns <= MOST_POINTS):
        raise BadValue(f"a raster has rows times columns logs, two of each at least and {MOST_POINTS} points at most")
    if not (np.isfinite(logs).all() and (logs <= 1e-9).all() and min(step_lon, step_lat) > 0):
        raise BadValue("a raster's logs are 0 at most, and its steps above 0")
    beyond = float(wire.get("beyond", LEAST_LOG))
    return Raster(
        west=west,
        south=south,
        step_lon=step_lon,
        step_lat=step_lat,
        logs=np.maximum(logs.reshape(rows, columns), LEAST_LOG),
        beyond=max(LEAST_LOG, min(0.0, beyond)),
    )
