"""Where the sun stands over the drill, and where a shadow's tip falls on level ground for it."""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from firsthand.drill.geo import Array
from firsthand.record.fault import BadValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Sun:
    """Direction of the sun's middle in degrees; ``apparent_altitude_deg`` has the refraction that shadows follow."""

    azimuth_deg: float
    altitude_deg: float
    apparent_altitude_deg: float


def sun_over(
    longitude_deg: float, latitude_deg: float, height_m: float, instant: datetime, temperature_c: float
) -> Sun:
    """Solar position by NREL's SPA (Reda and Andreas 2004) as pvlib computes it, delta-T from pvlib's polynomial.

    ``instant`` must carry a zone, else BadValue. Pressure is 1013.25 hPa, refraction at the horizon 0.5667 degrees.
    """
    from pvlib import (
        spa,
    )  # here, because pvlib loads pandas and a second is too long for who only asks for the scene's words

    if instant.tzinfo is None:
        raise BadValue("the sun needs an instant with a zone")
    seconds = np.array([instant.timestamp()])
    delta_t = spa.calculate_deltat(instant.year, instant.month)
    got = spa.solar_position(
        seconds, latitude_deg, longitude_deg, height_m, 1013.25, temperature_c, delta_t, 0.5667, 1
    )[:, 0]
    return Sun(azimuth_deg=float(got[4]), altitude_deg=float(got[3]), apparent_altitude_deg=float(got[2]))


def to_sun(sun: Sun) -> Array:
    """Unit vector in ENU from the ground towards the (refracted) sun, shape (3,)."""
    azimuth, altitude = math.radians(sun.azimuth_deg), math.radians(sun.apparent_altitude_deg)
    flat = math.cos(altitude)
    return np.array([math.sin(azimuth) * flat, math.cos(azimuth) * flat, math.sin(altitude)])


def shadow_tip(sun: Sun, top: Array) -> Array:
    """ENU points ``(..., 3)`` on the level ground (up = 0) where the shadow of points ``(..., 3)`` falls.

    Raises BadValue when the sun is not above the horizon.
    """
    ray = to_sun(sun)
    if ray[2] <= 0:
        raise BadValue("no shadow: the sun is not above the horizon")
    top = np.asarray(top, dtype=np.float64)
    return np.asarray(top - ray * (top[..., 2:3] / ray[2]))
