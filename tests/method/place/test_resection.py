"""A camera's place from points of its picture: the drill's own projection is the oracle, and the bounds hold it."""

from typing import Any

import numpy as np

from firsthand.drill.geo import Lens, Site, enu_to_wgs84, project
from firsthand.method.place.field import METHOD as FIELD
from firsthand.method.place.resection import METHOD, Given, made_points
from firsthand.record.bounds import Region
from firsthand.record.finding import Found, Inconclusive, Unsuitable

SITE = Site(longitude_deg=30.2, latitude_deg=50.5, height_m=0.0, street_bearing_deg=0.0)
POINTS = np.array(
    [[-20, 60, 3], [-8, 90, 12], [5, 45, 0], [18, 80, 9], [25, 120, 20], [-30, 110, 6], [2, 150, 15], [12, 60, 4]]
)


def lens(turn: float) -> Lens:
    return Lens(
        place=(3.0, -4.0, 1.8), heading_deg=turn, pitch_deg=4.0, roll_deg=-2.0, focal_px=1100.0, width=1280, height=720
    )


def ask(rng: np.random.Generator, turn: float) -> object:
    """What eight points give, drawn with 2 px and mapped with 1 m of error, the whole scene turned about its middle."""
    angle = np.radians(-turn)
    spun = POINTS @ np.array([[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    pixels, depth = project(lens(turn), spun)
    assert (depth > 0).all()
    mapped = enu_to_wgs84(SITE, spun + rng.normal(0, 1.0, spun.shape))
    drawn = pixels + rng.normal(0, 2.0, pixels.shape)
    points = [
        {"lon_deg": lon, "lat_deg": lat, "height_m": up, "x_px": x, "y_px": y}
        for (lon, lat, up), (x, y) in zip(mapped.tolist(), drawn.tolist(), strict=True)
    ]
    return METHOD.ask(Given(map_error_m=1.0), {"points": points, "picture": {"width_px": 1280, "height_px": 720}})


def test_the_bounds_hold_the_drills_own_camera() -> None:
    rng = np.random.default_rng(4)
    held = {"place": 0, "heading": 0, "view": 0}
    turns = (0.0, 75.0, 180.0, 290.0, 359.5, 120.0, 220.0, 30.0)
    for turn in turns:
        outcome = ask(rng, turn)
        assert isinstance(outcome, Found), outcome
        lon, lat, _ = enu_to_wgs84(SITE, np.array(lens(turn).place)).tolist()
        value = outcome.value
        held["place"] += Region.from_wire(value["region_95"]).holds(lon=lon, lat=lat)
        held["heading"] += (turn - value["heading_deg"]["from"]) % 360 <= value["heading_deg"]["sweep"]
        view = np.degrees(2 * np.arctan(640 / 1100))
        held["view"] += value["field_of_view_deg"]["low"] <= view <= value["field_of_view_deg"]["high"]
        assert value["radius_95_m"] < 60
    assert all(count >= len(turns) - 2 for count in held.values()), held


def test_what_is_no_pose() -> None:
    for example in METHOD.examples:
        outcome = METHOD.ask(example.given, example.inputs())
        assert outcome.name == example.gives and example.check(outcome)
    assert isinstance(METHOD.examples[1].gives, str) and Inconclusive.name == METHOD.examples[1].gives
    picture = {"width_px": 1280, "height_px": 720}
    assert isinstance(METHOD.ask(Given(), {"points": [{"lon_deg": 1}], "picture": picture}), Unsuitable)


def test_a_point_that_may_be_one_of_two_ranks_the_poses_and_is_a_clue() -> None:
    points: list[dict[str, Any]] = [dict(point) for point in made_points(6)]
    true = {name: points[2].pop(name) for name in ("lon_deg", "lat_deg")}
    other = {"lon_deg": true["lon_deg"] + 0.0006, "lat_deg": true["lat_deg"] - 0.0001}
    points[2]["places"] = [{**other, "weight": 3.0}, {**true, "weight": 1.0}]
    given = METHOD.form({"zoom_error": 0.1})
    found = METHOD.ask(given, {"points": points, "picture": {"width_px": 1280, "height_px": 720}})
    assert isinstance(found, Found)
    assert found.value["places"][2] == 1 and found.value["share"] > 0.9
    assert abs(sum(row["share"] for row in found.value["poses"]) - 1) < 1e-3
    region = Region.around(lon=30.0, lat=50.0, radius_m=2000)
    clue = {"id": "pose", "says": "a pose", **found.value["clue"]}
    field = FIELD.ask(FIELD.form({"weigh_each": False}), {"clues": [clue], "region": region.wire(), "window": None})
    assert isinstance(field, Found)
    assert Region.from_wire(field.value["where"]["80"]["region"]).holds(lon=30.0, lat=50.0)
