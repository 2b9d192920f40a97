"""A shadow drawn on a frame: what points give, with what error, and when they give nothing."""

import math
from typing import Any

import numpy as np
import pytest

from firsthand.method.place.camera import axes, focal_px
from firsthand.method.place.frame_shadow import METHOD
from firsthand.method.place.globe import apart_deg
from firsthand.record.finding import Found, Inconclusive, Outcome, Unsuitable

WIDTH, HEIGHT, VIEW = 1920, 1080, 70.0


def seen(point: tuple[float, float, float], heading: float, pitch: float, roll: float) -> tuple[float, float]:
    """The pixel of a point east, north, up of a camera that stands 5 m up at the origin: the obvious projection."""
    right, up, forward = axes(*(math.radians(part) for part in (heading, pitch, roll)))
    off = np.array(point) - (0, 0, 5.0)
    focal = focal_px(VIEW, WIDTH)
    return WIDTH / 2 + focal * (right @ off) / (forward @ off), HEIGHT / 2 - focal * (up @ off) / (forward @ off)


def drawn(heading: float, pitch: float, roll: float, ratio: float, azimuth: float, **more: Any) -> dict[str, Any]:
    """A pole of 2 m, twelve metres ahead, and its shadow."""
    way, ahead = math.radians(azimuth), math.radians(heading)
    base = (12 * math.sin(ahead) + 1, 12 * math.cos(ahead), 0.0)
    points = {
        "base": base,
        "tip": (base[0], base[1], 2.0),
        "shadow_tip": (base[0] + 2 * ratio * math.sin(way), base[1] + 2 * ratio * math.cos(way), 0.0),
    }
    made: dict[str, Any] = {"picture": {"width_px": WIDTH, "height_px": HEIGHT}, **more}
    for name, point in points.items():
        x, y = seen(point, heading, pitch, roll)
        made[name] = {"x_px": x, "y_px": y, "error_px": 1.5}
    return made


def camera(heading: float, pitch: float, roll: float, **more: float) -> dict[str, float]:
    made = {"heading_deg": heading, "pitch_deg": pitch, "roll_deg": roll, "view_deg": VIEW}
    return {
        **made,
        "heading_error_deg": 1.0,
        "pitch_error_deg": 0.3,
        "roll_error_deg": 0.3,
        "view_error_deg": 1.0,
        **more,
    }


def ask(drawing: dict[str, Any], view: dict[str, float]) -> Outcome:
    return METHOD.ask(METHOD.form({}), {"drawn": drawing, "camera": view})


@pytest.mark.parametrize(
    ("heading", "pitch", "roll", "ratio", "azimuth"),
    [(0, -10, 0, 1.2, 60), (200, -25, 4, 0.6, 300), (90, -5, -3, 1.7, 95), (315, -40, 0, 0.4, 180)],
)
def test_the_sun_comes_back_from_any_camera(
    heading: float, pitch: float, roll: float, ratio: float, azimuth: float
) -> None:
    found = ask(drawn(heading, pitch, roll, ratio, azimuth), camera(heading, pitch, roll))
    assert isinstance(found, Found)
    shadow = found.value["shadow"]
    assert shadow["ratio"] == pytest.approx(ratio, rel=1e-3)
    assert float(apart_deg(shadow["azimuth_deg"], azimuth)) < 0.01
    assert 0 < shadow["ratio_error"] < 0.6 and 0.9 < shadow["azimuth_error_deg"] < 60


def test_the_stated_error_is_the_error_of_points_drawn_again_and_again() -> None:
    rng = np.random.default_rng(4)
    plain = drawn(30, -15, 0, 1.0, 80)
    first = ask(plain, camera(30, -15, 0))
    assert isinstance(first, Found)
    logs, turns = [], []
    for _ in range(300):
        shaken = {
            name: {**part, **{at: part[at] + rng.normal(0, 1.5) for at in ("x_px", "y_px")}}
            if name != "picture"
            else part
            for name, part in plain.items()
        }
        off = {"heading_deg": 1.0, "pitch_deg": 0.3, "roll_deg": 0.3, "view_deg": 1.0}
        view = {key: part + rng.normal(0, off[key]) if key in off else part for key, part in camera(30, -15, 0).items()}
        again = ask(shaken, view)
        assert isinstance(again, Found)
        logs.append(math.log(again.value["shadow"]["ratio"]))
        turns.append(again.value["shadow"]["azimuth_deg"])
    assert np.std(logs) == pytest.approx(first.value["shadow"]["ratio_error"], rel=0.2)
    assert np.std(turns) == pytest.approx(first.value["shadow"]["azimuth_error_deg"], rel=0.2)


def test_a_street_of_known_bearing_stands_for_the_heading() -> None:
    heading, pitch = 40.0, -20.0
    ends = [seen((x, y, 0.0), heading, pitch, 0) for x, y in ((3.0, 6.0), (12.0, 15.0))]  # it runs at 45 degrees
    line: dict[str, Any] = {name: {"x_px": x, "y_px": y} for name, (x, y) in zip(("from", "to"), ends, strict=True)}
    line |= {"bearing_deg": 45.0, "bearing_error_deg": 0.2}
    found = ask(drawn(heading, pitch, 0, 1.0, 110, street=line), camera(0, pitch, 0, heading_error_deg=180.0))
    assert isinstance(found, Found)
    assert float(apart_deg(found.value["shadow"]["azimuth_deg"], 110.0)) < 0.01
    assert found.value["shadow"]["azimuth_error_deg"] < 3


def test_an_object_that_leans_is_named() -> None:
    drawing = drawn(0, -10, 0, 1.2, 60)
    drawing["tip"]["x_px"] += 60
    found = ask(drawing, camera(0, -10, 0))
    assert isinstance(found, Inconclusive) and "leans" in found.why


def test_a_tip_below_the_camera_tells_no_height() -> None:
    down = {**camera(0, -90, 0), "heading_error_deg": 2.0}
    points = {"base": (960, 545), "tip": (960, 546), "shadow_tip": (990, 545)}
    drawing: dict[str, Any] = {name: {"x_px": x, "y_px": y} for name, (x, y) in points.items()}
    found = ask({**drawing, "picture": {"width_px": WIDTH, "height_px": HEIGHT}}, down)
    assert isinstance(found, Found) and "ratio" not in found.value["shadow"] and found.value["notes"]


@pytest.mark.parametrize(
    ("change", "view"),
    [
        ({"shadow_tip": {"x_px": 10, "y_px": 10}, "base": {"x_px": 10, "y_px": 10}}, {}),
        ({"shadow_tip": {"x_px": 900, "y_px": 5}}, {}),
        ({"base": {"x_px": math.nan, "y_px": 5}}, {}),
        ({"picture": {}}, {}),
        ({"street": {"bearing_deg": 3, "from": {"x_px": 1, "y_px": 1}, "to": {"x_px": 1, "y_px": 1}}}, {}),
        ({}, {"view_deg": 0.0}),
        ({}, {"pitch_deg": -100.0}),
        ({}, {"yaw_deg": 1.0}),
    ],
)
def test_what_cannot_be_measured_is_unsuitable(change: dict[str, Any], view: dict[str, float]) -> None:
    assert isinstance(ask({**drawn(0, -10, 0, 1.2, 60), **change}, {**camera(0, -10, 0), **view}), Unsuitable)
