"""Where cameras stood and where the bangs were, as regions: how far apart they may be, and how long sound needs between them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.record.bounds import E7, Box, Region
from firsthand.record.fault import Fault
from firsthand.record.observation import Observation

from .air import Bounds, travel

METRES_A_DEGREE = 6_371_008.8 * math.pi / 180
WGS84 = 0.006  # how far a sphere may be off
MOST_M = 50_000.0
STANDPOINT, BANGS_AT, DISTANCE, STOOD = "standpoint", "bangs-at", "distance", "stood"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Seconds from the place of the bangs to each file's microphone, the most metres between two microphones, and by how many
    metres at most the way from what a file heard to its microphone changed, where known."""

    away: Mapping[str, Bounds]
    standing: Mapping[str, Region]
    moved_m: Mapping[str, float]

    def between_m(self, one: str, two: str) -> float | None:
        if one not in self.standing or two not in self.standing:
            return None
        return distance(self.standing[one], self.standing[two]).high


def places(observations: Sequence[tuple[str, Observation]], air: Bounds) -> Places:
    """What people said of distances and places; where several speak of one, what all of them allow, or none."""
    metres: dict[str, list[Bounds]] = {}
    standing: dict[str, Region] = {}
    moved: dict[str, float] = {}
    bangs: Region | None = None
    for _, seen in observations:
        region = _region(seen)
        file = seen.moment.file if seen.moment else seen.stretch.file if seen.stretch else None
        if seen.what == DISTANCE and file is not None:
            told = _stated(seen)
            if told is not None:
                metres.setdefault(file, []).append(told)
        elif seen.what == STOOD and file is not None:
            within = seen.details.get("within_m")
            if isinstance(within, int | float) and 0 <= within <= MOST_M:
                moved[file] = max(float(within), moved.get(file, 0.0))  # of two who differ the more cautious
        elif seen.what == STANDPOINT and region is not None and file is not None:
            standing[file] = standing[file].meet(region) if file in standing else region
        elif seen.what == BANGS_AT and region is not None:
            bangs = region if bangs is None else bangs.meet(region)
    standing = {file: region for file, region in standing.items() if region.boxes}
    if bangs is not None and bangs.boxes:
        for file, region in standing.items():
            metres.setdefault(file, []).append(distance(region, bangs))
    away = {}
    for file, rows in metres.items():
        met: Bounds | None = rows[0]
        for row in rows[1:]:
            met = None if met is None else met.meet(row)
        if met is not None and met.high <= MOST_M:
            away[file] = travel(met, air)
    return Places(away=away, standing=standing, moved_m=moved)


def _region(seen: Observation) -> Region | None:
    try:
        return Region.from_wire(seen.details["region"])
    except (Fault, KeyError, TypeError, AttributeError):
        return None


def _stated(seen: Observation) -> Bounds | None:
    low, high = seen.details.get("low_m"), seen.details.get("high_m")
    if isinstance(low, int | float) and isinstance(high, int | float) and 0 <= low <= high <= MOST_M:
        return Bounds(low=float(low), high=float(high))
    return None


def distance(one: Region, two: Region) -> Bounds:
    """Metres between a place of one region and a place of the other: from outside, on a flat Earth, for regions of one town."""
    pairs = [_between(a, b) for a in one.boxes for b in two.boxes]
    return Bounds(low=min(each.low for each in pairs), high=max(each.high for each in pairs))


def _between(a: Box, b: Box) -> Bounds:
    widest, narrowest = (
        pick(math.cos(math.radians(edge / E7)) for edge in (a[1], a[3], b[1], b[3])) for pick in (max, min)
    )
    if min(a[1], b[1]) <= 0 <= max(a[3], b[3]):
        widest = 1.0
    turn = 360 * E7
    east = min((_apart((a[0] + k * turn, a[2] + k * turn), (b[0], b[2])) for k in (-1, 0, 1)), key=lambda each: each[1])
    north = _apart((a[1], a[3]), (b[1], b[3]))
    low = math.hypot(east[0] * narrowest, north[0]) / E7 * METRES_A_DEGREE
    high = math.hypot(east[1] * widest, north[1]) / E7 * METRES_A_DEGREE
    return Bounds(low=low * (1 - WGS84), high=high * (1 + WGS84))


def _apart(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    """The least and the most between points of two closed intervals."""
    return max(0, one[0] - two[1], two[0] - one[1]), max(one[1] - two[0], two[1] - one[0])
