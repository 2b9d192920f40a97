"""Zones that changed by law, and wall times that came twice or never: each instant as the law of that day had it, or a refusal."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.desk.times import stated
from firsthand.record.bounds import instant
from firsthand.record.fault import BadTime

# (wall time, zone, the instant); the law changed between the two of each pair
LAW = (
    ("2014-03-29 12:00", "Europe/Simferopol", "2014-03-29T10:00:00Z"),  # Kyiv's time
    ("2014-03-31 12:00", "Europe/Simferopol", "2014-03-31T08:00:00Z"),  # Moscow's, UTC+4 then
    ("2014-03-31 12:00", "Europe/Kyiv", "2014-03-31T09:00:00Z"),
    ("2014-03-31 12:00", "Europe/Moscow", "2014-03-31T08:00:00Z"),
    ("2010-12-01 12:00", "Europe/Moscow", "2010-12-01T09:00:00Z"),  # UTC+3 in winter
    ("2011-12-01 12:00", "Europe/Moscow", "2011-12-01T08:00:00Z"),  # summer time for good, UTC+4
    ("2014-10-25 12:00", "Europe/Moscow", "2014-10-25T08:00:00Z"),
    ("2014-10-27 12:00", "Europe/Moscow", "2014-10-27T09:00:00Z"),  # UTC+3 for good
    ("2011-12-29 12:00", "Pacific/Apia", "2011-12-29T22:00:00Z"),  # UTC-10, the day before the day that never was
    ("2011-12-31 12:00", "Pacific/Apia", "2011-12-30T22:00:00Z"),  # UTC+14
)


@pytest.mark.parametrize(("text", "zone", "wanted"), LAW)
def test_a_zone_is_what_the_law_made_it_on_that_day(text: str, zone: str, wanted: str) -> None:
    span = stated(text, zone)
    assert span.earliest == instant(wanted) and span.latest is not None
    assert (span.latest - instant(wanted)).total_seconds() == 60


def test_a_wall_time_that_came_twice_is_both() -> None:
    span = stated("2022-10-30 03:30", "Europe/Kyiv")
    assert span.earliest == instant("2022-10-30T00:30:00Z") and span.latest == instant("2022-10-30T01:31:00Z")
    assert stated("2014-10-26 01:30", "Europe/Moscow").earliest == instant("2014-10-25T21:30:00Z")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2022-03-27 03:30", "Europe/Kyiv"),
        ("2014-03-30 02:30", "Europe/Simferopol"),
        ("2011-12-30 12:00", "Pacific/Apia"),
        ("2011-12-30", "Pacific/Apia"),
    ],
)
def test_a_wall_time_that_never_was_is_refused(text: str, zone: str) -> None:
    with pytest.raises(BadTime, match="never was"):
        stated(text, zone)


@pytest.mark.parametrize(
    ("text", "zone", "first", "last"),
    [
        (
            "2022-03-27 02:59",
            "Europe/Kyiv",
            "2022-03-27T00:59:00Z",
            "2022-03-27T01:00:00Z",
        ),  # its end, 03:00, never was
        ("2011-12-29", "Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"),
        (
            "2018-11-04",
            "America/Sao_Paulo",
            "2018-11-04T03:00:00Z",
            "2018-11-05T02:00:00Z",
        ),  # it begins at one in the morning
        ("2018-11-03", "America/Sao_Paulo", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"),
    ],
)
def test_a_day_or_a_minute_beside_a_leap_of_the_clocks_is_what_it_lasted(
    text: str, zone: str, first: str, last: str
) -> None:
    span = stated(text, zone)
    assert span.earliest == instant(first) and span.latest == instant(last)


def test_the_verbs_take_a_window_in_the_law_of_its_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path))
    asked = ["when", "--place", "34.1,44.95", "--shadow", "ratio=1.2,azimuth_deg=30", "--from", "2014-03-31 06:00"]
    spans = []
    for zone in ("Europe/Simferopol", "Europe/Kyiv"):
        made = CliRunner().invoke(door.app, [*asked, "--to", "2014-03-31 20:00", "--zone", zone, "--json"])
        spans.append(json.loads(made.stdout)["value"]["spans"]["95"])
    assert spans[0] == spans[1]  # the sun knows no law: only the window is read by it
    for begin in ("2014-03-30 02:30", "2014-03-30 99:30"):
        refused = CliRunner().invoke(
            door.app, [*asked[:-1], begin, "--to", "2014-03-31 20:00", "--zone", "Europe/Simferopol"]
        )
        assert refused.exit_code and isinstance(refused.exception, BadTime)
