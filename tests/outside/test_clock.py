"""The machine's clock, as the only module that reads it gives it."""

from datetime import UTC, timedelta

from firsthand.outside.clock import SystemClock, monotonic


def test_it_says_utc() -> None:
    one, two = SystemClock().now(), SystemClock().now()
    assert one.tzinfo is UTC and timedelta(0) <= two - one < timedelta(hours=1)


def test_the_other_only_goes_forward() -> None:
    assert monotonic() <= monotonic()
