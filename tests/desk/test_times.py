"""Stated times become spans that hold every instant they can mean; no zone is ever invented."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.desk.times import epoch, said_when, stated
from firsthand.record.bounds import Span, instant_text
from firsthand.record.fault import BadTime

WALLS = st.datetimes(min_value=datetime(1973, 1, 1), max_value=datetime(2100, 1, 1))
MINUTES = st.integers(min_value=-12 * 60, max_value=14 * 60)


def ends(span: Span) -> tuple[str | None, str | None]:
    return tuple(None if end is None else instant_text(end) for end in (span.earliest, span.latest))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "zone", "earliest", "latest"),
    [
        ("2022-03-30 14:05", "+03:00", "2022-03-30T11:05:00Z", "2022-03-30T11:06:00Z"),
        ("2022-03-30T14:05:09Z", None, "2022-03-30T14:05:09Z", "2022-03-30T14:05:10Z"),
        ("2022-03-30T14:05:09.25+03:00", None, "2022-03-30T11:05:09.25Z", "2022-03-30T11:05:09.26Z"),
        ("2022-03-30 14:05", None, "2022-03-30T00:05:00Z", "2022-03-31T02:06:00Z"),
        ("2022-03-30", "Europe/Kyiv", "2022-03-29T21:00:00Z", "2022-03-30T21:00:00Z"),
        ("2022-03", "UTC", "2022-03-01T00:00:00Z", "2022-04-01T00:00:00Z"),
        ("../2022-04", "UTC", None, "2022-05-01T00:00:00Z"),
        ("", None, None, None),
    ],
)
def test_a_stated_time_is_the_span_it_can_mean(
    text: str, zone: str | None, earliest: str | None, latest: str | None
) -> None:
    span = stated(text, zone)
    assert ends(span) == (earliest, latest)
    assert not text or span.verbatim == text


def test_a_wall_time_that_came_twice_joins_both() -> None:
    span = stated("2021-10-31 03:30", "Europe/Kyiv")
    assert ends(span) == ("2021-10-31T00:30:00Z", "2021-10-31T01:31:00Z")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2022-03-27 03:30", "Europe/Kyiv"),  # the clocks leapt over it
        ("2022-03-30T14:05+03:00", "UTC"),  # two zones that differ
        ("2022-02-30", None),
        ("2022-13-01 10:00", None),
        ("yesterday", None),
        ("2022-03-30 14:05", "Mars/Crater"),
        ("2022-03-30 14:05", "../../etc/passwd"),
        ("9999-12-31", None),
        ("2022-03-30 25:00", None),
        ("x" * 300, None),
    ],
)
def test_what_is_no_time_is_refused_and_said(text: str, zone: str | None) -> None:
    with pytest.raises(BadTime):
        stated(text, zone)


def test_words_that_are_no_date_stay_verbatim_and_unknown() -> None:
    assert said_when("on Monday") == Span(verbatim="on Monday")
    with pytest.raises(BadTime):
        said_when("30/03/2022")


@given(wall=WALLS, minutes=MINUTES)
def test_without_a_zone_the_span_holds_the_time_in_every_zone(wall: datetime, minutes: int) -> None:
    wall = wall.replace(microsecond=0)
    true = (wall - timedelta(minutes=minutes)).replace(tzinfo=UTC)
    assert stated(wall.isoformat(sep=" ")).holds(true)


@given(wall=WALLS, zone=st.sampled_from(["Europe/Kyiv", "Pacific/Chatham", "America/St_Johns", "UTC"]))
def test_a_named_zone_is_converted_never_relabelled(wall: datetime, zone: str) -> None:
    wall = wall.replace(second=0, microsecond=0)
    true = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if true.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall:
        span = stated(wall.isoformat(sep=" ", timespec="minutes"), zone)
        assert span.holds(true)
        assert span.zone == zone


def test_posix_seconds_are_utc() -> None:
    assert ends(epoch(1648648800, "t")) == ("2022-03-30T14:00:00Z", "2022-03-30T14:00:01Z")
    with pytest.raises(BadTime):
        epoch(10**20, "t")
