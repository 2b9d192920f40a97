"""place.sun: where does the sun stand, seen from a place at given times?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.bounds import instant, instant_text
from firsthand.record.fault import BadPlace, Fault
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from .ephemeris import altitude_azimuth, apparent_deg, track, unix
from .globe import RADIUS_M

# Against DE421, 1950-2050 (bench/place.py): 0.02 arc-minutes at most; refraction of usual air is good to a tenth.
EPHEMERIS_DEG = 0.02 / 60
AIR_SHARE = 0.15
EARTH_TURNS_DEG_S = 360 / 86164.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How well place and time are known."""

    place_radius_m: float = value(0.0, "metres within which the place is known")
    clock_error_s: float = value(
        1.0, "seconds by which a time may be off, either way (UT1 and UTC differ by up to 0.9)"
    )


def run(given: Given, inputs: Inputs) -> Outcome:
    try:
        lon, lat = place_of(inputs["place"])
        moments = [instant(text) for text in inputs["times"]]
    except Fault as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    if not moments:
        return Unsuitable(why="no time was given")
    altitude, azimuth = (part[0] for part in altitude_azimuth(track([unix(m) for m in moments]), lon, lat))
    slack = math.degrees(given.place_radius_m / RADIUS_M) + given.clock_error_s * EARTH_TURNS_DEG_S + EPHEMERIS_DEG
    seen = apparent_deg(altitude)
    air = AIR_SHARE * np.abs(seen - altitude)
    # Near the zenith a small step turns the azimuth by much: up to every direction.
    steep = np.cos(np.radians(np.minimum(90.0, np.abs(altitude) + slack)))
    turn = np.where(steep > slack / 57.3, np.minimum(180.0, slack * (1 + 1 / np.maximum(steep, 1e-9))), 180.0)
    turn = np.where(abs(lat) > 89.999, 180.0, turn)
    rows = [
        {
            "at": instant_text(m),
            "altitude_deg": _bounds(float(altitude[k]), slack),
            "apparent_altitude_deg": _bounds(float(seen[k]), slack + float(air[k])),
            "azimuth_deg": {
                "from": round((float(azimuth[k]) - float(turn[k])) % 360, 5),
                "sweep": round(2 * float(turn[k]), 5),
            },
            "up": bool(seen[k] > -0.27),
        }
        for k, m in enumerate(moments)
    ]
    if not any(row["up"] for row in rows):
        return Nothing(looked="the sun stands below the horizon at all the times given", value={"sun": rows})
    return Found(value={"sun": rows})


def place_of(wire: Mapping[str, Any]) -> tuple[float, float]:
    """Longitude and latitude in degrees. Raises BadPlace."""
    try:
        lon, lat = float(wire["lon_deg"]), float(wire["lat_deg"])
    except (KeyError, TypeError, ValueError) as bad:
        raise BadPlace(f"a place has lon_deg and lat_deg: {str(wire)[:80]}") from bad
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadPlace(f"not on the Earth: lon_deg {lon} lat_deg {lat}")
    return lon, lat


def _bounds(middle: float, slack: float) -> dict[str, float]:
    return {"low": round(middle - slack, 5), "high": round(middle + slack, 5)}


METHOD = Method(
    name="place.sun",
    version=1,
    asks="Where does the sun stand, seen from a place at given times?",
    given=Given,
    inputs=(
        Input(name="place", kind="value", says="lon_deg and lat_deg, WGS 84"),
        Input(name="times", kind="value", says="UTC instants, as a list of RFC 3339 texts"),
    ),
    says="sun: for each time its altitude without and with refraction (low and high, degrees), its azimuth clockwise from true "
    "north (from and sweep, degrees), and whether its upper edge is up over a level horizon",
    limits=(
        "hills, houses and the observer's height move the horizon",
        "refraction near the horizon changes with the weather by more than is allowed for here",
        "before 1972 and far ahead civil time and the Earth's turning differ by amounts that are not known to the second",
    ),
    cites=(
        "Reda and Andreas 2004 (NREL SPA), by pvlib with its delta-T; refraction by Bennett 1982 and Saemundsson 1986",
    ),
    run=run,
    examples=(
        Example(
            says="the equinox noon sun on the equator stands near the zenith",
            given=Given(),
            inputs=lambda: {"place": {"lon_deg": 0.0, "lat_deg": 0.0}, "times": ["2022-03-20T12:07:00Z"]},
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and outcome.value["sun"][0]["altitude_deg"]["high"] > 89,
        ),
        Example(
            says="midnight in Kyiv",
            given=Given(),
            inputs=lambda: {"place": {"lon_deg": 30.5, "lat_deg": 50.45}, "times": ["2022-03-30T22:00:00Z"]},
            gives="nothing",
        ),
        Example(
            says="a latitude that is none",
            given=Given(),
            inputs=lambda: {"place": {"lon_deg": 30.5, "lat_deg": 95}, "times": ["2022-03-30T22:00:00Z"]},
            gives="unsuitable",
        ),
    ),
)
