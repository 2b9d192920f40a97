"""Texts made harmless, and times that never get a zone that was not stated."""

import unicodedata
from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from firsthand.method.read.texts import LONGEST, counted_time, shown, stated_time
from firsthand.record.bounds import Span


@given(st.text(max_size=200))
def test_what_is_shown_can_do_nothing(text: str) -> None:
    made = shown(text)
    assert all(unicodedata.category(c) not in ("Cc", "Cs") or c in "\n\t" for c in made)
    assert not set(made) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
    made.encode("utf-8")


@given(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=100))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert shown(text) == text.rstrip(" ")


def test_surrogates_and_length() -> None:
    assert shown("a\udc80b") == "a\\udc80b"
    assert shown("x" * (LONGEST + 9)).endswith("[... 9 more characters]")


@given(
    st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)),
    st.integers(-12 * 4, 14 * 4),
    st.sampled_from(["{:%Y:%m:%d %H:%M:%S}", "{:%Y-%m-%dT%H:%M:%S}", "{:%Y%m%dT%H%M%S}", "{:%Y/%m/%d  %H:%M:%S}"]),
)
def test_a_stated_zone_gives_the_instant(moment: datetime, quarters: int, form: str) -> None:
    offset = timedelta(minutes=15 * quarters)
    sign, size = "-" if quarters < 0 else "+", abs(quarters)
    zone = f"{sign}{size // 4:02d}:{size % 4 * 15:02d}"
    moment = moment.replace(microsecond=0)
    true = (moment - offset).replace(tzinfo=UTC)
    for row in (stated_time("x", form.format(moment) + zone), stated_time("x", form.format(moment), zone=zone)):
        assert row is not None and row["zone"] == zone and row["trouble"] is None
        span = Span.from_wire(row["span"])
        assert (span.earliest, span.latest) == (true, true + timedelta(seconds=1))


@given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)))
def test_no_zone_stays_open_by_all_of_them(moment: datetime) -> None:
    row = stated_time("x", f"{moment:%Y:%m:%d %H:%M:%S}")
    assert row is not None and row["zone"] is None and "no zone" in row["trouble"]
    span = Span.from_wire(row["span"])
    assert span.latest - span.earliest == timedelta(hours=26, seconds=1)
    assert all(span.holds(moment.replace(tzinfo=UTC, microsecond=0) - timedelta(hours=h)) for h in (-12, 0, 14))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2022-03-30", timedelta(days=1)),
        ("2022-03-30 14:05Z", timedelta(minutes=1)),
        ("2022-03-30T14:05:09.25Z", timedelta(milliseconds=10)),
        ("2022-03-30T14:05:60Z", timedelta(seconds=1)),
    ],
)
def test_what_is_not_said_stays_open(text: str, length: timedelta) -> None:
    row = stated_time("x", text)
    assert row is not None
    span = Span.from_wire(row["span"])
    zones = timedelta(0) if row["zone"] else timedelta(hours=26)
    assert span.latest - span.earliest == length + zones


@pytest.mark.parametrize(
    "text", ["0000:00:00 00:00:00", "2022:02:31 10:00:00", "2022:01:01 25:00:00", "9999-12-31T23:59:59Z"]
)
def test_what_looks_like_a_time_and_is_none(text: str) -> None:
    row = stated_time("x", text)
    assert row is not None and row["span"] is None and row["trouble"] and row["verbatim"] == text


@pytest.mark.parametrize("text", ["", "hello", "12:30", "12345678901234", "v1.2.3"])
def test_what_is_no_time(text: str) -> None:
    assert stated_time("x", text) is None


def test_a_named_zone_is_kept_and_not_guessed() -> None:
    row = stated_time("x", "2022:03:30 14:05:09", zone="Europe/Kyiv")
    assert row is not None and row["zone"] == "Europe/Kyiv" and row["trouble"]
    span = Span.from_wire(row["span"])
    assert span.latest - span.earliest > timedelta(hours=26)


def test_a_counted_time_says_both() -> None:
    row = counted_time("movie created", 3_731_400_000, datetime(1904, 1, 1), "3731400000 s since 1904-01-01")
    assert row["zone"] is None and "local time" in row["trouble"]
    wide, exact = Span.from_wire(row["span"]), Span.from_wire(row["if_utc"])
    assert exact.earliest == datetime(1904, 1, 1, tzinfo=UTC) + timedelta(seconds=3_731_400_000)
    assert wide.holds(exact.earliest) and wide.latest - wide.earliest == timedelta(hours=26, seconds=1)
    assert counted_time("x", 1 << 51, datetime(1904, 1, 1), "x")["span"] is None
