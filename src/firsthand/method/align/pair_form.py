"""The form of align.pair, and how often it was wrong on a named set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.method.shape import value

# None of so many is no proof of none: with 95 % confidence fewer than `at_most` of such pairs are wrongly accepted.
FALSE_ALARMS: Mapping[str, Any] = {
    "set": "every two of 20 made streets of 12 s (method/align/made.py, seeds 100 to 119)",
    "accepted": 0,
    "of": 190,
    "at_most": 0.016,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of the place, and how much must agree."""

    apart_m: float = value(300.0, "the greatest distance between the two microphones, in metres")
    coldest_c: float = value(-10.0, "the lowest temperature the air may have had, in degrees C")
    warmest_c: float = value(40.0, "the highest temperature the air may have had, in degrees C")
    wind_m_s: float = value(10.0, "the strongest wind there may have been, in metres a second")
    moving_m_s: float = value(
        15.0,
        "the fastest at which what was heard, or a microphone, may have moved, in metres a second; 0: all stood still",
    )
    spread_s: float = value(0.12, "seconds within which the delays of several or moving sources may lie")
    share: float = value(0.33, "least share of the windows with sound that agree")
    ratio: float = value(2.5, "by how much the best offset must outweigh every other")
