"""The drill's three frames of reference (globe, ground plane, picture) and the exact ways between them."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY_2 = FLATTENING * (2 - FLATTENING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The zero of the ground plane on the WGS 84 ellipsoid, and the bearing of the street's own first axis.

    Street axes: ``u`` metres along the street (towards ``street_bearing_deg``, clockwise from true north), ``v`` metres
    to the left of it, ``z`` metres up. East, north, up (ENU) is the same plane turned by the bearing.
    """

    longitude_deg: float
    latitude_deg: float
    height_m: float
    street_bearing_deg: float


def street_to_enu(site: Site, points: Array) -> Array:
    """Turn ``(..., 3)`` street metres into east, north, up metres."""
    bearing = math.radians(site.street_bearing_deg)
    sine, cosine = math.sin(bearing), math.cos(bearing)
    turn = np.array([[sine, cosine, 0.0], [-cosine, sine, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(np.asarray(points, dtype=np.float64) @ turn)


def enu_to_street(site: Site, points: Array) -> Array:
    """Turn ``(..., 3)`` east, north, up metres into street metres."""
    bearing = math.radians(site.street_bearing_deg)
    sine, cosine = math.sin(bearing), math.cos(bearing)
    turn = np.array([[sine, -cosine, 0.0], [cosine, sine, 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(np.asarray(points, dtype=np.float64) @ turn)


def _ecef(longitude: Array, latitude: Array, height: Array) -> Array:
    """Earth-centred metres of longitude and latitude in radians and ellipsoidal height in metres."""
    prime = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY_2 * np.sin(latitude) ** 2)
    ring = (prime + height) * np.cos(latitude)
    return np.stack(
        [
            ring * np.cos(longitude),
            ring * np.sin(longitude),
            (prime * (1 - ECCENTRICITY_2) + height) * np.sin(latitude),
        ],
        axis=-1,
    )


def _axes(site: Site) -> tuple[Array, Array]:
    """The site in earth-centred metres, and the rows east, north, up there."""
    lon, lat = math.radians(site.longitude_deg), math.radians(site.latitude_deg)
    east = [-math.sin(lon), math.cos(lon), 0.0]
    north = [-math.sin(lat) * math.cos(lon), -math.sin(lat) * math.sin(lon), math.cos(lat)]
    up = [math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)]
    zero = _ecef(np.array(lon), np.array(lat), np.array(site.height_m))
    return zero, np.array([east, north, up])


def enu_to_wgs84(site: Site, points: Array) -> Array:
    """Turn ``(..., 3)`` ENU metres into longitude deg, latitude deg, ellipsoidal height m, by earth-centred metres.

    The latitude is found by fixed-point iteration; six rounds are far below a micrometre near the ground.
    """
    zero, axes = _axes(site)
    x, y, z = np.moveaxis(zero + np.asarray(points, dtype=np.float64) @ axes, -1, 0)
    ring = np.hypot(x, y)
    latitude = np.arctan2(z, ring * (1 - ECCENTRICITY_2))
    height = np.zeros_like(latitude)
    for _ in range(6):
        prime = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY_2 * np.sin(latitude) ** 2)
        height = ring / np.cos(latitude) - prime
        latitude = np.arctan2(z, ring * (1 - ECCENTRICITY_2 * prime / (prime + height)))
    return np.stack([np.degrees(np.arctan2(y, x)), np.degrees(latitude), height], axis=-1)


def wgs84_to_enu(site: Site, places: Array) -> Array:
    """Turn ``(..., 3)`` longitude deg, latitude deg, ellipsoidal height m into ENU metres."""
    zero, axes = _axes(site)
    lon, lat, height = np.moveaxis(np.asarray(places, dtype=np.float64), -1, 0)
    return np.asarray((_ecef(np.radians(lon), np.radians(lat), height) - zero) @ axes.T)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """A pinhole without distortion: where it stands (ENU m), where it looks, and how large its picture is.

    Heading is clockwise from true north, pitch is up, roll is clockwise as the person behind the camera sees it turn; all
    in degrees. Pixels count x to the right and y down from the picture's top left *corner*: the first pixel's middle is
    (0.5, 0.5), the principal point is the picture's middle.
    """

    place: tuple[float, float, float]
    heading_deg: float
    pitch_deg: float
    roll_deg: float
    focal_px: float
    width: int
    height: int


@cache
def lens_axes(lens: Lens) -> Array:
    """Rows right, up, forward of the camera in ENU, orthonormal, shape (3, 3)."""
    heading, pitch, roll = (math.radians(a) for a in (lens.heading_deg, lens.pitch_deg, lens.roll_deg))
    flat, lift = math.cos(pitch), math.sin(pitch)
    forward = np.array([math.sin(heading) * flat, math.cos(heading) * flat, lift])
    right = np.array([math.cos(heading), -math.sin(heading), 0.0])
    up = np.cross(right, forward)
    turn, keep = math.sin(roll), math.cos(roll)
    axes = np.array([right * keep - up * turn, up * keep + right * turn, forward])
    axes.setflags(write=False)  # it is shared by all who ask for the same lens
    return axes


def project(lens: Lens, points: Array) -> tuple[Array, Array]:
    """Pixels ``(..., 2)`` and depth along the view axis ``(...)`` in metres of ENU points ``(..., 3)``.

    Pixels of points at or behind the camera (depth <= 0.05 m) are NaN.
    """
    seen = (np.asarray(points, dtype=np.float64) - lens.place) @ lens_axes(lens).T
    right, up, depth = seen[..., 0], seen[..., 1], seen[..., 2]
    ahead = depth > 0.05
    scale = np.where(ahead, lens.focal_px / np.where(ahead, depth, 1.0), np.nan)
    pixels = np.empty((*seen.shape[:-1], 2))
    pixels[..., 0], pixels[..., 1] = lens.width / 2 + right * scale, lens.height / 2 - up * scale
    return pixels, depth


def rays(lens: Lens, pixels: Array) -> Array:
    """Directions ``(..., 3)`` in ENU of pixels ``(..., 2)``, scaled so that one step goes one metre in depth."""
    x, y = np.moveaxis(np.asarray(pixels, dtype=np.float64), -1, 0)
    right = (x - lens.width / 2) / lens.focal_px
    up = (lens.height / 2 - y) / lens.focal_px
    return np.asarray(np.stack([right, up, np.ones_like(right)], axis=-1) @ lens_axes(lens))


def unproject(lens: Lens, pixels: Array, up_m: float = 0.0) -> Array:
    """ENU points ``(..., 3)`` where the rays of pixels meet the level plane at ``up_m``; NaN where they never do."""
    steps = rays(lens, pixels)
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = (up_m - lens.place[2]) / steps[..., 2]
    depth = np.where(np.isfinite(depth) & (depth > 0), depth, np.nan)
    return np.asarray(lens.place + steps * depth[..., None])
