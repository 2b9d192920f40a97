"""align.flash-bang: how far was what was seen, from how much later it was heard?"""

import math
from dataclasses import dataclass

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.fault import BadValue
from firsthand.record.finding import Found, Inconclusive, Outcome, Unsuitable

from .air import Bounds, speed

MOST_S = 120.0  # 41 km: no bang is heard from farther
Z90 = 1.6  # of the sum of even spreads: between 0.9 * sqrt(3) for one of them and 1.645 for many


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The air, and how well the film's pictures and sound lie to each other."""

    coldest_c: float = value(-10.0, "the lowest temperature the air may have had, in degrees C")
    warmest_c: float = value(40.0, "the highest temperature the air may have had, in degrees C")
    wind_m_s: float = value(10.0, "the strongest wind there may have been, in metres a second")
    sync_s: float = value(
        0.045, "by how much the film's sound may stand early or late against its pictures, in seconds"
    )


def run(given: Given, inputs: Inputs) -> Outcome:
    """Bounds of bounds: the least delay at the slowest air to the greatest at the fastest."""
    try:
        flash, bang = (
            Bounds(**{end: float(inputs[name][end]) for end in ("low", "high")}) for name in ("flash", "bang")
        )
    except (KeyError, TypeError, ValueError, BadValue):
        return Unsuitable(why='flash and bang are given as {"low": s, "high": s} on one file\'s clock')
    delay = (bang - flash).wider(given.sync_s)
    if delay.high <= 0:
        return Unsuitable(why="the bang was heard before the flash: it is not the sound of that flash")
    if delay.low > MOST_S:
        return Unsuitable(why=f"{delay.low:.0f} s between them: no bang is heard from so far")
    air = speed(Bounds(low=given.coldest_c, high=given.warmest_c), given.wind_m_s)
    distance = Bounds(low=max(0.0, delay.low) * air.low, high=delay.high * air.high)
    told = {
        "distance_m": distance.wire(1),
        "likely_m": _likely(given, flash, bang, distance).wire(1),
        "delay_s": delay.wire(4),
        "air_m_s": air.wire(1),
        "parts_m": {
            "flash": round((flash.high - flash.low) * air.high, 1),
            "bang": round((bang.high - bang.low) * air.high, 1),
            "sync": round(2 * given.sync_s * air.high, 1),
            "air": round(max(0.0, delay.middle) * (air.high - air.low), 1),
        },
    }
    if delay.low <= 0:
        return Inconclusive(why="flash and bang lie within the doubt about sound and picture: it was near", value=told)
    return Found(value=told)


def _likely(given: Given, flash: Bounds, bang: Bounds, distance: Bounds) -> Bounds:
    """A 90 % interval, if every true value lies anywhere in its own bounds alike, each apart from the others."""
    still = speed(Bounds(low=given.coldest_c, high=given.warmest_c), 0.0)
    later, metres_a_second = max(0.0, (bang - flash).middle), still.middle
    in_time = (flash.high - flash.low, bang.high - bang.low, 2 * given.sync_s)
    in_air = (still.high - still.low, 2 * given.wind_m_s)
    spread = math.hypot(*(metres_a_second * part for part in in_time), *(later * part for part in in_air)) / math.sqrt(
        12
    )
    middle = later * metres_a_second
    low, high = max(distance.low, middle - Z90 * spread), min(distance.high, middle + Z90 * spread)
    return Bounds(low=min(max(0.0, low), distance.high), high=max(high, 0.0))


FLASH_BANG = Method(
    name="align.flash-bang",
    version=2,
    asks="How far away was what was seen to flash, from how much later it was heard?",
    given=Given,
    inputs=(
        Input(
            name="flash",
            kind="value",
            says='when the light came, {"low": s, "high": s}: the last dark and the first lit frame',
        ),
        Input(
            name="bang", kind="value", says='when the sound arrived, {"low": s, "high": s}, as align.impulses gives it'
        ),
    ),
    says="distance_m: bounds; likely_m: 90 % interval if each true value lies anywhere in its bounds alike; "
    "delay_s: bounds of bang minus flash, sync_s included; air_m_s: the speed of sound used; "
    "parts_m: how much of the width is owed to each",
    limits=(
        "that this bang belongs to this flash is the analyst's judgement; volleys are easily paired wrongly",
        "in a supersonic shot's way its crack comes before the muzzle's bang: take the bang",
        "a film whose sound was laid anew, or that lost frames, has another sync than a phone's 45 ms",
        "the way is that of the sound, around what stands between",
    ),
    cites=("ISO 9613-1:1993, the speed of sound in air",),
    run=run,
    examples=(
        Example(
            says="a flash between two frames, heard a second later",
            given=Given(coldest_c=15.0, warmest_c=25.0, wind_m_s=3.0),
            inputs=lambda: {"flash": {"low": 2.0, "high": 2.04}, "bang": {"low": 3.0, "high": 3.001}},
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["distance_m"]["low"] < 336 < 350 < outcome.value["distance_m"]["high"]
            ),
        ),
        Example(
            says="heard and seen within one frame",
            given=Given(),
            inputs=lambda: {"flash": {"low": 2.0, "high": 2.04}, "bang": {"low": 2.03, "high": 2.031}},
            gives="inconclusive",
        ),
        Example(
            says="heard before it was seen",
            given=Given(),
            inputs=lambda: {"flash": {"low": 2.0, "high": 2.04}, "bang": {"low": 1.0, "high": 1.001}},
            gives="unsuitable",
        ),
    ),
)
