"""The minutes of the field: what sun and clocks say of each, and which can still differ from a plain lie over a circle."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.record.fault import BadValue

from .clues import Clue
from .ephemeris import Track, altitude_azimuth, drawn
from .globe import RADIUS_M, Array
from .shadow import turning
from .shadow_model import Shadow


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The instants searched (POSIX seconds, middle of each step) and the sun over them."""

    at: Array
    step_s: float
    sun: Track | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What clocks say of each minute (log, robust), their sum, and the log of all shadows' floors together."""

    clock: Array
    sum: float
    floor: float


def base_logs(clues: Sequence[Clue], grid: Grid) -> Base:
    clock = np.zeros(len(grid.at))
    for clue in clues:
        if clue.spans:
            clock = clock + clue.robust(clue.time_logs(grid.at))
    return Base(clock=clock, sum=float(np.exp(clock).sum()), floor=sum(clue.log_floor for clue in clues if clue.shadow))


def grid_of(begin: float, end: float, step_s: float, *, sun: bool) -> Grid:
    count = max(1, math.ceil((end - begin) / step_s))
    at: Array = begin + step_s * (0.5 + np.arange(count, dtype=np.float64))
    return Grid(at=at, step_s=step_s, sun=drawn(at) if sun else None)


def sum_minutes(
    clues: Sequence[Clue], grid: Grid, whole: Base, live: NDArray[np.int64], lon: float, lat: float, reach: float
) -> tuple[NDArray[np.int64], Array]:
    """Which minutes can still differ from a plain lie over the circle, and the sum over all minutes (middle, upper, lower; log)."""
    slack = math.degrees(reach / RADIUS_M)
    altitude, azimuth = seen_sun(grid, live, lon, lat)
    turn = turning(slack, np.array(lat), altitude)
    made = np.zeros((3, len(live)))
    alive = np.zeros(len(live), dtype=bool)
    for clue in clues:
        if clue.shadow is not None:
            bounds = [clue.shadow.log(altitude, azimuth, s, t) for s, t in ((0.0, 0.0), (slack, turn), (-slack, -turn))]
            alive |= bounds[1] > max(clue.log_floor - 7.0, -60.0)
            made += [clue.robust(log) for log in bounds]
    each = whole.clock[live[alive]] + made[:, alive]
    # The minutes left out are, within a thousandth, what they are where every shadow is false.
    resting = whole.sum - float(np.exp(whole.clock[live[alive]]).sum())
    rest = max(0.0, resting) * math.exp(whole.floor)
    return live[alive], np.log(np.exp(each).sum(axis=1) + rest + 1e-300)


def seen_sun(grid: Grid, live: NDArray[np.int64], lon: float, lat: float) -> tuple[Array, Array]:
    """Altitude and azimuth of the sun at the minutes `live`, seen from one place; degrees."""
    if grid.sun is None:
        raise BadValue("this grid of time was made without its sun")
    sun = grid.sun
    part = Track(to_sun=sun.to_sun[live], lon_deg=sun.lon_deg[live], lat_deg=sun.lat_deg[live])
    altitude, azimuth = altitude_azimuth(part, lon, lat)
    return altitude[0], azimuth[0]


def sharpness(shadow: Shadow) -> float:
    altitude = shadow.altitude_sigma_deg if shadow.altitude_deg is not None else 90.0
    return min(altitude, shadow.azimuth_sigma_deg / 2 if shadow.azimuth_deg is not None else 90.0)
