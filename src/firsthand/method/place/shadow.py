"""place.shadow: when was it, by a shadow at a known place; or where, by a shadow at a known time?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.bounds import Region, Span
from firsthand.record.fault import BadTime, Fault
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from .ephemeris import Track, altitude_azimuth, moment, track, unix
from .globe import RADIUS_M, Array, covered
from .shadow_model import Shadow, densest, runs, shadow_of
from .sun import EARTH_TURNS_DEG_S, place_of

MOST_STEPS = 1_100_000  # two years by the minute
# Two-sided normal quantiles, and those of a radius in two dimensions, for the shares that are answered.
SHARES = (0.5, 0.8, 0.95)
NORMAL = {0.5: 0.674490, 0.8: 1.281552, 0.95: 1.959964}
RADIAL = {0.5: 1.177410, 0.8: 1.794123, 0.95: 2.447747}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How finely time is searched, and when a sun counts as seen."""

    step_s: float = value(60.0, "seconds between the instants tried")
    most_chi2: float = value(16.0, "least squares above which no instant fits (16: four sigma for one measure)")
    within: Mapping[str, Any] | None = value(
        None, "for a place by time: the region to look in (wire of a Region), else the world"
    )


def run(given: Given, inputs: Inputs) -> Outcome:
    try:
        shadow = shadow_of(inputs["shadow"])
        window = Span.from_wire(dict(inputs["window"]))
        if window.earliest is None or window.latest is None:
            raise BadTime("a shadow needs a window of time with both ends")
        begin, end = unix(window.earliest), unix(window.latest)
        if inputs["place"] is not None:
            return when(given, shadow, inputs["place"], begin, end)
        return where(given, shadow, begin, end)
    except Fault as bad:
        return Unsuitable(why=bad.message, code=bad.code)


def when(given: Given, shadow: Shadow, place: Mapping[str, Any], begin: float, end: float) -> Outcome:
    """Spans of time that hold 50, 80 and 95 % of the likelihood over the window, several where there are several."""
    lon, lat = place_of(place)
    if (end - begin) / given.step_s > MOST_STEPS:
        return Unsuitable(why=f"a window of {(end - begin) / given.step_s:.0f} steps; {MOST_STEPS} are the most")
    shadow = widened(shadow, float(place.get("radius_m", 0.0)), lat)
    steps = np.arange(math.floor((end - begin) / given.step_s) + 1, dtype=np.float64)
    at: Array = begin + steps * given.step_s
    altitude, azimuth = (part[0] for part in altitude_azimuth(track(at), lon, lat))
    if (altitude < -0.9).all():
        return Nothing(looked="the whole window: the sun is below the horizon there throughout")
    log = shadow.log(altitude, azimuth)
    least = -2 * float(log.max())
    if least > given.most_chi2:
        looked = f"every {given.step_s:g} s of the window: no sun fits"
        return Nothing(looked=f"{looked} (least chi2 {least:.1f}, allowed {given.most_chi2:g})")
    likely: Array = np.exp(log)
    spans = {_percent(p): _spans(densest(likely, likely, p), at, given.step_s, begin, end) for p in SHARES}
    return Found(
        value={"spans": spans, "seconds_95": _length(spans["95"]), "limited": _limits(shadow, altitude, likely)}
    )


def widened(shadow: Shadow, radius_m: float, lat: float) -> Shadow:
    """A place known only within a radius loosens what its sun can be compared with."""
    reach = math.degrees(radius_m / RADIUS_M) / 2
    turn = reach * (1 + math.tan(math.radians(min(89.0, abs(lat)))))
    return replace(
        shadow,
        altitude_sigma_deg=math.hypot(shadow.altitude_sigma_deg, reach),
        azimuth_sigma_deg=math.hypot(shadow.azimuth_sigma_deg, turn),
    )


def where(given: Given, shadow: Shadow, begin: float, end: float) -> Outcome:
    """The places that see such a sun: a ring about the subsolar point, cut by the direction where one was measured."""
    if shadow.altitude_deg is None:
        return Unsuitable(
            why="a direction alone leaves half the Earth: measure the shadow's length too, or give more clues to place.field"
        )
    half = (end - begin) / 2
    drift = half * EARTH_TURNS_DEG_S
    if drift > 15:
        return Unsuitable(why="the window is longer than two hours: place.field weighs place and time together")
    sun = track([(begin + end) / 2])
    shares = NORMAL if shadow.azimuth_deg is None else RADIAL
    looked = None if given.within is None else Region.from_wire(dict(given.within))
    regions = {_percent(p): _ring(shadow, sun, k, drift, looked) for p, k in shares.items()}
    if not regions["95"].boxes:
        return Nothing(looked="every place of the region: nowhere does the sun stand so at that time")
    slack = NORMAL[0.95] * shadow.altitude_sigma_deg + drift
    radius = 90 - shadow.altitude_deg
    circle = {
        "subsolar": {"lon_deg": round(float(sun.lon_deg[0]), 4), "lat_deg": round(float(sun.lat_deg[0]), 4)},
        "radius_deg": {"low": round(max(0.0, radius - slack), 4), "high": round(radius + slack, 4)},
    }
    wires = {name: region.wire() for name, region in regions.items()}
    return Found(
        value={"circle": circle, "regions": wires, "area_km2": {n: round(r.area_km2(), 3) for n, r in regions.items()}}
    )


