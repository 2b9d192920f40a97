"""The sun stands where an ephemeris says, and shadows bound time and place by as much as they can."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from firsthand.method.place import METHODS
from firsthand.method.place.ephemeris import altitude_azimuth, apparent_deg, moment, refraction_deg, track, unix
from firsthand.method.place.globe import apart_deg, bearing_deg, distance_m, moved
from firsthand.method.place.shadow import METHOD as SHADOW
from firsthand.method.place.shadow import Given
from firsthand.method.place.sun import METHOD as SUN
from firsthand.record.bounds import Region, Span
from firsthand.record.finding import Found, Nothing, Unsuitable

ROWS = json.loads(Path(__file__).with_name("sun_golden.json").read_text("utf-8"))


def window(first: str, last: str) -> dict[str, object]:
    return {"earliest": first, "latest": last, "zone": None, "verbatim": None}


def shadow_at(lon: float, lat: float, when: datetime) -> dict[str, float]:
    altitude, azimuth = altitude_azimuth(track([unix(when)]), lon, lat)
    ratio = 1 / np.tan(np.radians(float(apparent_deg(altitude[0, 0]))))
    return {"ratio": float(ratio), "azimuth_deg": float((azimuth[0, 0] + 180) % 360)}


@pytest.mark.parametrize("method", METHODS, ids=lambda m: m.name)
def test_the_examples(method) -> None:
    for example in method.examples:
        outcome = method.ask(example.given, example.inputs())
        assert outcome.name == example.gives and example.check(outcome), outcome


def test_against_an_ephemeris_from_1950_to_2050() -> None:
    """Golden rows by Skyfield and DE421 (bench/place.py --golden writes them): within 0.02 arc-minutes, all latitudes."""
    assert len(ROWS) == 60
    for row in ROWS:
        altitude, azimuth = altitude_azimuth(track([row["unix_s"]]), row["lon_deg"], row["lat_deg"])
        assert abs(altitude[0, 0] - row["altitude_deg"]) * 60 < 0.02
        across = apart_deg(azimuth[0, 0], row["azimuth_deg"]) * 60 * np.cos(np.radians(row["altitude_deg"]))
        assert across < 0.02


def test_refraction_there_and_back() -> None:
    for seen in (0.0, 1.0, 5.0, 20.0, 45.0, 89.0):
        bare = seen - float(refraction_deg(seen))
        assert abs(float(apparent_deg(bare)) - seen) < 0.01
    assert 0.45 < float(refraction_deg(0.0)) < 0.6


def test_a_shadow_dates_a_place_and_says_both_halves_of_the_day_without_a_direction() -> None:
    truth = datetime(2022, 3, 30, 13, 20, tzinfo=UTC)
    drawn = shadow_at(30.2, 50.5, truth)
    ask = {
        "place": {"lon_deg": 30.2, "lat_deg": 50.5},
        "window": window("2022-03-30T03:00:00Z", "2022-03-30T18:00:00Z"),
    }
    both = SHADOW.ask(Given(), {**ask, "shadow": {**drawn, "ratio_error": 0.03}})
    length = SHADOW.ask(Given(), {**ask, "shadow": {"ratio": drawn["ratio"], "ratio_error": 0.03}})
    assert isinstance(both, Found) and isinstance(length, Found)
    spans = {
        name: [Span.from_wire(s) for s in o.value["spans"]["95"]] for name, o in (("both", both), ("length", length))
    }
    assert len(spans["both"]) == 1 and spans["both"][0].holds(truth)
    assert len(spans["length"]) == 2 and any(s.holds(truth) for s in spans["length"])
    assert any("morning and an afternoon" in text for text in length.value["limited"])


def test_a_street_edge_gives_a_minute_or_two() -> None:
    truth = datetime(2022, 3, 30, 9, 50, tzinfo=UTC)
    drawn = shadow_at(30.2, 50.5, truth)["azimuth_deg"]
    asked = {"azimuth_deg": drawn, "azimuth_error_deg": 0.25}
    day = window("2022-03-30T03:00:00Z", "2022-03-30T18:00:00Z")
    outcome = SHADOW.ask(
        Given(step_s=10.0), {"shadow": asked, "place": {"lon_deg": 30.2, "lat_deg": 50.5}, "window": day}
    )
    assert isinstance(outcome, Found) and outcome.value["seconds_95"] <= 2 * 120
    assert any(Span.from_wire(s).holds(truth) for s in outcome.value["spans"]["95"])


def test_the_spans_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(11)
    day = window("2022-06-10T00:00:00Z", "2022-06-11T00:00:00Z")
    held = {"50": 0, "80": 0, "95": 0}
    made = 0
    while made < 200:
        lat, lon, at = (
            rng.uniform(-60, 60),
            rng.uniform(-170, 170),
            unix(datetime(2022, 6, 10, tzinfo=UTC)) + rng.uniform(0, 86400),
        )
        altitude, _ = altitude_azimuth(track([at]), lon, lat)
        if not 8 < altitude[0, 0] < 70:
            continue
        drawn = shadow_at(lon, lat, moment(at))
        told = {
            "ratio": drawn["ratio"] * np.exp(rng.normal(0, 0.08)),
            "ratio_error": 0.08,
            "tilt_deg": 0.0,
            "azimuth_deg": drawn["azimuth_deg"] + rng.normal(0, 2.0),
            "azimuth_error_deg": 2.0,
        }
        outcome = SHADOW.ask(
            Given(most_chi2=1e9), {"shadow": told, "place": {"lon_deg": lon, "lat_deg": lat}, "window": day}
        )
        assert isinstance(outcome, Found)
        for name in held:
            held[name] += any(Span.from_wire(s).holds(moment(at)) for s in outcome.value["spans"][name])
        made += 1
    for name, count in held.items():
        share = int(name) / 100
        assert abs(count / made - share) < 4 * (share * (1 - share) / made) ** 0.5, held


@pytest.mark.parametrize(("lon", "lat"), [(30.2, 50.5), (179.98, -17.0), (-179.99, 66.0), (10.0, 78.2), (0.0, 0.1)])
def test_the_ring_of_a_time_holds_the_place_also_at_the_date_line(lon: float, lat: float) -> None:
    day = datetime(2022, 6, 21, tzinfo=UTC)
    hours = [day.replace(hour=h) for h in range(24)]
    truth = next(h for h in hours if 10 < altitude_azimuth(track([unix(h)]), lon, lat)[0][0, 0] < 70)
    drawn = shadow_at(lon, lat, truth)
    short = window(*([truth.strftime("%Y-%m-%dT%H:%M:%SZ")] * 2))
    for told in ({"ratio": drawn["ratio"]}, drawn):
        outcome = SHADOW.ask(
            Given(), {"shadow": {**told, "ratio_error": 0.01, "tilt_deg": 0.1}, "place": None, "window": short}
        )
        assert isinstance(outcome, Found)
        regions = {name: Region.from_wire(wire) for name, wire in outcome.value["regions"].items()}
        assert all(region.holds(lon=lon, lat=lat) for region in regions.values())
        circle = outcome.value["circle"]
        apart = np.degrees(
            distance_m(lon, lat, circle["subsolar"]["lon_deg"], circle["subsolar"]["lat_deg"]) / 6_371_008.8
        )
        assert circle["radius_deg"]["low"] <= apart <= circle["radius_deg"]["high"]
    assert regions["50"].area_km2() < regions["95"].area_km2()


def test_the_midnight_sun_has_no_night_and_the_polar_night_no_shadow() -> None:
    summer, winter = (window(f"2022-{m}-21T00:00:00Z", f"2022-{m}-21T23:59:00Z") for m in ("06", "12"))
    pole = {"lon_deg": 15.6, "lat_deg": 89.9}
    bright = SHADOW.ask(Given(), {"shadow": {"ratio": 2.3, "ratio_error": 0.1}, "place": pole, "window": summer})
    assert isinstance(bright, Found) and bright.value["seconds_95"] > 80_000
    dark = SHADOW.ask(Given(), {"shadow": {"ratio": 2.3}, "place": pole, "window": winter})
    assert isinstance(dark, Nothing) and "below the horizon" in dark.looked


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"ratio": -1.0},
        {"ratio": 1.0, "ratio_error": -0.1},
        {"length_m": 3.0, "height_m": 0},
        {"ratio": float("nan")},
    ],
)
def test_shadows_that_are_none(told: dict[str, float]) -> None:
    day = window("2022-06-10T00:00:00Z", "2022-06-11T00:00:00Z")
    outcome = SHADOW.ask(Given(), {"shadow": told, "place": {"lon_deg": 0.0, "lat_deg": 0.0}, "window": day})
    assert isinstance(outcome, Unsuitable) and outcome.code == "record.bad-value"


def test_a_shadow_without_length_is_the_sun_in_the_zenith() -> None:
    day = window("2022-03-20T00:00:00Z", "2022-03-20T23:59:00Z")
    outcome = SHADOW.ask(Given(), {"shadow": {"ratio": 0.0}, "place": {"lon_deg": 0.0, "lat_deg": 0.0}, "window": day})
    assert isinstance(outcome, Found)
    kyiv = SHADOW.ask(Given(), {"shadow": {"ratio": 0.0}, "place": {"lon_deg": 30.5, "lat_deg": 50.4}, "window": day})
    assert isinstance(kyiv, Nothing)


def test_a_place_known_loosely_has_a_wider_sun() -> None:
    asked = {"place": {"lon_deg": 30.5, "lat_deg": 50.4}, "times": ["2022-03-30T12:00:00Z"]}
    tight, loose = (SUN.ask(replace(SUN.given(), place_radius_m=r), asked) for r in (0.0, 50_000.0))
    assert isinstance(tight, Found) and isinstance(loose, Found)
    wide = [
        o.value["sun"][0]["altitude_deg"]["high"] - o.value["sun"][0]["altitude_deg"]["low"] for o in (tight, loose)
    ]
    assert wide[0] < 0.02 < 0.8 < wide[1]


def test_walking_the_globe_and_back() -> None:
    for lon, lat, way in ((30.0, 50.0, 40.0), (179.9, 10.0, 90.0), (0.0, -70.0, 200.0)):
        lon2, lat2 = moved(lon, lat, way, 50_000.0)
        assert abs(float(distance_m(lon, lat, lon2, lat2)) - 50_000) < 0.1
        assert float(apart_deg(bearing_deg(lon, lat, lon2, lat2), way)) < 1e-6
