"""The soft terms that clues of place are made of: near, within, side, road, box, area, bearing, ellipse, raster; each with its bounds."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from firsthand.record.fault import BadPlace, BadValue

from .area import area_of
from .globe import RADIUS_M, SPHERE_ERROR, Array, apart_deg, bearing_deg, distance_m, up_east_north
from .raster import Raster, raster_of
from .sun import place_of

SQRT_TAU = math.sqrt(2 * math.pi)
EARTH_M2 = 4 * math.pi * RADIUS_M**2
# Off by how much from what the term says, and by how much nearer any place of a circle (reach, metres) can be: same unit.
Off = Callable[[Array, Array, Array], tuple[Array, Array]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One soft statement about a place: `off` in its unit, `sigma` in the same, and the area (m2) or share of all places it leaves."""

    off: Off
    sigma: float
    area_m2: float = math.inf
    share: float = 1.0
    raster: Raster | None = None

    def logs(self, lon: Array, lat: Array, reach: Array) -> Array:
        """Log likelihood (peak 0) in the middle, its upper and its lower bound over circles; shape (3, N)."""
        if self.raster is not None:
            return self.raster.bounds(lon, lat, reach)
        off, slack = self.off(lon, lat, reach)
        made = np.stack([off, np.maximum(0.0, off - slack), off + slack])
        return np.asarray(-0.5 * (made / self.sigma) ** 2)


def term_of(wire: Mapping[str, Any]) -> Term:
    """From JSON; `is` names the kind. Raises BadValue, BadPlace."""
    kind = wire.get("is")
    if kind not in KINDS:
        raise BadValue(f"not a term about a place: {kind!r}; one of {', '.join(KINDS)}")
    try:
        return KINDS[str(kind)](wire)
    except (KeyError, TypeError, ValueError) as bad:
        raise BadValue(f"a term {kind!r} lacks or misspells a number: {bad}") from bad


def _near(wire: Mapping[str, Any]) -> Term:
    """So many metres from a place."""
    lon, lat = place_of(wire)
    metres = _positive(wire, "distance_m", 0.0)
    sigma = math.hypot(_sigma(wire, "sigma_m"), SPHERE_ERROR * metres)

    def off(x: Array, y: Array, reach: Array) -> tuple[Array, Array]:
        return np.abs(distance_m(x, y, lon, lat) - metres), reach

    return Term(off=off, sigma=sigma, area_m2=2 * math.pi * sigma**2 + 2 * math.pi * metres * SQRT_TAU * sigma)


def _within(wire: Mapping[str, Any]) -> Term:
    """Inside a disc, with a soft edge."""
    lon, lat = place_of(wire)
    metres, sigma = _positive(wire, "radius_m", 0.0), _sigma(wire, "sigma_m")

    def off(x: Array, y: Array, reach: Array) -> tuple[Array, Array]:
        return np.maximum(0.0, distance_m(x, y, lon, lat) - metres), reach

    return Term(
        off=off, sigma=sigma, area_m2=math.pi * metres**2 + SQRT_TAU * math.pi * metres * sigma + 2 * math.pi * sigma**2
    )


def _side(wire: Mapping[str, Any]) -> Term:
    """Seen from a place, in a direction."""
    lon, lat = place_of(wire)
    towards, sigma = float(wire["towards_deg"]), _sigma(wire, "sigma_deg")

    def off(x: Array, y: Array, reach: Array) -> tuple[Array, Array]:
        return apart_deg(bearing_deg(lon, lat, x, y), towards), _angle(distance_m(x, y, lon, lat), reach)

    return Term(off=off, sigma=sigma, share=min(1.0, SQRT_TAU * sigma / 360))


def _bearing(wire: Mapping[str, Any]) -> Term:
    """From the place sought, a landmark lies in a direction."""
    lon, lat = place_of(wire)
    towards, sigma = float(wire["bearing_deg"]), _sigma(wire, "sigma_deg")

    def off(x: Array, y: Array, reach: Array) -> tuple[Array, Array]:
        # North itself turns while one walks: by the reach's angle times tan(latitude), and 180 near a pole.
        steep = np.minimum(90.0, np.abs(y) + np.degrees(reach / RADIUS_M))
        turning = np.degrees(reach / RADIUS_M) * np.tan(np.radians(np.minimum(89.99, steep)))
        slack = np.minimum(180.0, _angle(distance_m(x, y, lon, lat), reach) + turning)
        return apart_deg(bearing_deg(x, y, lon, lat), towards), slack

    return Term(off=off, sigma=sigma, share=min(1.0, SQRT_TAU * sigma / 360))


