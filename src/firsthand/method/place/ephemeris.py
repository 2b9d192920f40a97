"""Where the sun stands: NREL's SPA as pvlib computes it, with its delta-T, turned so that many places cost one product."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from .globe import Array, up_east_north

# Sun's parallax at one astronomical unit (IAU 1976) and apparent radius at it, degrees.
PARALLAX_DEG = 8.794 / 3600
RADIUS_DEG = 959.63 / 3600
# SPA is stated for these years; pvlib's delta-T polynomial is a forecast after 2015.
YEARS = (-2000, 6000)
KNOTS_S = 1800.0  # the sun is computed so often and drawn straight between: 1e-6 deg


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """The sun over a list of instants: unit vectors (N, 3) in axes fixed to the Earth, and the subsolar points (deg)."""

    to_sun: Array
    lon_deg: Array
    lat_deg: Array


def track(unix_s: Any) -> Track:
    """The sun at POSIX seconds (N,), taken as UT1 (they differ by less than 0.9 s since 1972: 0.004 deg)."""
    from pvlib import spa  # here, because pvlib loads pandas: a second that other methods need not pay

    seconds = np.atleast_1d(np.asarray(unix_s, dtype=np.float64))
    if len(seconds) == 0:
        return Track(to_sun=np.zeros((0, 3)), lon_deg=np.zeros(0), lat_deg=np.zeros(0))
    sidereal, right_ascension, declination = _geocentric(spa, seconds)
    lon = (right_ascension - sidereal + 180) % 360 - 180
    up, _, _ = up_east_north(lon, declination)
    return Track(to_sun=up, lon_deg=lon, lat_deg=np.asarray(declination))


def _geocentric(spa: Any, seconds: Array) -> Array:
    """Sidereal time at Greenwich, right ascension, declination (3, N), degrees; delta-T is that of each month."""
    months = seconds.astype("datetime64[s]").astype("datetime64[M]")
    made = np.empty((3, len(seconds)))
    for month in np.unique(months):
        chosen = months == month
        year, number = (int(part) for part in str(month).rsplit("-", 1))
        delta_t = float(spa.calculate_deltat(year, number))
        sidereal, right_ascension, declination = spa.solar_position(
            seconds[chosen], 0.0, 0.0, 0.0, 1013.25, 10.0, delta_t, 0.5667, 1, sst=True
        )
        made[:, chosen] = sidereal, right_ascension, declination
    return made


def drawn(at: Array) -> Track:
    """The sun over rising instants, drawn straight between knots where there are many."""
    if len(at) < 100:
        return track(at)
    knots = np.arange(at[0], at[-1] + KNOTS_S, KNOTS_S)
    exact = track(knots)
    lon = (np.interp(at, knots, np.unwrap(exact.lon_deg, period=360)) + 180) % 360 - 180
    lat = np.interp(at, knots, exact.lat_deg)
    return Track(to_sun=up_east_north(lon, lat)[0], lon_deg=lon, lat_deg=lat)


def altitude_azimuth(sun: Track, lon: Any, lat: Any) -> tuple[Array, Array]:
    """Topocentric altitude without refraction and azimuth from true north, degrees, each (places, instants)."""
    up, east, north = up_east_north(lon, lat)
    altitude = np.degrees(np.arcsin(np.clip(up @ sun.to_sun.T, -1, 1)))
    azimuth = np.degrees(np.arctan2(east @ sun.to_sun.T, north @ sun.to_sun.T)) % 360
    return altitude - PARALLAX_DEG * np.cos(np.radians(altitude)), azimuth


def refraction_deg(apparent_deg: Any) -> Array:
    """Bennett's (1982) refraction of an apparent altitude at 1010 hPa and 10 C; below -1 deg nothing is claimed: its value there."""
    held = np.clip(apparent_deg, -1.0, 90.0)
    return np.asarray(np.maximum(0.0, 1 / np.tan(np.radians(held + 7.31 / (held + 4.4)))) / 60)


def apparent_deg(altitude_deg: Any) -> Array:
    """Saemundsson's (1986) inverse: the altitude at which the sun is seen, from that without air."""
    held = np.clip(altitude_deg, -1.5, 90.0)
    bent = np.maximum(0.0, 1.02 / np.tan(np.radians(held + 10.3 / (held + 5.11)))) / 60
    return np.asarray(np.asarray(altitude_deg) + bent)


def unix(moment: datetime) -> float:
    """POSIX seconds of a UTC instant."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()


def moment(unix_s: float) -> datetime:
    """The UTC instant of POSIX seconds, to the whole second."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=round(unix_s))
