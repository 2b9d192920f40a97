"""Bounds keep what they stand for: meet and join are a lattice's, nothing that was allowed is lost, no zone is invented."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from firsthand.record.bounds import (
    E7,
    FULL,
    MAX_BOXES,
    Angle,
    Clash,
    Rate,
    Region,
    Span,
    instant,
    instant_text,
    local_span,
    meet_spans,
    parse_offset,
)
from firsthand.record.fault import BadPlace, BadTime, BadValue, Fault

DAY = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 30).map(lambda hour: DAY + timedelta(hours=hour))
ENDS = st.none() | MOMENTS


def ordered(ends: tuple[datetime | None, datetime | None]) -> Span:
    one, two = ends
    return Span(earliest=two, latest=one) if one and two and one > two else Span(earliest=one, latest=two)


SPANS = st.tuples(ENDS, ENDS).map(ordered)
RATES = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: Rate(low=float(min(two)), high=float(max(two))))
# A small world, so that edges and corners meet often.
SMALL = st.integers(-3, 3)
BOXES = st.tuples(SMALL, SMALL, SMALL, SMALL).map(
    lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3]))
)
REGIONS = st.lists(BOXES, max_size=4).map(Region.of)
DEGREES = st.sampled_from([0.0, 1e-6, 10.0, 90.0, 180.0, 270.5, 359.999999, 360.0, 400.0, -10.0])
ANGLES = st.lists(st.builds(Angle.between, DEGREES, DEGREES), min_size=1, max_size=3).map(
    lambda arcs: arcs[0] if len(arcs) == 1 else arcs[0].join(arcs[-1])
)


def with_clash(meet: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """A clash is the bottom of the lattice: it meets nothing, and it is told from every bound."""

    def met(one: Any, two: Any) -> Any:
        if one == "clash" or two == "clash":
            return "clash"
        made = meet(one, two)
        return "clash" if isinstance(made, Clash) else made

    return met


def laws(one: Any, two: Any, three: Any) -> None:
    """Commutative, associative, idempotent, absorbing: what makes meet and join a lattice's."""
    meet = with_clash(lambda a, b: a.meet(b))

    def join(a: Any, b: Any) -> Any:
        return b if a == "clash" else a if b == "clash" else a.join(b)

    for act in (meet, join):
        assert act(one, two) == act(two, one)
        assert act(one, act(two, three)) == act(act(one, two), three)
        assert act(one, one) == one
    assert join(one, meet(one, two)) == one
    assert meet(one, join(one, two)) == one


@given(SPANS, SPANS, SPANS)
def test_spans_are_a_lattice(one: Span, two: Span, three: Span) -> None:
    laws(one, two, three)


@given(RATES, RATES, RATES)
def test_rates_are_a_lattice(one: Rate, two: Rate, three: Rate) -> None:
    laws(one, two, three)


@given(REGIONS, REGIONS, REGIONS)
def test_regions_are_a_lattice(one: Region, two: Region, three: Region) -> None:
    laws(one, two, three)
    assert one.meet(two.join(three)) == one.meet(two).join(one.meet(three))


@given(ANGLES, ANGLES, ANGLES)
def test_angles_are_a_lattice(one: Angle, two: Angle, three: Angle) -> None:
    laws(one, two, three)
    assert one.meet(two.join(three)) == one.meet(two).join(one.meet(three))


# --- what is allowed stays allowed ---------------------------------------------------------------------------------------


@given(SPANS, SPANS, MOMENTS)
def test_a_moment_that_both_allow_is_in_the_meet(one: Span, two: Span, moment: datetime) -> None:
    met = one.meet(two)
    assert (one.holds(moment) and two.holds(moment)) == (not isinstance(met, Clash) and met.holds(moment))
    assert not (one.holds(moment) or two.holds(moment)) or one.join(two).holds(moment)


@given(st.lists(SPANS, min_size=1, max_size=5))
def test_a_clash_names_a_smallest_pair(spans: list[Span]) -> None:
    met = meet_spans(spans)
    if isinstance(met, Clash):
        assert met.first in spans and met.second in spans
        assert isinstance(met.first.meet(met.second), Clash)
    else:
        assert all(not isinstance(one.meet(two), Clash) for one in spans for two in spans)


