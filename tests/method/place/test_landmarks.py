"""Landmarks as a clue: the place comes back, bounds hold, a misidentified one is named, several places stay candidates."""

import math
from typing import Any

import numpy as np
import pytest

from firsthand.method.place.camera import focal_px
from firsthand.method.place.clues import clues_of
from firsthand.method.place.field import METHOD
from firsthand.method.place.globe import bearing_deg, distance_m, moved
from firsthand.method.place.landmarks import landmarks_of
from firsthand.record.bounds import Region
from firsthand.record.fault import BadPlace, BadValue
from firsthand.record.finding import Found

HERE = (30.5, 50.45)
MARKS = ((-25.0, 300.0), (-9.0, 700.0), (6.0, 180.0), (17.0, 900.0), (28.0, 420.0))  # degrees from the middle, metres
BOX = Region.of([(304500000, 504100000, 305500000, 504900000)])


def frame(heading: float = 40.0, **more: Any) -> dict[str, Any]:
    focal = focal_px(70.0, 1920)
    points = []
    for k, (turn, metres) in enumerate(MARKS):
        lon, lat = moved(*HERE, heading + turn, metres)
        x = 960 + focal * math.tan(math.radians(turn))
        points.append({"id": f"mark-{k}", "lon_deg": float(lon), "lat_deg": float(lat), "x_px": x, "y_px": 540})
    picture = {"width_px": 1920, "height_px": 1080}
    return {"picture": picture, "points": points, "field_of_view_deg": 70.0, "zoom_error": 0.1, **more}


def ask(told: dict[str, Any], region: Region = BOX) -> Found:
    clue = {"id": "seen", "kind": "landmarks", "says": "five landmarks", "landmarks": told}
    near = {"is": "within", "lon_deg": 30.51, "lat_deg": 50.45, "radius_m": 1000.0, "sigma_m": 500.0}
    said = {"id": "said", "kind": "place", "says": "within a kilometre", "terms": [near]}
    given = METHOD.form({"finest_m": 2.0, "weigh_each": False})
    outcome = METHOD.ask(given, {"clues": [clue, said], "region": region.wire(), "window": None})
    assert isinstance(outcome, Found)
    return outcome


def test_the_place_comes_back_with_heading_and_lens_unknown() -> None:
    found = ask(frame())
    assert Region.from_wire(found.value["where"]["95"]["region"]).holds(lon=HERE[0], lat=HERE[1])
    assert found.value["where"]["95"]["circle"]["radius_m"] < 150


def test_a_misidentified_landmark_is_named_and_does_not_lead_away() -> None:
    told = frame()
    told["points"][2]["x_px"] = 300.0
    found = ask(told)
    assert Region.from_wire(found.value["where"]["95"]["region"]).holds(lon=HERE[0], lat=HERE[1])
    rows = {row["id"]: row["false"] for row in found.value["landmarks"]["seen"]}
    assert rows["mark-2"] > 0.5 > max(share for name, share in rows.items() if name != "mark-2")


def test_a_landmark_that_may_be_one_of_several_keeps_them_ranked() -> None:
    told = frame()
    true = {name: told["points"][1].pop(name) for name in ("lon_deg", "lat_deg")}
    other = dict(zip(("lon_deg", "lat_deg"), (float(part) for part in moved(*HERE, 200.0, 800.0)), strict=True))
    told["points"][1]["places"] = [{**other, "weight": 3.0}, {**true, "weight": 1.0}]
    found = ask(told)
    (row,) = (row for row in found.value["landmarks"]["seen"] if row["id"] == "mark-1")
    assert row["places"][1] > 0.9 > row["places"][0]
    assert Region.from_wire(found.value["where"]["95"]["region"]).holds(lon=HERE[0], lat=HERE[1])


def slow(told: dict[str, Any], lon: float, lat: float) -> float:
    """All landmarks true: heading and focal length integrated by brute force, as the oracle."""
    marks = landmarks_of(told)
    long, sigma = focal_px(70.0, 1920), 0.1
    focals = long * np.exp(np.linspace(-4 * sigma, 4 * sigma, 161))
    prior = np.exp(-0.5 * (np.log(focals / long) / sigma) ** 2)
    headings = np.radians(np.arange(20.0, 60.0, 0.02))
    total = np.zeros((len(focals), len(headings)))
    for point, wire in zip(marks.points, told["points"], strict=True):
        way = math.radians(float(bearing_deg(lon, lat, wire["lon_deg"], wire["lat_deg"])))
        away = float(distance_m(np.array(lon), np.array(lat), wire["lon_deg"], wire["lat_deg"]))
        towards = np.arctan(point.across / focals)[:, None]
        spread = np.hypot(np.cos(towards) ** 2 / focals[:, None] * point.sigma_px, point.map_m / away)
        off = way - headings[None, :] - towards
        total += -0.5 * (off / spread) ** 2 - np.log(spread * focals[:, None] / np.cos(towards) ** 2)
    return float(np.log((np.exp(total - total.max()) * prior[:, None]).sum()) + total.max())


def test_heading_and_lens_are_integrated_as_brute_force_does() -> None:
    told = frame(landmark_lie=1e-9)
    marks = landmarks_of(told)
    places = [moved(*HERE, turn, metres) for turn, metres in ((0, 0), (40, 15), (130, 6), (220, 25), (310, 4))]
    lon, lat = (np.array([float(place[k]) for place in places]) for k in (0, 1))
    fast = marks.logs(lon, lat, np.zeros(len(lon)))[0]
    slowly = np.array([slow(told, x, y) for x, y in zip(lon, lat, strict=True)])
    near = fast > fast.max() - 12
    assert near.sum() >= 3
    assert np.allclose((fast - fast[0])[near], (slowly - slowly[0])[near], atol=0.15)


@pytest.mark.parametrize("reach", [1.0, 20.0, 300.0])
def test_the_bounds_hold_over_circles(reach: float) -> None:
    told = frame()
    told["points"][1]["places"] = [{"lon_deg": 30.51, "lat_deg": 50.46}, {"lon_deg": 30.49, "lat_deg": 50.44}]
    marks = landmarks_of(told)
    rng = np.random.default_rng(2)
    for _ in range(40):
        x, y = moved(*HERE, rng.uniform(0, 360), 600 * rng.random() ** 2)
        ways, far = rng.uniform(0, 360, 200), reach * np.sqrt(rng.random(200))
        lon, lat = moved(float(x), float(y), ways, far)
        inside = marks.logs(lon, lat, np.zeros(200))[0]
        _, upper, lower = (float(part[0]) for part in marks.logs(np.array([x]), np.array([y]), np.array([reach])))
        assert lower - 1e-6 <= inside.min() and inside.max() <= upper + 1e-6


@pytest.mark.parametrize(
    "change",
    [
        {"points": []},
        {"picture": {"width_px": 0, "height_px": 10}},
        {"zoom_error": 0.0},
        {"landmark_lie": 0.7},
        {"points": [{"lon_deg": 30, "lat_deg": 95, "x_px": 3}] * 3},
        {"points": [{"lon_deg": 30, "lat_deg": 50, "x_px": 5000}] * 3},
        {"points": [{"x_px": 5, "places": []}] * 3},
        {"points": [{"x_px": 5, "places": [{"lon_deg": 30, "lat_deg": 50}] * 5}] * 3},
    ],
)
def test_landmarks_that_cannot_be_are_refused(change: dict[str, Any]) -> None:
    clue = {"id": "seen", "kind": "landmarks", "says": "", "landmarks": {**frame(), **change}}
    with pytest.raises((BadValue, BadPlace)):
        clues_of([clue], BOX, None)
