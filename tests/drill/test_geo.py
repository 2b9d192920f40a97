"""Globe, ground plane and picture lead into one another and back without loss."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.drill.geo import (
    Lens,
    Site,
    enu_to_street,
    enu_to_wgs84,
    lens_axes,
    project,
    rays,
    street_to_enu,
    unproject,
    wgs84_to_enu,
)

metres = st.floats(-2000, 2000)
sites = st.builds(
    Site,
    longitude_deg=st.floats(-179, 179),
    latitude_deg=st.floats(-85, 85),
    height_m=st.floats(0, 3000),
    street_bearing_deg=st.floats(0, 360),
)
lenses = st.builds(
    Lens,
    place=st.tuples(metres, metres, st.floats(1, 40)),
    heading_deg=st.floats(0, 360),
    pitch_deg=st.floats(-40, 40),
    roll_deg=st.floats(-20, 20),
    focal_px=st.floats(100, 2000),
    width=st.integers(100, 2000),
    height=st.integers(100, 2000),
)


@given(sites, metres, metres, st.floats(-50, 500))
def test_ground_to_globe_and_back(site: Site, east: float, north: float, up: float) -> None:
    there = enu_to_wgs84(site, np.array([east, north, up]))
    assert np.abs(wgs84_to_enu(site, there) - [east, north, up]).max() < 1e-6


@given(sites, metres, metres)
def test_street_axes_are_the_plane_turned(site: Site, u: float, v: float) -> None:
    enu = street_to_enu(site, np.array([u, v, 3.0]))
    assert np.abs(enu_to_street(site, enu) - [u, v, 3.0]).max() < 1e-9
    assert math.isclose(float(np.hypot(*enu[:2])), math.hypot(u, v), abs_tol=1e-9)


def test_street_axis_follows_its_bearing() -> None:
    site = Site(longitude_deg=10, latitude_deg=55, height_m=0, street_bearing_deg=90)
    assert np.allclose(
        street_to_enu(site, np.array([5.0, 2.0, 0.0])), [5, 2, 0]
    )  # along is east, left of east is north


def test_a_degree_north_is_as_long_as_the_ellipsoid_says() -> None:
    """Meridian radius of curvature in the textbook's own form, at 55 degrees."""
    site = Site(longitude_deg=10, latitude_deg=55, height_m=0, street_bearing_deg=0)
    a, e2 = 6378137.0, 0.00669437999014
    meridian = a * (1 - e2) / (1 - e2 * math.sin(math.radians(55)) ** 2) ** 1.5
    there = enu_to_wgs84(site, np.array([0.0, 100.0, 0.0]))
    assert math.isclose(there[1] - 55, math.degrees(100 / meridian), rel_tol=1e-4)


@given(lenses, st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.floats(0.5, 500))
def test_pixel_to_point_and_back(lens: Lens, x: float, y: float, depth: float) -> None:
    pixel = np.array([x * lens.width, y * lens.height])
    seen, away = project(lens, np.array(lens.place) + rays(lens, pixel) * depth)
    assert np.abs(seen - pixel).max() < 1e-5
    assert math.isclose(float(away), depth, rel_tol=1e-9)


@given(lenses, st.floats(0, 1), st.floats(0, 1))
def test_the_ground_under_a_pixel_is_seen_there(lens: Lens, x: float, y: float) -> None:
    pixel = np.array([x * lens.width, y * lens.height])
    ground = unproject(lens, pixel)
    if np.isfinite(ground).all() and np.linalg.norm(ground - lens.place) < 5000:
        assert abs(ground[2]) < 1e-6
        assert np.abs(project(lens, ground)[0] - pixel).max() < 1e-3


def test_the_lens_looks_where_it_says() -> None:
    lens = Lens(place=(0, 0, 2), heading_deg=90, pitch_deg=0, roll_deg=0, focal_px=500, width=640, height=360)
    assert np.allclose(project(lens, np.array([10.0, 0, 2]))[0], [320, 180])
    right_and_up = project(lens, np.array([10.0, -1.0, 3.0]))[0]  # south is right of east
    assert np.allclose(right_and_up, [370, 130])
    assert np.isnan(project(lens, np.array([-10.0, 0, 2]))[0]).all()


def test_roll_turns_the_picture_against_the_camera() -> None:
    lens = Lens(place=(0, 0, 0), heading_deg=0, pitch_deg=0, roll_deg=10, focal_px=500, width=640, height=360)
    x, y = project(lens, np.array([0.0, 10.0, 1.0]))[0]
    assert x < 320 and y < 180  # a camera rolled clockwise sees what is overhead to the left
    assert np.allclose(lens_axes(lens) @ lens_axes(lens).T, np.eye(3))
