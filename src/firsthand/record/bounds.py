"""Bounds instead of points: Span of time, Region of the Earth, Angle, Rate; meet is what both allow, join what either does."""

import itertools
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Generic, TypeVar

from .fault import BadPlace, BadTime, BadValue

T = TypeVar("T")

# Civil offsets from UTC that any zone has used since 1972 lie within these; before that, within plus or minus 16 h.
MODERN = (timedelta(hours=-12), timedelta(hours=14))
EVER = (timedelta(hours=-16), timedelta(hours=16))


@dataclass(frozen=True, slots=True)
class Clash(Generic[T]):
    """Two bounds that cannot both hold: the smallest conflicting set, never averaged away."""

    first: T
    second: T


# --- time ----------------------------------------------------------------------------------------------------------------


def instant(text: str) -> datetime:
    """An RFC 3339 time with its offset, as a UTC datetime. Raises BadTime: a time without a zone never gets one here."""
    try:
        moment = datetime.fromisoformat(text)
    except (ValueError, TypeError) as bad:
        raise BadTime(f"not a time: {text!r}") from bad
    if moment.tzinfo is None:
        raise BadTime(f"a time without a zone: {text!r}")
    try:
        return moment.astimezone(UTC)
    except OverflowError as bad:
        raise BadTime(f"outside the years 1 to 9999: {text!r}") from bad


def instant_text(moment: datetime) -> str:
    """UTC instant as the house writes it: seconds always, a fraction only where there is one, Z."""
    if moment.tzinfo is None:
        raise BadTime(f"a time without a zone: {moment.isoformat()}")
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0")
    micro = moment.microsecond
    return text + (f".{micro:06d}".rstrip("0") if micro else "") + "Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Closed interval of UTC instants; an open end is None. `zone` and `verbatim` keep what was stated, unjudged.

    `zone` is as stated ("+03:00", "Europe/Kyiv", "UTC") or None where none was stated: then the bounds are as wide as
    all the zones that it could have been.
    """

    earliest: datetime | None = None
    latest: datetime | None = None
    zone: str | None = None
    verbatim: str | None = None

    def __post_init__(self) -> None:
        for end in (self.earliest, self.latest):
            if end is not None and end.utcoffset() != timedelta(0):
                raise BadTime(f"a span's ends are UTC instants, not {end.isoformat()}")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise BadTime(f"ends before it begins: {instant_text(self.earliest)} / {instant_text(self.latest)}")

    def meet(self, other: "Span") -> "Span | Clash[Span]":
        """The instants that both allow, or the Clash."""
        earliest = _pick(max, self.earliest, other.earliest)
        latest = _pick(min, self.latest, other.latest)
        if earliest and latest and earliest > latest:
            return Clash(self, other)
        return Span(earliest=earliest, latest=latest)

    def join(self, other: "Span") -> "Span":
        """The shortest span that holds both."""
        earliest = min(self.earliest, other.earliest) if self.earliest and other.earliest else None
        latest = max(self.latest, other.latest) if self.latest and other.latest else None
        return Span(earliest=earliest, latest=latest)

    def holds(self, moment: datetime) -> bool:
        return (self.earliest is None or self.earliest <= moment) and (self.latest is None or moment <= self.latest)

    def shifted(self, least: timedelta, most: timedelta) -> "Span":
        """The span moved by an unknown amount between `least` and `most`; it widens by their difference."""
        return Span(
            earliest=None if self.earliest is None else _add(self.earliest, least),
            latest=None if self.latest is None else _add(self.latest, most),
        )

    def wire(self) -> dict[str, Any]:
        return {
            "earliest": None if self.earliest is None else instant_text(self.earliest),
            "latest": None if self.latest is None else instant_text(self.latest),
            "zone": self.zone,
            "verbatim": self.verbatim,
        }

    @classmethod
    def from_wire(cls, wire: Any) -> "Span":
        if wire.keys() != {"earliest", "latest", "zone", "verbatim"}:
            raise BadTime(f"a span with the fields {sorted(wire)}")
        if any(not isinstance(wire[name], str | None) for name in ("zone", "verbatim")):
            raise BadTime("a span's zone and verbatim are text")
        ends = {name: None if wire[name] is None else _exact(wire[name]) for name in ("earliest", "latest")}
        return cls(earliest=ends["earliest"], latest=ends["latest"], zone=wire["zone"], verbatim=wire["verbatim"])


def _exact(text: str) -> datetime:
    moment = instant(text)
    if instant_text(moment) != text:
        raise BadTime(f"not as the house writes an instant: {text!r}")
    return moment


def _add(moment: datetime, amount: timedelta) -> datetime | None:
    """Past the calendar's ends there is no bound left to state."""
    try:
        return moment + amount
    except OverflowError:
        return None