def _road(wire: Mapping[str, Any]) -> Term:
    """Along the way from one place to another, off the straight line by what roads bend."""
    ends = [place_of(wire["from"]), place_of(wire["to"])]
    sigma = _sigma(wire, "sigma_m")
    first, last = (up_east_north(*end)[0][0] for end in ends)
    whole = float(distance_m(np.array(ends[0][0]), np.array(ends[0][1]), *ends[1]))
    if whole < 1 or whole > 0.9 * math.pi * RADIUS_M:
        raise BadValue("a way needs two ends that are neither one place nor opposite ones")
    across = np.cross(first, last)
    across = across / np.linalg.norm(across)

    def off(x: Array, y: Array, reach: Array) -> tuple[Array, Array]:
        here = up_east_north(x, y)[0]
        beside = RADIUS_M * np.abs(np.arcsin(np.clip(here @ across, -1, 1)))
        between = (here @ np.cross(across, first) > 0) & (here @ np.cross(last, across) > 0)
        ended = np.minimum(distance_m(x, y, *ends[0]), distance_m(x, y, *ends[1]))
        return np.where(between, beside, ended), reach

    return Term(off=off, sigma=sigma, area_m2=SQRT_TAU * sigma * whole + 2 * math.pi * sigma**2)


def _box(wire: Mapping[str, Any]) -> Term:
    """Inside a box of longitudes and latitudes, with a soft edge."""
    west, south, east, north = (float(wire[name]) for name in ("west_deg", "south_deg", "east_deg", "north_deg"))
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadPlace(f"not a box on the Earth: {west} {south} {east} {north}")
    sigma = _sigma(wire, "sigma_m")
    metre = math.radians(1) * RADIUS_M

    def off(x: Array, y: Array, reach: Array) -> tuple[Array, Array]:
        beside = np.where((x >= west) & (x <= east), 0.0, np.minimum(apart_deg(x, west), apart_deg(x, east)))
        above = np.maximum(0.0, np.maximum(south - y, y - north))
        # Along the parallel nearer the pole of box and place the way is shortest: never too far, so the bound holds.
        polar = np.maximum(np.abs(y), max(abs(south), abs(north)))
        return metre * np.hypot(beside * np.cos(np.radians(polar)), above), 2 * reach

    middle = math.cos(math.radians((south + north) / 2))
    tall, wide = (north - south) * metre, (east - west) * metre * middle
    return Term(off=off, sigma=sigma, area_m2=wide * tall + SQRT_TAU * sigma * (wide + tall) + 2 * math.pi * sigma**2)


def _area(wire: Mapping[str, Any]) -> Term:
    """Inside a border, with a soft edge."""
    off, inside, edge = area_of(wire)
    sigma = _sigma(wire, "sigma_m")
    return Term(off=off, sigma=sigma, area_m2=inside + SQRT_TAU / 2 * sigma * edge + 2 * math.pi * sigma**2)


def _ellipse(wire: Mapping[str, Any]) -> Term:
    """A normal error about a place, given by its covariance in metres east and north (what a resection gives)."""
    lon, lat = place_of(wire)
    east, both, north = (float(wire[name]) for name in ("east_m2", "east_north_m2", "north_m2"))
    det, half = east * north - both**2, (east + north) / 2
    least = half - math.sqrt(max(0.0, half**2 - det))  # the smaller variance: nothing changes faster than along it
    if not (math.isfinite(half) and least > 0):
        raise BadValue("an ellipse has a covariance with both variances above 0")

    def off(x: Array, y: Array, reach: Array) -> tuple[Array, Array]:
        away, way = distance_m(x, y, lon, lat), np.radians(bearing_deg(lon, lat, x, y))
        e, n = away * np.sin(way), away * np.cos(way)
        return np.sqrt((north * e * e - 2 * both * e * n + east * n * n) / det), reach * 1.01 / math.sqrt(least)

    return Term(off=off, sigma=1.0, area_m2=2 * math.pi * math.sqrt(det))


def _raster(wire: Mapping[str, Any]) -> Term:
    """A log likelihood on a lattice of places."""
    made = raster_of(wire)

    def off(x: Array, y: Array, reach: Array) -> tuple[Array, Array]:
        return np.sqrt(-2 * made.bounds(x, y, reach)[0]), np.zeros(len(x))

    return Term(off=off, sigma=1.0, share=max(1e-6, made.share), raster=made)


KINDS: dict[str, Callable[[Mapping[str, Any]], Term]] = {
    "near": _near,
    "within": _within,
    "side": _side,
    "bearing": _bearing,
    "road": _road,
    "box": _box,
    "area": _area,
    "ellipse": _ellipse,
    "raster": _raster,
}


def _angle(metres: Array, reach: Array) -> Array:
    """By how much a direction can differ over a circle whose middle is so far from the point looked from or at."""
    wide = np.degrees(np.arcsin(np.minimum(1.0, reach / np.maximum(metres, 1e-6))))
    return np.where(metres <= reach, 180.0, wide * 1.01)


def _sigma(wire: Mapping[str, Any], name: str) -> float:
    sigma = float(wire[name])
    if not (math.isfinite(sigma) and sigma > 0):
        raise BadValue(f"{name} is above 0, not {sigma}")
    return sigma


def _positive(wire: Mapping[str, Any], name: str, least: float) -> float:
    number = float(wire[name])
    if not (math.isfinite(number) and number >= least):
        raise BadValue(f"{name} is {least} or more, not {number}")
    return number
