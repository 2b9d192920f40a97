"""A fixed camera's film with its halves exchanged: each half by itself, to the frame on both sides of the splice."""

import numpy as np
import pytest

from firsthand.method.reading import Reading
from firsthand.method.trace.made import film_like
from tests.method.trace.test_pictures import ask, copies, joined

FRAME = 0.04


def street(seed: int, seconds: float, begin: float = 0.0, *, grain: bool = False):  # type: ignore[no-untyped-def]
    return film_like(seed=seed, scene=7, seconds=seconds, begin=begin, grain=grain)


@pytest.mark.parametrize("seed", range(1, 7))
def test_exchanged_halves_are_told_to_the_frame(seed: int) -> None:
    """Second 6 to 12 first, then 0 to 6, then 6 to 9 again: no picture changes at the splice, and what follows goes on."""
    made = joined(street(seed, 6, 6.0), street(seed, 6, 0.0), street(seed, 3, 6.0))
    later, earlier = sorted(copies(ask(street(seed, 20), made)), key=lambda copy: copy.two.start or 0)
    for copy, (start, end, offset) in ((later, (6.0, 12.0 - FRAME, -6.0)), (earlier, (0.0, 9.0 - FRAME, 6.0))):
        assert abs(float(copy.offset) - offset) <= FRAME / 2
        assert (
            abs(float(copy.one.start or 0) - start) <= 1.1 * FRAME
            and abs(float(copy.one.end or 0) - end) <= 1.6 * FRAME
        )


@pytest.mark.parametrize("seed", range(1, 7))
def test_what_is_left_of_another_minute_is_no_copy(seed: int) -> None:
    """The same street at another time, after a stretch that is a copy: nothing more is found."""
    made = joined(street(seed, 9, 4.0), street(seed + 40, 9))
    (copy,) = copies(ask(street(seed, 30), made))
    assert abs(float(copy.offset) + 4) <= FRAME and float((copy.one.end or 0) - (copy.one.start or 0)) <= 10.0


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("seconds", [1.2, 1.6, 2.0])
def test_a_second_or_two_before_the_rest_is_told_by_its_grain(seed: int, seconds: float) -> None:
    """Too short for movement to tell it alone: `seconds` from second 8 on come first, then 0 to 8."""
    made = joined(street(seed, seconds, 8.0, grain=True), street(seed, 8, 0.0, grain=True))
    later, earlier = sorted(copies(ask(street(seed, 20, grain=True), made)), key=lambda copy: copy.two.start or 0)
    for copy, (start, end, offset) in (
        (later, (8.0, 8.0 + seconds - FRAME, -8.0)),
        (earlier, (0.0, 8.0 - FRAME, seconds)),
    ):
        assert abs(float(copy.offset) - offset) <= FRAME
        assert abs(float(copy.one.start or 0) - start) <= 1.6 * FRAME
        assert abs(float(copy.one.end or 0) - end) <= 1.6 * FRAME


@pytest.mark.parametrize("seed", range(1, 4))
@pytest.mark.parametrize("seconds", [1.2, 2.0, 6.0])
def test_a_second_or_two_of_another_minute_is_no_copy(seed: int, seconds: float) -> None:
    made = joined(street(seed + 40, seconds, grain=True), street(seed, 8, 0.0, grain=True))
    (copy,) = copies(ask(street(seed, 20, grain=True), made))
    assert abs(float(copy.offset) - seconds) <= FRAME


def unlike_at_first(reading: Reading, seconds: float) -> Reading:
    """The same film, whose first pictures change by its own coding too: nothing in them moves as in the source."""
    moved = reading.arrays["read.pictures/motion"].copy()
    steps = round(seconds / FRAME)
    moved[:steps, 0] = np.random.default_rng(3).uniform(0, 8, steps)
    return Reading(facts={}, arrays={**reading.arrays, "read.pictures/motion": moved})


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_stretch_whose_first_second_is_coded_anew_begins_with_its_file(seed: int) -> None:
    copy_of = unlike_at_first(street(seed, 9, 4.0, grain=True), 0.9)
    (copy,) = copies(ask(street(seed, 30, grain=True), copy_of))
    assert abs(float(copy.two.start or 0)) <= 1.1 * FRAME and abs(float(copy.one.start or 0) - 4) <= 1.6 * FRAME
