"""align.crack-thump (for experts): how far away was a supersonic shot fired, from its crack and the thump that came later?"""

import math
from dataclasses import dataclass

import numpy as np

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.fault import BadValue
from firsthand.record.finding import Found, Inconclusive, Outcome, Unsuitable

from .air import Bounds, speed

MOST_S = 6.0  # from the crack to the thump: some three kilometres
STEPS = 181  # of the angle


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The air, and what the expert takes upon themselves: how fast what flew was on its way, and how far off its line one stood."""

    coldest_c: float = value(-10.0, "the lowest temperature the air may have had, in degrees C")
    warmest_c: float = value(40.0, "the highest temperature the air may have had, in degrees C")
    wind_m_s: float = value(10.0, "the strongest wind there may have been, in metres a second")
    slowest_m_s: float = value(
        450.0, "the least mean speed on its way to the microphone, in metres a second: it slows as it flies"
    )
    fastest_m_s: float = value(900.0, "the greatest mean speed on its way, in metres a second")
    most_deg: float = value(
        20.0, "the greatest angle, seen from where it was fired, between its line and the microphone"
    )


def factor(sound: float, flight: float, angle: float) -> float:
    """Seconds from crack to thump for each metre from the muzzle, at a constant speed, `angle` off its line (radians).

    The crack leaves the line where its front points to the microphone; past the angle whose cosine is sound / flight there is none.
    """
    crack = math.cos(angle) / flight + math.sin(angle) * math.sqrt(1 / sound**2 - 1 / flight**2)
    return 1 / sound - crack


def run(given: Given, inputs: Inputs) -> Outcome:
    try:
        crack, thump = (
            Bounds(**{end: float(inputs[name][end]) for end in ("low", "high")}) for name in ("crack", "thump")
        )
    except (KeyError, TypeError, ValueError, BadValue):
        return Unsuitable(why='crack and thump are given as {"low": s, "high": s} on one file\'s clock')
    air = speed(Bounds(low=given.coldest_c, high=given.warmest_c), given.wind_m_s)
    if not 0 <= given.most_deg <= 60 or not air.high * 1.05 < given.slowest_m_s <= given.fastest_m_s <= 2000:
        why = f"what flies faster than sound (here up to {air.high:.0f} m/s) by a twentieth at least, and up to 60 degrees off"
        return Unsuitable(why=f"speeds and angle are outside of {why}: slower than that there may be no crack at all")
    later = thump - crack
    if later.high <= 0:
        return Unsuitable(why="the thump came before the crack: these are not the two sounds of one shot")
    if later.low > MOST_S:
        return Unsuitable(why=f"{later.low:.1f} s between them: no crack is heard from so far")
    slow, near = _factors(given, air)
    told = {
        "later_s": later.wire(4),
        "air_m_s": air.wire(1),
        "s_per_km": {"low": round(1000 * near, 4), "high": round(1000 * slow, 4)},
    }
    if near <= 1e-5:
        why = "within these angles and speeds the two may come together from any distance: nothing is told"
        return Inconclusive(why=why, value={**told, "at_least_m": round(max(0.0, later.low) / slow, 1)})
    distance = Bounds(low=max(0.0, later.low) / slow, high=later.high / near)
    if later.low <= 0:
        return Inconclusive(
            why="crack and thump lie within the doubt about their times", value={**told, "distance_m": distance.wire(1)}
        )
    return Found(value={**told, "distance_m": distance.wire(1)})


def _factors(given: Given, air: Bounds) -> tuple[float, float]:
    """The most and the least seconds a metre over all that is allowed; beyond the last crack none is counted."""
    rows = []
    for sound in np.linspace(air.low, air.high, 9):
        for flight in np.linspace(given.slowest_m_s, given.fastest_m_s, 9):
            last = min(math.radians(given.most_deg), math.acos(sound / flight))
            rows += [factor(float(sound), float(flight), float(angle)) for angle in (0.0, last)]
    return max(rows), min(rows)  # it falls with the angle and with the air's speed, and grows with the flight's


CRACK_THUMP = Method(
    name="align.crack-thump",
    version=1,
    asks="For experts: how far away was a supersonic shot fired, from its crack and the muzzle's thump that came later?",
    given=Given,
    inputs=(
        Input(
            name="crack", kind="value", says='when the crack arrived, {"low": s, "high": s}, as align.impulses gives it'
        ),
        Input(
            name="thump",
            kind="value",
            says='when the same shot\'s thump arrived, {"low": s, "high": s}, on the same clock',
        ),
    ),
    says="distance_m: bounds from the muzzle to the microphone; later_s: bounds of thump minus crack; air_m_s; s_per_km: seconds "
    "for each kilometre over all that was allowed",
    limits=(
        "for experts only: which sound is the crack and which the thump, and that both are of one shot, is their judgement; an "
        "echo from a wall is easily taken for the thump, and volleys are easily paired wrongly",
        "it holds only where what flew passed nearer to the microphone than the stated angle, and was still faster than sound",
        "the mean speed is the expert's bounds, never read from the sound; no weapon and no calibre is named by it",
        "a constant speed and a straight line are taken; what slows on its way is covered only by bounds of its mean speed",
        "it gives a distance, no direction: one microphone has none",
        "a recorder's gain control and clipping may hide the thump, or shape the crack so that it seems to be both",
    ),
    cites=(
        "R. Maher, S. Shaw, Deciphering gunshot recordings, AES 33rd Conference, 2008",
        "ISO 17201-1:2018, noise from shooting ranges",
    ),
    run=run,
    examples=(
        Example(
            says="the thump half a second after the crack, at known speeds and near its line",
            given=Given(
                coldest_c=18.0, warmest_c=22.0, wind_m_s=2.0, slowest_m_s=650.0, fastest_m_s=750.0, most_deg=5.0
            ),
            inputs=lambda: {"crack": {"low": 1.0, "high": 1.001}, "thump": {"low": 1.5, "high": 1.502}},
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["distance_m"]["low"] < 336 < outcome.value["distance_m"]["high"]
            ),
        ),
        Example(
            says="a microphone that may have stood far off the line: any distance fits",
            given=Given(most_deg=60.0),
            inputs=lambda: {"crack": {"low": 1.0, "high": 1.001}, "thump": {"low": 1.5, "high": 1.502}},
            gives="inconclusive",
        ),
        Example(
            says="what flies slower than sound cracks nowhere",
            given=Given(slowest_m_s=300.0),
            inputs=lambda: {"crack": {"low": 1.0, "high": 1.001}, "thump": {"low": 1.5, "high": 1.502}},
            gives="unsuitable",
        ),
    ),
)