def _pick(choose: Any, one: datetime | None, two: datetime | None) -> datetime | None:
    present = [end for end in (one, two) if end is not None]
    return choose(present) if present else None


def meet_spans(spans: list[Span]) -> "Span | Clash[Span]":
    """What all allow. Intervals share an instant unless some two do not, so a clash is always a pair, and it is named."""
    met: Span | Clash[Span] = Span()
    for span in spans:
        met = met.meet(span) if isinstance(met, Span) else met
    if isinstance(met, Span):
        return met
    begins = max((s for s in spans if s.earliest), key=lambda s: s.earliest or datetime.min)
    ends = min((s for s in spans if s.latest), key=lambda s: s.latest or datetime.max)
    return Clash(begins, ends)


def local_span(begin: datetime, end: datetime, *, offset: timedelta | None, zone: str | None, verbatim: str) -> Span:
    """A stretch of a wall clock [begin, end] (naive datetimes) as UTC instants.

    With `offset` (from UTC) it is exact. Without, every civil offset in use at that date is possible and the span is as
    wide as that: no zone is ever invented.
    """
    if begin.tzinfo is not None or end.tzinfo is not None:
        raise BadTime("a wall clock has no zone of its own")
    wall = Span(earliest=begin.replace(tzinfo=UTC), latest=end.replace(tzinfo=UTC))
    west, east = (offset, offset) if offset is not None else (MODERN if begin.year >= 1972 else EVER)
    moved = wall.shifted(-east, -west)
    return Span(earliest=moved.earliest, latest=moved.latest, zone=zone, verbatim=verbatim)


def parse_offset(text: str) -> timedelta | None:
    """ "+03:00", "-0330", "Z", "UTC" as an offset from UTC; None when the text is not an offset (a zone's name, say)."""
    if text in ("Z", "UTC", "GMT"):
        return timedelta(0)
    if len(text) in (5, 6) and text[0] in "+-" and text[1:].replace(":", "", 1).isdigit():
        bare = text[1:].replace(":", "")
        if len(bare) == 4 and int(bare[:2]) <= 16 and int(bare[2:]) < 60:
            size = timedelta(hours=int(bare[:2]), minutes=int(bare[2:]))
            return -size if text[0] == "-" else size
    return None


def fixed_zone(offset: timedelta) -> timezone:
    return timezone(offset)


# --- place ---------------------------------------------------------------------------------------------------------------