@given(REGIONS, REGIONS, st.integers(-7, 7), st.integers(-7, 7))
def test_a_place_that_both_allow_is_in_the_meet(one: Region, two: Region, x: int, y: int) -> None:
    place = {"lon": x / 2 / E7, "lat": y / 2 / E7}  # between the edges too
    assert one.meet(two).holds(**place) == (one.holds(**place) and two.holds(**place))
    assert one.join(two).holds(**place) == (one.holds(**place) or two.holds(**place))


@given(ANGLES, ANGLES, DEGREES)
def test_a_direction_that_both_allow_is_in_the_meet(one: Angle, two: Angle, turn: float) -> None:
    assert one.meet(two).holds(turn) == (one.holds(turn) and two.holds(turn))
    assert one.join(two).holds(turn) == (one.holds(turn) or two.holds(turn))


@given(st.floats(-720, 720), st.floats(0, 360), st.floats(0, 1))
def test_an_arc_holds_what_it_sweeps(start: float, sweep: float, share: float) -> None:
    assert Angle.between(start, start + sweep).holds(start + sweep * share)


@pytest.mark.parametrize(
    ("start", "end", "inside", "outside"),
    [
        (350, 10, 0, 180),
        (0, 359.9999999, 180, None),
        (10.0000001, 370, 200, None),
        (5, 5, 5, 6),
        (0, 720, 77, None),
        (359, 361, 360, 2),
    ],
)
def test_arcs_at_the_seam(start: float, end: float, inside: float, outside: float | None) -> None:
    arc = Angle.between(start, end)
    assert arc.holds(inside) and (outside is None or not arc.holds(outside))


@given(st.floats(-180, 180), st.floats(-90, 90), st.floats(0, 3_000_000), st.floats(0, 1), st.floats(0, 2 * math.pi))
def test_a_circle_is_covered_from_outside(lon: float, lat: float, radius: float, share: float, turn: float) -> None:
    """A place at a share of the radius, by the sphere's direct problem, lies in the region."""
    reach, one = share * radius / 6_371_008.8, math.radians(lat)
    two = math.asin(math.sin(one) * math.cos(reach) + math.cos(one) * math.sin(reach) * math.cos(turn))
    east = math.atan2(math.sin(turn) * math.sin(reach) * math.cos(one), math.cos(reach) - math.sin(one) * math.sin(two))
    where = (lon + math.degrees(east) + 180) % 360 - 180
    assert Region.around(lon=lon, lat=lat, radius_m=radius).holds(lon=where, lat=math.degrees(two))


def test_a_box_over_the_date_line_is_split() -> None:
    region = Region.of([(179 * E7, 0, -179 * E7, E7)])
    assert region.holds(lon=179.5, lat=0.5) and region.holds(lon=-179.5, lat=0.5) and not region.holds(lon=0, lat=0.5)
    assert Region.world().area_km2() == pytest.approx(510_065_622, rel=1e-6)


