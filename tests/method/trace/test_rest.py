"""A fixed camera's film with its halves exchanged: each half by itself, to the frame on both sides of the splice."""

import pytest

from firsthand.method.trace.made import film_like
from tests.method.trace.test_pictures import ask, copies, joined

FRAME = 0.04


def street(seed: int, seconds: float, begin: float = 0.0):  # type: ignore[no-untyped-def]
    return film_like(seed=seed, scene=7, seconds=seconds, begin=begin)


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
