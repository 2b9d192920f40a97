"""Cuts among movement, flashes, fades and rates; the window's judgement against a slow one over the whole film."""

from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from firsthand.method.read.fold import Pass, change_between, film_facts, frames_of, run_reader
from firsthand.method.read.shots import APART, AROUND, LEAST, SHOTS, STANDS_OUT
from firsthand.record.finding import Found, Nothing

RNG = np.random.default_rng(11)
SCENES = [np.kron(RNG.integers(0, 256, (6, 8, 3)), np.ones((12, 12, 1))).astype(np.uint8) for _ in range(6)]


def cuts(arrays, rate: int = 25) -> list[Fraction]:
    outcome = run_reader(
        SHOTS, Pass(), {"facts": film_facts(), "frames": frames_of(arrays, rate=Fraction(rate)), "sound": ()}
    ).outcome
    assert isinstance(outcome, Found | Nothing)
    return [Fraction(cut["at"]) for cut in outcome.value["cuts"]]


def scene(number: int, length: int, *, speed: int = 1):
    return [np.roll(SCENES[number], speed * k, axis=1) for k in range(length)]


@pytest.mark.parametrize("speed", [0, 1, 2])
def test_cuts_between_moving_scenes(speed: int) -> None:
    film = [frame for number in range(6) for frame in scene(number, 20, speed=speed)]
    assert cuts(film) == [Fraction(20 * k, 25) for k in range(1, 6)]


def test_one_shot_is_nothing_and_says_where_it_looked() -> None:
    outcome = run_reader(SHOTS, Pass(), {"facts": film_facts(), "frames": frames_of(scene(0, 50)), "sound": ()}).outcome
    assert isinstance(outcome, Nothing) and outcome.looked == "50 frames from 0/1 to 49/25 s"


@pytest.mark.parametrize("length", [1, 2])
def test_flashes_are_no_cuts(length: int) -> None:
    film = scene(0, 40, speed=0)
    for k in range(15, 15 + length):
        film[k] = np.full_like(film[k], 250)
    assert cuts(film) == []


def test_a_cut_within_a_flash_is_still_a_cut() -> None:
    film = [*scene(0, 20, speed=0), np.full_like(SCENES[0], 250), *scene(1, 20, speed=0)]
    assert len(cuts(film)) == 1


def test_fades_are_no_cuts() -> None:
    film = [(SCENES[0] * (k / 40)).astype(np.uint8) for k in range(40)]
    assert cuts(film) == []


def test_two_cuts_close_together_are_one() -> None:
    film = [*scene(0, 20, speed=0), *scene(1, 4, speed=0), *scene(2, 20, speed=0)]
    assert cuts(film) == [Fraction(20, 25)]
    assert 4 / 25 < APART


def test_at_the_very_ends() -> None:
    film = [*scene(0, 1, speed=0), *scene(1, 20, speed=0), *scene(2, 1, speed=0)]
    assert cuts(film) == [Fraction(1, 25), Fraction(21, 25)]


def slow(arrays) -> list[int]:
    """Every rule over the whole list of frames at once."""
    frames = list(frames_of(arrays))
    found: list[int] = []
    for k in range(1, len(frames)):
        near = range(max(0, k - AROUND - 1), min(len(frames), k + AROUND + 1))
        calm = sum(frames[j].change for j in near if j != k) / (len(near) - 1)
        back = min(
            change_between(frames[a].tiny, frames[a].tint, frames[b].tiny, frames[b].tint)
            for a in near
            for b in near
            if a < k <= b
        )
        here = frames[k].change
        alone = not found or Fraction(k - found[-1], 25) >= APART
        if here >= LEAST and here >= STANDS_OUT * calm and back >= 0.5 * here and alone:
            found.append(k)
    return found


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9), st.integers(0, 3)), min_size=1, max_size=6))
@settings(max_examples=60)
def test_the_window_judges_as_the_whole_would(parts) -> None:
    film = [frame for number, length, speed in parts for frame in scene(number, length, speed=speed)]
    if len(film) > 1:
        assert cuts(film) == [Fraction(k, 25) for k in slow(film)]