def _ring(shadow: Shadow, sun: Track, k: float, drift: float, within: Region | None) -> Region:
    """Outer cover of the places within k sigma of the altitude (and of the direction), the sun moving by `drift` degrees."""

    def outside(lon: Array, lat: Array, reach_m: Array) -> NDArray[np.bool_]:
        altitude, azimuth = (part[:, 0] for part in altitude_azimuth(sun, lon, lat))
        slack = np.degrees(reach_m / RADIUS_M) + drift
        turn = turning(slack, lat, altitude)
        return np.asarray(shadow.log(altitude, azimuth, slack, turn) < -0.5 * k * k)

    return covered(outside, within)


def turning(slack_deg: Any, lat: Any, altitude_deg: Any) -> Array:
    """How far the sun's azimuth can turn while place and sun move by `slack_deg` together; 180 near a pole or the zenith."""
    steep = np.cos(np.radians(np.minimum(90.0, np.abs(altitude_deg) + slack_deg)))
    polar = np.cos(np.radians(np.minimum(90.0, np.abs(lat) + slack_deg)))
    with np.errstate(divide="ignore"):
        turn = slack_deg * (1 / np.maximum(polar, 1e-12) + 1 / np.maximum(steep, 1e-12))
    return np.asarray(np.minimum(180.0, turn))


def _percent(share: float) -> str:
    return f"{share * 100:g}"


def _spans(chosen: NDArray[np.bool_], at: Array, step_s: float, begin: float, end: float) -> list[dict[str, Any]]:
    made = runs(chosen, at, step_s)
    return [Span(earliest=moment(max(begin, a)), latest=moment(min(end, b))).wire() for a, b in made]


def _length(spans: list[dict[str, Any]]) -> float:
    made = [Span.from_wire(span) for span in spans]
    return sum(unix(s.latest) - unix(s.earliest) for s in made if s.earliest and s.latest)


def _limits(shadow: Shadow, altitude: Array, likely: Array) -> list[str]:
    """What makes this answer weak, in words."""
    best = float(altitude[int(likely.argmax())])
    top = float(altitude.max())
    found = []
    if shadow.azimuth_deg is None and top - best < 3 * shadow.altitude_sigma_deg:
        found.append(
            "near noon the length hardly changes: the span is wide, and morning and afternoon cannot be told apart"
        )
    elif shadow.azimuth_deg is None:
        found.append("a length alone fits a morning and an afternoon alike")
    if best < 5:
        found.append("the sun is low: refraction, hills and sloping ground weigh most")
    if best > 75:
        found.append("the shadow is short: a small error of its tip turns it far")
    return found


_KYIV = {"lon_deg": 30.52, "lat_deg": 50.45, "radius_m": 500}
_DAY = {"earliest": "2022-03-30T03:00:00Z", "latest": "2022-03-30T18:00:00Z", "zone": None, "verbatim": None}
_NIGHT = {"earliest": "2022-03-30T20:00:00Z", "latest": "2022-03-31T01:00:00Z", "zone": None, "verbatim": None}
_MOMENT = {"earliest": "2022-03-30T12:00:00Z", "latest": "2022-03-30T12:02:00Z", "zone": None, "verbatim": None}

METHOD = Method(
    name="place.shadow",
    version=1,
    asks="When was it, by a shadow at a known place; or where, by a shadow at a known time?",
    given=Given,
    inputs=(
        Input(
            name="shadow",
            kind="value",
            says="ratio (length over height) with ratio_error (relative sigma) and tilt_deg, or length_m and height_m; "
            "azimuth_deg (where the shadow points, from true north) with azimuth_error_deg; either or both",
        ),
        Input(name="place", kind="value", says="lon_deg, lat_deg and radius_m, or null where the place is asked for"),
        Input(name="window", kind="value", says="wire of a Span with both ends: the time to search, or the time known"),
    ),
    says="With a place: spans (wire of Span) that hold 50, 80 and 95 %, all of them. With a time: circle, the exact small circle "
    "(subsolar point, radius in degrees, 95 %), and regions, an outer cover in boxes, for 50, 80 and 95 %, with areas in km2",
    limits=(
        "sloping ground or a leaning object shifts the answer by their tilt; say it in tilt_deg",
        "a length tells little near noon and fits twice a day; a tip blurred by a low sun is drawn too short",
        "a short shadow has no direction to speak of",
        "compass north is not true north, and a heading that a device recorded can be wrong by tens of degrees",
        "in twilight, under cloud or by lamplight a shadow is not the sun's",
        "near the poles direction turns with every step; under the midnight sun every day fits",
    ),
    cites=(
        "small circle: spherical astronomy, any textbook; sun by place.sun",
        "error of altitude: sin(2a)/2 times the relative error of the ratio (the project's own measurement)",
    ),
    run=run,
    examples=(
        Example(
            says="a length and a street's bearing give a quarter of an hour in Kyiv",
            given=Given(),
            inputs=lambda: {
                "shadow": {"ratio": 1.2, "ratio_error": 0.05, "azimuth_deg": 30.0, "azimuth_error_deg": 1.0},
                "place": _KYIV,
                "window": _DAY,
            },
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and 120 < outcome.value["seconds_95"] < 2400,
        ),
        Example(
            says="a ring of places by a length at a known time",
            given=Given(),
            inputs=lambda: {"shadow": {"ratio": 1.2, "ratio_error": 0.02}, "place": None, "window": _MOMENT},
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and len(outcome.value["regions"]["95"]["boxes"]) > 10,
        ),
        Example(
            says="no sun at night",
            given=Given(),
            inputs=lambda: {"shadow": {"ratio": 1.2}, "place": _KYIV, "window": _NIGHT},
            gives="nothing",
        ),
        Example(
            says="a direction alone, and no place",
            given=Given(),
            inputs=lambda: {"shadow": {"azimuth_deg": 30.0}, "place": None, "window": _MOMENT},
            gives="unsuitable",
        ),
    ),
)
