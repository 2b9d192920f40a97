"""Sudden light: a flash is no sound, so the offset of two films by it is bounded by their frames alone."""

import numpy as np
import pytest

from firsthand.method.align.lights import LIGHTS, Given, changes, lit, series
from firsthand.method.reading import Reading
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

TIMES = (1.51, 3.02, 7.3, 9.93)


def asked(one: Reading, two: Reading) -> Outcome:
    return LIGHTS.ask(Given(), {"pair": {"a" * 64: one, "b" * 64: two}})


@pytest.mark.parametrize("start", [0.0, 0.77, -1.3])
@pytest.mark.parametrize("rate", [24, 30, 60])
def test_the_span_holds_the_true_offset(start: float, rate: int) -> None:
    outcome = asked(lit(TIMES), lit(tuple(time - start for time in TIMES), rate=rate, seed=4, seconds=14.0))
    assert isinstance(outcome, Found)
    clock = outcome.value["clock_s"]
    assert clock["low"] <= -start <= clock["high"] and clock["high"] - clock["low"] < 1 / 25 + 1 / rate + 0.001


def test_two_flashes_are_too_few() -> None:
    assert isinstance(asked(lit((2.0,)), lit((1.0,))), Nothing)


def test_an_even_blinking_is_not_decided() -> None:
    even = tuple(0.5 + k for k in range(9))
    assert isinstance(asked(lit(even), lit(even, seed=3)), Inconclusive)


@pytest.mark.parametrize("seed", range(8))
def test_unlike_flashes_are_not_matched(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one, two = (tuple(np.sort(rng.uniform(0.3, 11.5, 5))) for _ in range(2))
    assert isinstance(asked(lit(one), lit(two, seed=seed + 50)), Nothing)


def test_a_change_lies_between_two_frames() -> None:
    row = series(lit((4.0,)))
    assert row is not None
    first, *rest = changes(Given(), *row)
    assert first.low < 4.0 <= first.high and first.levels > 50 and rest == []


def test_odd_readings_are_unsuitable() -> None:
    good = lit(TIMES)
    for odd in (
        Reading(facts={}),
        Reading(facts={}, arrays={**good.arrays, "read.pictures/motion_den": np.zeros(299, "<i8")}),
        Reading(facts={}, arrays={**good.arrays, "read.pictures/motion_num": np.zeros(3, "<i8")}),
        Reading(facts={}, arrays={**good.arrays, "read.pictures/motion": np.zeros((2, 2), "<f4")}),
    ):
        assert isinstance(asked(good, odd), Unsuitable)
    still = lit(())
    assert isinstance(asked(good, still), Nothing)