E7 = 10_000_000
_WORLD = (-180 * E7, -90 * E7, 180 * E7, 90 * E7)
Box = tuple[int, int, int, int]
MAX_BOXES = 1024  # the normal form takes the square of it in time


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A set of places, WGS 84: disjoint boxes (west, south, east, north) in 1e-7 degrees, in one normal form.

    Boxes are closed, never cross the date line (they are split there) and cover what they stand for from outside, so
    that a region always holds what was stated. The empty tuple is the empty region.
    """

    boxes: tuple[Box, ...] = ()
    verbatim: str | None = None

    def __post_init__(self) -> None:
        if len(self.boxes) > MAX_BOXES:
            raise BadPlace(f"a region of {len(self.boxes)} boxes; {MAX_BOXES} are the most")
        for west, south, east, north in self.boxes:
            whole = all(type(edge) is int for edge in (west, south, east, north))
            inside = whole and -180 * E7 <= west <= east <= 180 * E7 and -90 * E7 <= south <= north <= 90 * E7
            if not inside:
                raise BadPlace(
                    f"not a box on the Earth: west {west} south {south} east {east} north {north} (1e-7 deg)"
                )
        if normal_boxes(list(self.boxes)) != self.boxes:
            raise BadPlace("a region's boxes are in one normal form; make it by Region.of or Region.around")

    @classmethod
    def of(cls, boxes: list[Box], verbatim: str | None = None) -> "Region":
        """Any boxes, overlapping or not, in normal form. A box whose west is east of its east crosses the date line."""
        split: list[Box] = []
        for west, south, east, north in boxes:
            if west <= east:
                split.append((west, south, east, north))
            else:
                split += [(west, south, 180 * E7, north), (-180 * E7, south, east, north)]
        return cls(boxes=normal_boxes(split), verbatim=verbatim)

    @classmethod
    def around(cls, *, lon: float, lat: float, radius_m: float, verbatim: str | None = None) -> "Region":
        """Outer cover, by 32 bands of latitude, of all places within `radius_m` of a point (sphere, widened 0.6 % for WGS 84)."""
        if not (-180 <= lon <= 180 and -90 <= lat <= 90 and radius_m >= 0):
            raise BadPlace(f"not a place and a radius: lon {lon} lat {lat} radius_m {radius_m}")
        reach = math.degrees(radius_m * 1.006 / 6_371_008.8) + 1e-7
        low, high = max(-90.0, lat - reach), min(90.0, lat + reach)
        edges = [low + (high - low) * k / 32 for k in range(33)]
        boxes: list[Box] = []
        for south, north in itertools.pairwise(edges):
            width = _half_width(lat, reach, south, north)
            boxes += _band(lon, width, south, north)
        return cls.of(boxes, verbatim)

    @classmethod
    def world(cls) -> "Region":
        return cls(boxes=(_WORLD,))

    def meet(self, other: "Region") -> "Region":
        """The places in both; the empty region where there are none."""
        pairs = ((a, b) for a in self.boxes for b in other.boxes)
        both = [
            (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))
            for a, b in pairs
            if max(a[0], b[0]) <= min(a[2], b[2]) and max(a[1], b[1]) <= min(a[3], b[3])
        ]
        return Region(boxes=normal_boxes(both))

    def join(self, other: "Region") -> "Region":
        """The places in either."""
        return Region(boxes=normal_boxes([*self.boxes, *other.boxes]))

    def holds(self, *, lon: float, lat: float) -> bool:
        x, y = lon * E7, lat * E7
        return any(w <= x <= e and s <= y <= n for w, s, e, n in self.boxes)

    def area_km2(self) -> float:
        """Area on the authalic sphere, km2."""
        total = 0.0
        for west, south, east, north in self.boxes:
            band = math.sin(math.radians(north / E7)) - math.sin(math.radians(south / E7))
            total += math.radians((east - west) / E7) * band
        return total * 6371.0072**2

    def wire(self) -> dict[str, Any]:
        names = ("west", "south", "east", "north")
        boxes = [dict(zip(names, box, strict=True)) for box in self.boxes]
        return {"unit": "1e-7 deg WGS 84", "boxes": boxes, "verbatim": self.verbatim}

    @classmethod
    def from_wire(cls, wire: Any) -> "Region":
        if wire.keys() != {"unit", "boxes", "verbatim"} or not isinstance(wire["verbatim"], str | None):
            raise BadPlace(f"a region with the fields {sorted(wire)}")
        if wire["unit"] != "1e-7 deg WGS 84":
            raise BadPlace(f"a region in an unknown unit: {wire['unit']!r}")
        boxes = tuple((b["west"], b["south"], b["east"], b["north"]) for b in wire["boxes"])
        return cls(boxes=boxes, verbatim=wire["verbatim"])


def _half_width(lat: float, reach: float, south: float, north: float) -> float:
    """Largest longitude difference (deg) that places between two latitudes have within `reach` degrees of a point at `lat`."""
    if lat + reach >= 90 or lat - reach <= -90:
        return 180.0
    widest = math.degrees(math.asin(math.sin(math.radians(lat)) / math.cos(math.radians(reach))))
    best = 0.0
    for edge in (south, north, min(max(widest, south), north)):
        cosine = math.cos(math.radians(reach)) - math.sin(math.radians(lat)) * math.sin(math.radians(edge))
        scale = math.cos(math.radians(lat)) * math.cos(math.radians(edge))
        best = max(best, math.degrees(math.acos(min(1.0, max(-1.0, cosine / scale)))) if scale > 0 else 180.0)
    return best + 1e-7


def _band(lon: float, width: float, south: float, north: float) -> list[Box]:
    low, high = math.floor(south * E7), math.ceil(north * E7)
    if width >= 180:
        return [(-180 * E7, max(low, -90 * E7), 180 * E7, min(high, 90 * E7))]
    west, east = math.floor((lon - width) * E7), math.ceil((lon + width) * E7)
    west += 360 * E7 if west < -180 * E7 else 0
    east -= 360 * E7 if east > 180 * E7 else 0
    return [(west, max(low, -90 * E7), east, min(high, 90 * E7))]


def normal_boxes(boxes: list[Box]) -> tuple[Box, ...]:
    """The one form of a union of closed boxes: bands between all latitudes that occur, longitudes merged, equal bands joined.

    Of a box without height (a line along a parallel) only what nothing larger holds is kept, cut at the larger ones' edges.
    """
    solid = [b for b in boxes if b[1] < b[3]]
    flat = [b for b in boxes if b[1] == b[3]]
    edges = sorted({edge for b in solid for edge in (b[1], b[3])})
    bands: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
    for south, north in itertools.pairwise(edges):
        spans = merge_intervals([(b[0], b[2]) for b in solid if b[1] <= south and north <= b[3]])
        if bands and spans and bands[-1][1] == south and bands[-1][2] == spans:
            bands[-1] = (bands[-1][0], north, spans)
        elif spans:
            bands.append((south, north, spans))
    made = [(west, south, east, north) for south, north, spans in bands for west, east in spans]
    for lat in sorted({b[1] for b in flat}):
        held = merge_intervals([(m[0], m[2]) for m in made if m[1] <= lat <= m[3]])
        lines = merge_intervals([(b[0], b[2]) for b in flat if b[1] == lat])
        made += [(west, lat, east, lat) for line in lines for west, east in _outside(line, held)]
    return tuple(sorted(made, key=lambda m: (m[1], m[0], m[3], m[2])))


def _outside(line: tuple[int, int], held: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """What of a closed interval lies outside the others, which are sorted and apart; the cuts' ends are kept on both sides."""
    left, end = line
    if left == end:
        return [] if any(low <= left <= high for low, high in held) else [line]
    made = []
    for low, high in held:
        if left < low <= end:
            made.append((left, low))
        left = max(left, high) if low <= end else left
    return [*made, (left, end)] if left < end else made


