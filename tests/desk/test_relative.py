"""Relative times: words without a publication date, days in the right zone with one, never narrower than was said."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.desk.relative import WEEKDAYS, known, relative
from firsthand.desk.times import stated
from firsthand.record.bounds import Span, instant_text
from firsthand.record.fault import BadTime

KYIV, NEW_YORK = "Europe/Kyiv", "America/New_York"


def ends(span: Span) -> tuple[str, str]:
    assert span.earliest and span.latest
    return instant_text(span.earliest), instant_text(span.latest)


@pytest.mark.parametrize(
    ("words", "published", "zone", "expected"),
    [
        ("on Monday", "2022-04-06", KYIV, ("2022-04-03T21:00:00Z", "2022-04-04T21:00:00Z")),
        ("on Monday", "2022-04-06", NEW_YORK, ("2022-04-04T04:00:00Z", "2022-04-05T04:00:00Z")),
        ("on Monday", "2022-04-06", "UTC", ("2022-04-04T00:00:00Z", "2022-04-05T00:00:00Z")),
        ("On  Monday,", "2022-04-06", KYIV, ("2022-04-03T21:00:00Z", "2022-04-04T21:00:00Z")),
        # Of the day itself: that day, not the one a week before.
        ("on Wednesday", "2022-04-06", KYIV, ("2022-04-05T21:00:00Z", "2022-04-06T21:00:00Z")),
        # The clocks of Kyiv leapt on Sunday, 27 March 2022: the day had 23 hours, and the day before another offset.
        ("on Sunday", "2022-03-28", KYIV, ("2022-03-26T22:00:00Z", "2022-03-27T21:00:00Z")),
        ("on Saturday", "2022-03-28", KYIV, ("2022-03-25T22:00:00Z", "2022-03-26T22:00:00Z")),
        ("last Monday", "2022-04-06", KYIV, ("2022-03-27T21:00:00Z", "2022-04-04T21:00:00Z")),
        ("last Wednesday", "2022-04-06", "UTC", ("2022-03-23T00:00:00Z", "2022-03-31T00:00:00Z")),
        ("next Friday", "2022-04-06", "UTC", ("2022-04-08T00:00:00Z", "2022-04-16T00:00:00Z")),
        ("yesterday", "2022-01-01", "UTC", ("2021-12-31T00:00:00Z", "2022-01-01T00:00:00Z")),
        ("this morning", "2022-04-06", "UTC", ("2022-04-06T00:00:00Z", "2022-04-07T00:00:00Z")),
        ("Monday night", "2022-04-06", "UTC", ("2022-04-04T00:00:00Z", "2022-04-05T08:00:00Z")),
        ("two days ago", "2022-04-06", "UTC", ("2022-04-04T00:00:00Z", "2022-04-05T00:00:00Z")),
        ("last week", "2022-04-06", "UTC", ("2022-03-27T00:00:00Z", "2022-04-04T00:00:00Z")),
        ("March 30", "2022-04-06", "UTC", ("2022-03-30T00:00:00Z", "2022-03-31T00:00:00Z")),
        ("on 30 March", "2022-04-06", "UTC", ("2022-03-30T00:00:00Z", "2022-03-31T00:00:00Z")),
        ("December 30", "2022-01-06", "UTC", ("2021-12-30T00:00:00Z", "2021-12-31T00:00:00Z")),
        ("around March 30", "2022-04-06", "UTC", ("2022-03-23T00:00:00Z", "2022-04-07T00:00:00Z")),
        # Without a zone: as wide as all zones, 24 hours and the 26 that clocks can lie apart.
        ("on Monday", "2022-04-06", None, ("2022-04-03T10:00:00Z", "2022-04-05T12:00:00Z")),
        # An offset is no zone: an hour to either side, for on that day the clocks may have been shifted.
        ("on Monday", "2022-04-06T23:30+03:00", None, ("2022-04-03T20:00:00Z", "2022-04-04T22:00:00Z")),
        # An instant near midnight is another day elsewhere.
        ("today", "2022-04-06T23:30Z", KYIV, ("2022-04-06T21:00:00Z", "2022-04-07T21:00:00Z")),
        ("today", "2022-04-06T23:30Z", NEW_YORK, ("2022-04-06T04:00:00Z", "2022-04-07T04:00:00Z")),
    ],
)
def test_words_come_to_days(words: str, published: str, zone: str | None, expected: tuple[str, str]) -> None:
    made = relative(words, stated(published), zone)
    assert ends(made) == expected
    assert made.verbatim == " ".join(words.split()).rstrip(",")


@pytest.mark.parametrize(
    ("words", "published", "zone"),
    [
        ("on Monday", None, KYIV),
        ("on Monday", "", None),
        ("on Monday", "2022-04", None),
        ("on Monday", "2022-04-06T23:30Z", None),  # machines write UTC; the article's own zone is not known
        ("some time ago", "2022-04-06", KYIV),
        ("the day before", "2022-04-06", KYIV),
        ("April 20", "2022-04-06", KYIV),  # of this year it has not been; of last year it would be long ago
        ("February 31", "2022-04-06", KYIV),
        ("on Monday and Tuesday", "2022-04-06", KYIV),
        ("on monday" * 40, "2022-04-06", KYIV),
        ("9999 days ago", "2022-04-06", KYIV),
        ("last Monday", "0001-01-02", "UTC"),
    ],
)
def test_what_cannot_be_dated_stays_as_it_was_said(words: str, published: str | None, zone: str | None) -> None:
    made = relative(words, None if published is None else stated(published), zone)
    assert not known(made) and made.verbatim == words


def test_an_unknown_zone_is_said() -> None:
    with pytest.raises(BadTime, match="unknown zone"):
        relative("on Monday", stated("2022-04-06T12:00Z"), "Europe/Nowhere")


@given(
    st.dates(datetime(1975, 1, 1).date(), datetime(2090, 1, 1).date()),
    st.sampled_from(sorted(WEEKDAYS)),
    st.sampled_from([KYIV, NEW_YORK, "Pacific/Chatham"]),
)
def test_a_weekday_is_that_weekday_there_and_within_the_last_seven_days(published, name: str, zone: str) -> None:
    made = relative(f"on {name}", stated(published.isoformat()), zone)
    whole = stated(published.isoformat(), zone)
    assert made.earliest and made.latest and whole.earliest
    from zoneinfo import ZoneInfo

    middle = (made.earliest + (made.latest - made.earliest) / 2).astimezone(ZoneInfo(zone))
    assert middle.weekday() == WEEKDAYS[name]
    assert timedelta(0) <= whole.earliest - made.earliest < timedelta(days=7, hours=2)
    assert timedelta(hours=22) <= made.latest - made.earliest <= timedelta(hours=26)
    wide = relative(f"on {name}", stated(published.isoformat()))
    assert wide.earliest and wide.latest and wide.earliest <= made.earliest and made.latest <= wide.latest


def test_the_open_span_has_no_day() -> None:
    assert not known(relative("on Monday", Span(earliest=datetime(2022, 4, 6, tzinfo=UTC)), KYIV))
