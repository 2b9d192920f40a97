"""The ray caster against a walk in small steps, and the drawn shadows against the sun."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.drill.backdrop import Backdrop, backdrop
from firsthand.drill.cast import Body, first_met, floats, half_spaces, lit
from firsthand.drill.days import drill
from firsthand.drill.geo import enu_to_street, project
from firsthand.drill.scene import Ball, Camera, Scene, enu
from firsthand.drill.sun import to_sun
from firsthand.drill.truth import camera_truth

SCENE = drill(1, small=True).today
SUNWARD = floats(enu_to_street(SCENE.site, to_sun(SCENE.sun)))


def inside(body: Body, points: np.ndarray) -> np.ndarray:
    if isinstance(body, Ball):
        return np.linalg.norm(points - np.array(body.middle), axis=1) < body.radius_m
    normals, limits = half_spaces(body)
    return ((points @ normals.T) < limits - 1e-4).all(axis=1)


def walk(start: np.ndarray, way: np.ndarray, length: float) -> int:
    """Index (from 1) of the first body entered on a way, 0 for none: the slow, obvious answer."""
    points = start + way * np.arange(0.02, length, 0.02)[:, None]
    entered = [
        (int(np.argmax(hit)), n)
        for n, b in enumerate([*SCENE.solids, *SCENE.balls], 1)
        if (hit := inside(b, points)).any()
    ]
    return min(entered)[1] if entered else 0


places = st.tuples(st.floats(-120, 50), st.floats(-40, 45), st.floats(0.05, 8))


@settings(max_examples=40)
@given(places, st.floats(0, 6.28), st.floats(-0.4, 1.0))
def test_what_a_ray_meets_first(place: tuple[float, float, float], turn: float, rise: float) -> None:
    start = np.array(place)
    if any(inside(b, start[None])[0] for b in (*SCENE.solids, *SCENE.balls)):
        return
    way = np.array([np.cos(turn), np.sin(turn), rise]) / np.hypot(1, rise)
    hits = first_met(floats(start), floats(way[None]), SCENE.solids, SCENE.balls)
    reach = min(float(hits.step[0]), 300.0)
    met = walk(start, way, reach + 0.1 if hits.what[0] > 0 else reach)
    grazing = hits.what[0] > 0 and walk(start, way, reach + 0.5) != hits.what[0]
    assert met == max(hits.what[0], 0) or grazing


@settings(max_examples=40)
@given(places)
def test_what_sees_the_sun(place: tuple[float, float, float]) -> None:
    start = np.array(place)
    if any(inside(b, start[None])[0] for b in (*SCENE.solids, *SCENE.balls)):
        return
    bright = bool(lit(floats(start[None]), SUNWARD, SCENE.solids, SCENE.balls)[0])
    if bright != (walk(start, SUNWARD, 90.0) == 0):  # they may differ only where the ray grazes an edge
        near = [start + np.array(d) for d in ((0.05, 0, 0), (-0.05, 0, 0), (0, 0.05, 0), (0, -0.05, 0))]
        assert len({walk(p, SUNWARD, 90.0) == 0 for p in near}) == 2


@pytest.fixture(scope="module", params=[0, 1, 2])
def seen(request: pytest.FixtureRequest) -> tuple[Scene, Camera, Backdrop]:
    """Each camera of the day at half size, without sway."""
    scene = drill(1).today
    camera = scene.cameras[request.param]
    lens = replace(camera.lens, focal_px=camera.lens.focal_px * 0.75, width=480, height=270)
    camera = replace(camera, lens=lens, sway_px=0.0)
    return scene, camera, backdrop(scene, camera)


def across(picture: np.ndarray, base: list[float], tip: list[float], share: float) -> list[float]:
    """Brightness on a shadow and at both its sides, a third of its way from foot or tip."""
    foot, end = np.array(base), np.array(tip)
    way = end - foot
    side = np.array([-way[1], way[0]]) / np.hypot(*way)
    spots = [foot + way * share + side * off for off in (-6.0, 0.0, 6.0)]
    found = []
    for x, y in spots:
        x0, y0 = int(x), int(y)
        found.append(float(picture[max(y0, 0) : y0 + 1, max(x0, 0) : x0 + 1].mean()))
    return found


def test_drawn_shadows_lie_where_the_truth_says(seen: tuple[Scene, Camera, Backdrop]) -> None:
    """On the way from a pole's foot to the given tip it is darker than beside it; beyond the tip it is not."""
    scene, camera, still = seen
    checked = 0
    for shadow in camera_truth(scene, camera)["shadows"]:
        base, tip = shadow["base_px"], shadow["tip_px"]
        if np.hypot(*np.subtract(tip, base)) < 12:
            continue
        beside_a, on, beside_b = across(still.lit, base, tip, 0.85)
        past = across(still.lit, base, tip, 1.12)[1]
        if min(beside_a, beside_b) - on > 20:
            checked += 1
            assert past - on > 15, shadow["pole"]
    assert checked >= 1


def test_poles_are_drawn_between_their_foot_and_top(seen: tuple[Scene, Camera, Backdrop]) -> None:
    """The depth that was drawn along a pole's given line is the pole's own, where it is wide enough to be drawn whole."""
    scene, camera, still = seen
    near = {p.name: p for p in scene.poles}
    checked = 0
    for shadow in camera_truth(scene, camera)["shadows"]:
        pole = near[shadow["pole"]]
        foot, top = (project(camera.lens, enu(scene, at)) for at in (pole.base(), pole.top()))
        if camera.lens.focal_px * 0.14 / float(foot[1]) < 1.2:
            continue
        checked += 1
        for share in np.linspace(0.1, 0.95, 12):
            x, y = foot[0] + (top[0] - foot[0]) * share
            there = still.depth[int(y), int(x) - 1 : int(x) + 2] - (foot[1] + (top[1] - foot[1]) * share)
            assert np.abs(there).min() < 0.3, pole.name
    assert checked or camera.key == "b"  # the balcony is far from every pole whose shadow it sees whole


def test_sunlit_ground_is_brighter_than_the_same_in_shade(seen: tuple[Scene, Camera, Backdrop]) -> None:
    _, _, still = seen
    assert still.ground.sum() > 2000
    assert (still.lit[still.ground].mean() - still.shade[still.ground].mean()) > 30


def test_an_overcast_day_has_no_shadow() -> None:
    before = drill(1, small=True).before
    still = backdrop(before, before.cameras[0])
    assert (still.lit == still.shade).all()
    assert not still.ground.any()
