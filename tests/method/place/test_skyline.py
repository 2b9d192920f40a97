"""Horizons and skylines: the angle of one far peak by hand, a true place found again, and what cannot be matched."""

import math
from typing import Any

import numpy as np
import pytest

from firsthand.method.place.field import METHOD as FIELD
from firsthand.method.place.globe import RADIUS_M, distance_m
from firsthand.method.place.skyline import METHOD, drawn_from, hills
from firsthand.method.place.terrain import elevation_of, horizon
from firsthand.record.bounds import Region
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

HERE = (10.03, 46.02)
BOX = Region.around(lon=HERE[0], lat=HERE[1], radius_m=1500)
GROUND = hills()


def ask(drawn: dict[str, Any], terrain: dict[str, Any] = GROUND, region: Region = BOX, **given: float) -> Outcome:
    form = METHOD.form({"step_m": 300.0, "reach_m": 20_000.0, **given})
    return METHOD.ask(form, {"terrain": terrain, "skyline": drawn, "region": region.wire()})


def test_a_far_peak_stands_as_high_as_curve_and_air_let_it() -> None:
    heights = np.zeros((401, 401))
    heights[300:303, 199:202] = 1000.0  # a block due north
    ground = elevation_of(
        {"west_deg": 9.0, "south_deg": 45.0, "step_lon_deg": 0.005, "step_lat_deg": 0.005, "heights": heights}
    )
    seen = horizon(ground, 10.0, 46.0, np.array([0.0, 90.0, 180.0]), 70_000.0, 2.0)
    away = float(distance_m(np.array(10.0), np.array(46.0), 10.0, 46.5))
    by_hand = math.degrees(math.atan((1000 - 2 - away**2 * 0.87 / (2 * RADIUS_M)) / away))
    assert seen[0] == pytest.approx(by_hand, abs=0.04)
    assert -0.2 < seen[1] < 0 and -0.2 < seen[2] < 0  # a plain ends below level


def test_the_true_place_is_held_and_a_known_heading_narrows_it() -> None:
    blind = ask(drawn_from(GROUND, *HERE, 40.0))
    told = ask({**drawn_from(GROUND, *HERE, 40.0), "heading_deg": 40.0, "heading_error_deg": 2.0})
    for found in (blind, told):
        assert isinstance(found, Found)
        assert Region.from_wire(found.value["where"]["95"]["region"]).holds(lon=HERE[0], lat=HERE[1])
    assert isinstance(blind, Found) and isinstance(told, Found)
    assert told.value["where"]["95"]["area_km2"] <= blind.value["where"]["95"]["area_km2"]


def test_it_is_a_clue_beside_others() -> None:
    found = ask(drawn_from(GROUND, *HERE, 40.0))
    assert isinstance(found, Found)
    said = {"is": "within", "lon_deg": 10.03, "lat_deg": 46.02, "radius_m": 500.0, "sigma_m": 300.0}
    clues = [
        {"id": "skyline", "lie": 0.3, **found.value["clue"]},
        {"id": "said", "kind": "place", "says": "near the chapel", "terms": [said]},
    ]
    given = FIELD.form({"finest_m": 60.0, "weigh_each": False})
    both = FIELD.ask(given, {"clues": clues, "region": BOX.wire(), "window": None})
    assert isinstance(both, Found)
    assert Region.from_wire(both.value["where"]["95"]["region"]).holds(lon=HERE[0], lat=HERE[1])


def test_what_cannot_be_matched_is_said() -> None:
    drawn = drawn_from(GROUND, *HERE, 40.0)
    flat = {**GROUND, "heights": np.full((121, 121), 200.0)}
    assert isinstance(ask(drawn, flat, terrain_error_deg=0.1), Inconclusive)
    unknown = {**GROUND, "heights": np.full((121, 121), -32768.0)}
    assert isinstance(ask(drawn, unknown), Nothing)
    for broken in (
        {**drawn, "points": drawn["points"][:3]},
        {**drawn, "points": [{"x_px": 800, "y_px": 400}] * 9},
        {**drawn, "picture": {}},
        {**drawn, "heading_error_deg": 0.0},
    ):
        assert isinstance(ask(broken), Unsuitable)
    assert isinstance(ask(drawn, {**GROUND, "heights": [[1.0]]}), Unsuitable)
    assert isinstance(ask(drawn, region=Region.around(lon=30.0, lat=50.0, radius_m=1000)), Unsuitable)
