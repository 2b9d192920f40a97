"""The bounds hold the true distance of every shot within what the expert allowed, and nothing is told outside of it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.align.crack_thump import CRACK_THUMP, Given, factor
from firsthand.record.finding import Found, Inconclusive, Unsuitable

NARROW = Given(coldest_c=15.0, warmest_c=25.0, wind_m_s=2.0, slowest_m_s=600.0, fastest_m_s=800.0, most_deg=8.0)


def arrival(sound: float, flight: float, distance: float, angle: float) -> tuple[float, float]:
    """(crack, thump) by brute force: the least time over all points of the line at which the crack may leave it."""
    x, y = distance * math.cos(angle), distance * math.sin(angle)
    steps = [x * k / 20_000 for k in range(20_001)]
    crack = min(at / flight + math.hypot(x - at, y) / sound for at in steps)
    return crack, distance / sound


@given(st.floats(338, 346), st.floats(610, 790), st.floats(60, 900), st.floats(0, 7.9))
def test_the_bounds_hold_the_true_distance(sound: float, flight: float, distance: float, degrees: float) -> None:
    later = distance * factor(sound, flight, math.radians(degrees))
    made = CRACK_THUMP.ask(
        NARROW, {"crack": {"low": 2.0, "high": 2.0}, "thump": {"low": 2.0 + later, "high": 2.0 + later}}
    )
    assert isinstance(made, Found)
    assert made.value["distance_m"]["low"] <= distance <= made.value["distance_m"]["high"]


@pytest.mark.parametrize("degrees", [0.0, 3.0, 15.0, 40.0])
def test_the_closed_form_is_the_first_arrival(degrees: float) -> None:
    crack, thump = arrival(343.0, 700.0, 400.0, math.radians(degrees))
    assert thump - crack == pytest.approx(400.0 * factor(343.0, 700.0, math.radians(degrees)), abs=2e-6)


@pytest.mark.parametrize(
    ("crack", "thump", "outcome"),
    [
        ((1.0, 1.001), (0.5, 0.501), Unsuitable),
        ((1.0, 1.2), (1.1, 1.3), Inconclusive),
        ((0.0, 0.0), (9.0, 9.0), Unsuitable),
    ],
    ids=["before", "within the doubt", "from too far"],
)
def test_what_cannot_be_told(crack: tuple[float, float], thump: tuple[float, float], outcome: type) -> None:
    sides = {name: {"low": low, "high": high} for name, (low, high) in (("crack", crack), ("thump", thump))}
    assert isinstance(CRACK_THUMP.ask(NARROW, sides), outcome)


def test_it_names_no_weapon() -> None:
    assert any("no weapon" in limit for limit in CRACK_THUMP.limits) and CRACK_THUMP.asks.startswith("For experts")