# --- refusals --------------------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[type[Fault], Callable[[], object]]] = {
    "a span that ends first": (BadTime, lambda: Span(earliest=DAY, latest=DAY - timedelta(1))),
    "a span without a zone": (BadTime, lambda: Span(earliest=datetime(2024, 1, 1))),
    "a span in another zone": (
        BadTime,
        lambda: Span(earliest=DAY.astimezone(tz=__import__("zoneinfo").ZoneInfo("Asia/Tokyo"))),
    ),
    "a time without a zone": (BadTime, lambda: instant("2024-01-01T00:00:00")),
    "no time": (BadTime, lambda: instant("yesterday")),
    "a time past the calendar": (BadTime, lambda: instant("9999-12-31T23:59:59-05:00")),
    "text of a time without a zone": (BadTime, lambda: instant_text(datetime(2024, 1, 1))),
    "a wall clock with a zone": (BadTime, lambda: local_span(DAY, DAY, offset=None, zone=None, verbatim="")),
    "a span with a field more": (BadTime, lambda: Span.from_wire({**Span().wire(), "x": 1})),
    "a span whose zone is a number": (BadTime, lambda: Span.from_wire({**Span().wire(), "zone": 3})),
    "a span in loose form": (BadTime, lambda: Span.from_wire({**Span().wire(), "earliest": "2024-01-01T00:00:00.50Z"})),
    "a box off the Earth": (BadPlace, lambda: Region(boxes=((0, 0, 181 * E7, 0),))),
    "a box upside down": (BadPlace, lambda: Region(boxes=((0, 1, 1, 0),))),
    "a box of fractions": (BadPlace, lambda: Region(boxes=((0, 0, 1.5, 1),))),  # type: ignore[arg-type]
    "overlapping boxes": (BadPlace, lambda: Region(boxes=((0, 0, 2, 2), (1, 1, 3, 3)))),
    "too many boxes": (BadPlace, lambda: Region(boxes=tuple((2 * n, 0, 2 * n + 1, 1) for n in range(MAX_BOXES + 1)))),
    "another unit": (BadPlace, lambda: Region.from_wire({**Region().wire(), "unit": "deg"})),
    "a region with a field more": (BadPlace, lambda: Region.from_wire({**Region().wire(), "x": 1})),
    "a radius below nothing": (BadPlace, lambda: Region.around(lon=0, lat=0, radius_m=-1)),
    "a place off the Earth": (BadPlace, lambda: Region.around(lon=0, lat=91, radius_m=1)),
    "arcs out of order": (BadValue, lambda: Angle(arcs=((5, 9), (1, 2)))),
    "an arc past the circle": (BadValue, lambda: Angle(arcs=((5, FULL + 1),))),
    "north at one end only": (BadValue, lambda: Angle(arcs=((0, 5),))),
    "a rate upside down": (BadValue, lambda: Rate(low=2.0, high=1.0)),
    "a rate without end": (BadValue, lambda: Rate(low=0.0, high=math.inf)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_bound_is_refused(name: str) -> None:
    fault, act = REFUSED[name]
    with pytest.raises(fault):
        act()


# --- times as they are stated ----------------------------------------------------------------------------------------------


@given(st.datetimes(timezones=st.just(UTC)))
def test_instants_read_back(moment: datetime) -> None:
    assert instant(instant_text(moment)) == moment
    assert Span.from_wire(Span(earliest=moment).wire()) == Span(earliest=moment)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        *[("Z", 0), ("UTC", 0), ("+03:00", 3), ("-0330", -3.5), ("+14:00", 14)],
        *[("Europe/Kyiv", None), ("+3", None), ("", None), ("+99:00", None), ("+01:75", None)],
    ],
)
def test_offsets_as_people_write_them(text: str, hours: float | None) -> None:
    assert parse_offset(text) == (None if hours is None else timedelta(hours=hours))


def test_a_wall_clock_with_its_offset_is_exact() -> None:
    span = local_span(
        datetime(2024, 3, 1, 12), datetime(2024, 3, 1, 13), offset=timedelta(hours=3), zone="+03:00", verbatim="noon"
    )
    assert span.wire() == {
        "earliest": "2024-03-01T09:00:00Z",
        "latest": "2024-03-01T10:00:00Z",
        "zone": "+03:00",
        "verbatim": "noon",
    }


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.integers(-12 * 4, 14 * 4))
def test_a_wall_clock_without_a_zone_is_as_wide_as_all(wall: datetime, quarters: int) -> None:
    """Whatever zone it was, the instant is inside; and none is written down."""
    span = local_span(wall, wall, offset=None, zone=None, verbatim="noon")
    assert span.holds((wall - timedelta(minutes=15 * quarters)).replace(tzinfo=UTC)) and span.zone is None
    assume(wall.year >= 1972)
    assert span.latest and span.earliest and span.latest - span.earliest == timedelta(hours=26)


def test_past_the_calendars_ends_there_is_no_bound() -> None:
    first = Span(earliest=datetime(1, 1, 1, tzinfo=UTC), latest=datetime(9999, 12, 31, tzinfo=UTC))
    assert first.shifted(-timedelta(days=1), timedelta(days=2)) == Span()
