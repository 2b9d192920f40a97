"""The drill's sun is where the sky has it, and its shadows lie where that sun throws them."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.drill.days import drill
from firsthand.drill.scene import enu
from firsthand.drill.sun import Sun, shadow_tip, sun_over, to_sun
from firsthand.record.fault import BadValue


def almanac(longitude: float, latitude: float, instant: datetime) -> tuple[float, float]:
    """Azimuth and altitude in degrees by the low-precision formulae of the Astronomical Almanac: a few lines, 0.01 deg."""
    days = (instant - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=1)
    mean, anomaly = 280.460 + 0.9856474 * days, math.radians(357.528 + 0.9856003 * days)
    ecliptic = math.radians(mean + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    tilt = math.radians(23.439 - 4e-7 * days)
    ascension = math.atan2(math.cos(tilt) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(tilt) * math.sin(ecliptic))
    sidereal = math.radians((280.46062 + 360.98564737 * days + longitude) % 360)
    hour, phi = sidereal - ascension, math.radians(latitude)
    up = math.sin(phi) * math.sin(declination) + math.cos(phi) * math.cos(declination) * math.cos(hour)
    east = -math.cos(declination) * math.sin(hour)
    north = math.cos(phi) * math.sin(declination) - math.sin(phi) * math.cos(declination) * math.cos(hour)
    return math.degrees(math.atan2(east, north)) % 360, math.degrees(math.asin(up))


@pytest.mark.parametrize("seed", range(6))
def test_the_sun_of_the_day_against_the_almanac(seed: int) -> None:
    scene = drill(seed, small=True).today
    azimuth, altitude = almanac(scene.site.longitude_deg, scene.site.latitude_deg, scene.zero)
    assert abs(scene.sun.azimuth_deg - azimuth) < 0.1
    assert abs(scene.sun.altitude_deg - altitude) < 0.1
    assert 0 < scene.sun.apparent_altitude_deg - scene.sun.altitude_deg < 0.06  # refraction lifts, little at 30 degrees


@given(st.floats(-170, 170), st.floats(-60, 60), st.integers(0, 365 * 24 * 60))
def test_any_place_and_minute_of_the_year(longitude: float, latitude: float, minute: int) -> None:
    instant = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    azimuth, altitude = almanac(longitude, latitude, instant)
    got = sun_over(longitude, latitude, 0.0, instant, 15.0)
    assert abs(got.altitude_deg - altitude) < 0.1
    turn = (got.azimuth_deg - azimuth + 180) % 360 - 180
    assert abs(turn) * math.cos(math.radians(altitude)) < 0.1


@given(st.floats(0, 360), st.floats(3, 85), st.floats(0.1, 40))
def test_a_shadow_points_away_from_the_sun(azimuth: float, altitude: float, height: float) -> None:
    sun = Sun(azimuth_deg=azimuth, altitude_deg=altitude, apparent_altitude_deg=altitude)
    tip = shadow_tip(sun, np.array([3.0, -2.0, height]))
    east, north, up = tip - [3.0, -2.0, 0.0]
    assert abs(up) < 1e-9
    assert math.isclose(math.hypot(east, north), height / math.tan(math.radians(altitude)), rel_tol=1e-9)
    turn = (math.degrees(math.atan2(east, north)) - azimuth) % 360
    assert math.isclose(turn, 180, abs_tol=1e-6)


def test_no_shadow_without_a_sun_and_no_sun_without_a_zone() -> None:
    low = Sun(azimuth_deg=10, altitude_deg=-1, apparent_altitude_deg=-0.5)
    with pytest.raises(BadValue):
        shadow_tip(low, np.array([0.0, 0, 1]))
    with pytest.raises(BadValue):
        sun_over(10, 55, 0, datetime(2024, 8, 24, 14, 30), 15)


def test_the_truth_gives_the_shadow_of_each_pole(truth: dict) -> None:
    """From truth.json alone: the tip lies on the ground, opposite the sun, at height over the tangent of its altitude."""
    day = truth["days"][0]
    azimuth, altitude = day["sun"]["azimuth_deg"], day["sun"]["apparent_altitude_deg"]
    assert len(day["poles"]) >= 10
    for pole in day["poles"]:
        east, north, up = np.subtract(pole["shadow_tip"]["enu_m"], pole["base"]["enu_m"])
        assert abs(up) < 1e-6
        assert math.isclose(math.hypot(east, north), pole["height_m"] / math.tan(math.radians(altitude)), abs_tol=1e-3)
        assert abs((math.degrees(math.atan2(east, north)) - azimuth) % 360 - 180) < 0.01
    assert "shadow_tip" not in truth["days"][1]["poles"][0]  # overcast: nothing to measure


def test_towards_the_sun_is_a_unit_vector() -> None:
    scene = drill(3, small=True).today
    assert math.isclose(float(np.linalg.norm(to_sun(scene.sun))), 1.0, rel_tol=1e-12)
    assert np.allclose(enu(scene, (0.0, 0.0, 5.0)), [0, 0, 5])
