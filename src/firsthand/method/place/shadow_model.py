"""What a measured shadow says of the sun: altitude and direction with their errors, and how likely a sun is under it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.record.fault import BadValue

from .ephemeris import PARALLAX_DEG, refraction_deg
from .globe import Array, apart_deg

# Half the sun's disc: a shadow's edge is soft by it, whoever draws its tip errs by about a third of it.
PENUMBRA_DEG = 0.1
# Nobody draws or knows an angle better than this.
LEAST_DEG = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """The sun as a shadow tells it: geometric altitude and azimuth from true north in degrees, each with one sigma, or None."""

    altitude_deg: float | None = None
    altitude_sigma_deg: float = 1.0
    azimuth_deg: float | None = None
    azimuth_sigma_deg: float = 1.0

    @property
    def measures(self) -> int:
        return (self.altitude_deg is not None) + (self.azimuth_deg is not None)

    def log(self, altitude: Array, azimuth: Array, slack: Any = 0.0, turn: Any = 0.0) -> Array:
        """Log likelihood (peak 0) of suns; `slack` and `turn` are degrees by which they may lie nearer: an upper bound then.

        Negative slacks give the lower bound. A sun below the horizon throws no shadow.
        """
        made = np.zeros(np.broadcast(altitude, azimuth).shape)
        if self.altitude_deg is not None:
            made = made + _half_square(np.abs(altitude - self.altitude_deg), slack, self.altitude_sigma_deg)
        if self.azimuth_deg is not None:
            made = made + _half_square(apart_deg(azimuth, self.azimuth_deg), turn, self.azimuth_sigma_deg)
        return np.where(altitude + slack < -0.9, -np.inf, made)


def _half_square(off: Array, nearer: Any, sigma: float) -> Array:
    return np.asarray(-0.5 * (np.maximum(0.0, off - nearer) / sigma) ** 2)


def shadow_of(wire: Mapping[str, Any]) -> Shadow:
    """From an observation's details. Raises BadValue.

    `ratio` shadow length over object height (both level and upright), `ratio_error` its relative sigma, `tilt_deg` sigma of
    what ground and object are out of true; `azimuth_deg` where the shadow points, clockwise from true north, and
    `azimuth_error_deg` its sigma. Lengths may be given instead: `length_m` and `height_m`, or in pixels of a straight-down view.
    """
    ratio, error, tilt = _ratio(wire), float(wire.get("ratio_error", 0.05)), float(wire.get("tilt_deg", 0.5))
    azimuth, turn = wire.get("azimuth_deg"), float(wire.get("azimuth_error_deg", 1.0))
    if ratio is None and azimuth is None:
        raise BadValue(
            "a shadow gives the ratio of its length to the object's height, or the direction it points, or both"
        )
    for name, number in (("ratio_error", error), ("tilt_deg", tilt), ("azimuth_error_deg", turn)):
        if not (math.isfinite(number) and number >= 0):
            raise BadValue(f"{name} is a sigma, not {number}")
    altitude, sigma = None, 1.0
    if ratio is not None:
        if not (math.isfinite(ratio) and ratio >= 0):
            raise BadValue(f"a shadow's length over the object's height is 0 or more, not {ratio}")
        seen = math.degrees(math.atan2(1.0, ratio))
        altitude = seen - float(refraction_deg(seen)) + PARALLAX_DEG * math.cos(math.radians(seen))
        length = math.degrees(math.sin(2 * math.radians(seen)) / 2 * error)
        sigma = max(LEAST_DEG, math.hypot(length, tilt, PENUMBRA_DEG))
    return Shadow(
        altitude_deg=altitude,
        altitude_sigma_deg=sigma,
        azimuth_deg=None if azimuth is None else (float(azimuth) + 180) % 360,
        azimuth_sigma_deg=max(LEAST_DEG, turn),
    )


def _ratio(wire: Mapping[str, Any]) -> float | None:
    if wire.get("ratio") is not None:
        return float(wire["ratio"])
    if wire.get("length_m") is None:
        return None
    if not float(wire.get("height_m") or 0) > 0:
        raise BadValue("a shadow's length needs the object's height beside it, in the same unit")
    return float(wire["length_m"]) / float(wire["height_m"])


def runs(chosen: NDArray[np.bool_], unix_s: Array, step_s: float) -> list[tuple[float, float]]:
    """Consecutive chosen instants of a grid as closed stretches of POSIX seconds, half a step wider at both ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    return [
        (float(unix_s[first]) - step_s / 2, float(unix_s[last - 1]) + step_s / 2)
        for first, last in zip(edges[::2], edges[1::2], strict=True)
    ]


def densest(mass: Array, density: Array, share: float) -> NDArray[np.bool_]:
    """The cells of highest density that together hold `share` of the mass; ties go in together."""
    order = np.argsort(-density, kind="stable")
    held = np.cumsum(mass[order])
    if not len(held) or held[-1] <= 0:
        return np.zeros(len(mass), dtype=bool)
    last = min(int(np.searchsorted(held, share * held[-1])), len(order) - 1)
    return np.asarray(density >= density[order[last]] * (1 - 1e-12))