def merge_intervals(intervals: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Closed integer intervals, sorted, touching ones joined."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(intervals):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


# --- angle and rate ------------------------------------------------------------------------------------------------------

FULL = 360_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Angle:
    """A set of directions: disjoint closed arcs (from, to), clockwise from north, in 1e-6 degrees within 0..360."""

    arcs: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if any(type(edge) is not int for arc in self.arcs for edge in arc) or _arcs(list(self.arcs)) != self.arcs:
            raise BadValue(
                f"arcs lie sorted and apart within 0..{FULL} (1e-6 deg), north at both ends or none: {self.arcs}"
            )

    @classmethod
    def between(cls, start_deg: float, end_deg: float) -> "Angle":
        """The arc from `start_deg` clockwise to `end_deg`, rounded outwards; a sweep of 360 or more is every direction."""
        start, end = math.floor(start_deg * 1e6), math.ceil(end_deg * 1e6)
        sweep = end - start if start_deg <= end_deg else (end - start) % FULL
        if sweep >= FULL:
            return cls(arcs=((0, FULL),))
        low, high = start % FULL, start % FULL + sweep
        return cls(arcs=_arcs([(low, high)] if high <= FULL else [(low, FULL), (0, high - FULL)]))

    def meet(self, other: "Angle") -> "Angle":
        both = [(max(a[0], b[0]), min(a[1], b[1])) for a in self.arcs for b in other.arcs]
        return Angle(arcs=_arcs([arc for arc in both if arc[0] <= arc[1]]))

    def join(self, other: "Angle") -> "Angle":
        return Angle(arcs=_arcs([*self.arcs, *other.arcs]))

    def holds(self, degrees: float) -> bool:
        turn = (degrees * 1e6) % FULL
        return any(low <= turn <= high or (turn == 0 and high == FULL) for low, high in self.arcs)

    def wire(self) -> dict[str, Any]:
        return {"unit": "1e-6 deg clockwise from north", "arcs": [list(arc) for arc in self.arcs]}

    @classmethod
    def from_wire(cls, wire: Any) -> "Angle":
        return cls(arcs=tuple((low, high) for low, high in wire["arcs"]))


def _arcs(arcs: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The one form of a union of arcs: north is 0 and 360 alike, so it stands at both ends or at neither."""
    inside = [(max(0, low), min(FULL, high)) for low, high in arcs if low <= high]
    north = any(low == 0 or high == FULL for low, high in inside)
    return merge_intervals([*inside, *([(0, 0), (FULL, FULL)] if north else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Closed interval of a ratio without unit (a clock against a clock, a speed of play); 1.0 is equal."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            raise BadValue(f"not a rate: {self.low} to {self.high}")

    def meet(self, other: "Rate") -> "Rate | Clash[Rate]":
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Rate(low=low, high=high) if low <= high else Clash(self, other)

    def join(self, other: "Rate") -> "Rate":
        return Rate(low=min(self.low, other.low), high=max(self.high, other.high))

    def wire(self) -> dict[str, Any]:
        return {"low": self.low, "high": self.high}

    @classmethod
    def from_wire(cls, wire: Any) -> "Rate":
        return cls(low=float(wire["low"]), high=float(wire["high"]))
