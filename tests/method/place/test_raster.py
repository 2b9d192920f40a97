"""Surfaces as terms: an ellipse and a raster are read right, and their bounds hold."""

from typing import Any

import numpy as np
import pytest

from firsthand.method.place.globe import moved
from firsthand.method.place.terms import term_of
from firsthand.record.fault import BadValue

RNG = np.random.default_rng(9)
LATTICE: dict[str, Any] = {
    "is": "raster",
    "west_deg": 30.0,
    "south_deg": 50.0,
    "step_lon_deg": 0.002,
    "step_lat_deg": 0.001,
    "columns": 30,
    "rows": 40,
    "logs": [float(part) for part in -20 * RNG.random(1200)],
    "beyond": -9.0,
}
ELLIPSE = {
    "is": "ellipse",
    "lon_deg": 30.03,
    "lat_deg": 50.02,
    "east_m2": 400.0,
    "east_north_m2": 150.0,
    "north_m2": 100.0,
}


def test_a_raster_is_its_numbers_at_its_points_and_beyond_it_what_it_says() -> None:
    term = term_of(LATTICE)
    logs = np.array(LATTICE["logs"]).reshape(40, 30)
    lon, lat = 30.0 + 0.002 * np.array([0, 7, 28, 40.0]), 50.0 + 0.001 * np.array([0, 11, 38, 5.0])
    assert np.allclose(term.logs(lon, lat, np.zeros(4))[0], [logs[0, 0], logs[11, 7], logs[38, 28], -9.0])
    between = term.logs(np.array([30.001]), np.array([50.0]), np.zeros(1))[0, 0]
    assert between == pytest.approx((logs[0, 0] + logs[0, 1]) / 2)


@pytest.mark.parametrize("wire", [LATTICE, ELLIPSE], ids=["raster", "ellipse"])
@pytest.mark.parametrize("reach", [2.0, 40.0, 130.0, 900.0, 20_000.0])
def test_bounds_hold_over_circles(wire: dict[str, Any], reach: float) -> None:
    term = term_of(wire)
    for _ in range(60):
        lon, lat = RNG.uniform(29.99, 30.07), RNG.uniform(49.99, 50.05)
        x, y = moved(lon, lat, RNG.uniform(0, 360, 100), reach * np.sqrt(RNG.random(100)))
        inside = term.logs(x, y, np.zeros(100))[0]
        _, upper, lower = (float(part[0]) for part in term.logs(np.array([lon]), np.array([lat]), np.array([reach])))
        assert lower - 1e-6 <= inside.min() and inside.max() <= upper + 1e-6


def test_the_bounds_of_a_raster_close_as_the_circle_shrinks() -> None:
    term = term_of(LATTICE)
    _, upper, lower = term.logs(np.array([30.0203]), np.array([50.0207]), np.array([0.05]))
    assert 0 <= float(upper[0] - lower[0]) < 0.2


@pytest.mark.parametrize(
    "change",
    [{"logs": [0.0]}, {"logs": [1.0] * 1200}, {"rows": 1}, {"step_lat_deg": 0.0}, {"logs": [float("nan")] * 1200}],
)
def test_a_raster_that_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        term_of({**LATTICE, **change})
    with pytest.raises(BadValue):
        term_of({**ELLIPSE, "east_north_m2": 300.0})
