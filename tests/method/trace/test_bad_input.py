"""What is plain, still, silent, broken, the same throughout or ten hours long: never a false copy, never a hang."""

from typing import Any

import numpy as np
import pytest

from firsthand.method.reading import Reading
from firsthand.method.trace import search
from firsthand.method.trace.made import film_like, sound_like, still_like
from firsthand.method.trace.pictures import PICTURES, Given
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

ONE, TWO = "a" * 64, "b" * 64


def ask(one: Reading, two: Reading) -> Outcome:
    return PICTURES.ask(Given(), {"pair": {ONE: one, TWO: two}})


def film(
    seed: int, seconds: float, *, pictures: str = "own", moves: str = "own", points: bool = True, rate: int = 25
) -> Reading:
    """A reading as the pass of today gives it: cells of movement, local features and descriptors beside the rest.

    `pictures`: own, plain (quality 0) or one (the same all the time); `moves`: own, still, or pulses (a codec's, each second).
    """
    rng = np.random.default_rng(seed)
    count, steps = max(1, round(seconds * 2)), max(0, round(seconds * rate) - 1)
    hashes = rng.integers(0, 256, (1 if pictures == "one" else count, 32), dtype=np.uint8)
    cells = np.zeros((steps, 64), np.uint8)
    if moves == "own" and steps:
        for _ in range(4):
            at = np.interp(np.arange(steps) / rate, np.arange(int(seconds) + 2), rng.integers(0, 64, int(seconds) + 2))
            cells[np.arange(steps), at.astype(int)] = 150
    if moves == "pulses":
        cells[::rate] = rng.integers(20, 40, 64)
    levels = (2 ** (cells / 23.0) - 1) / 8
    arrays: dict[str, Any] = {
        "read.pictures/pdq": np.broadcast_to(hashes, (count, 32)).copy(),
        "read.pictures/quality": np.full(count, 0 if pictures == "plain" else 100, np.uint8),
        "read.pictures/luma": np.full(count, 90, np.float32),
        "read.pictures/pts_num": np.arange(count).astype("<i8"),
        "read.pictures/pts_den": np.full(count, 2, "<i8"),
        "read.pictures/frame": rng.integers(0, 256, (count, 32), dtype=np.uint8),
        "read.pictures/motion": np.column_stack([levels.mean(axis=1), np.full(steps, 90.0)]).astype("<f4"),
        "read.pictures/motion_num": np.arange(1, steps + 1).astype("<i8"),
        "read.pictures/motion_den": np.full(steps, rate, "<i8"),
        "read.pictures/cells": cells,
    }
    if points:
        frames, each = min(count, 600), 60 if pictures != "plain" else 0
        rng_places = np.random.default_rng(seed if pictures != "one" else seed + 1)
        arrays |= {
            "read.points/first": (np.arange(frames + 1) * each).astype("<u4"),
            "read.points/size": np.full((frames, 2), (512, 288), "<u2"),
            "read.points/pts_num": np.arange(frames).astype("<i8") * max(1, count // frames),
            "read.points/pts_den": np.full(frames, 2, "<i8"),
            "read.points/xy": np.tile(rng_places.integers(0, 65535, (each, 2)), (frames, 1)).astype("<u2"),
            "read.points/octave": np.zeros(frames * each, np.uint8),
            "read.points/angle": np.zeros(frames * each, np.uint8),
            "read.points/bits": np.tile(rng_places.integers(0, 256, (each, 32)), (frames, 1)).astype(np.uint8),
        }
    return Reading(facts={}, arrays=arrays)


KINDS: dict[str, Reading] = {
    "black": film(1, 10.0, pictures="plain", moves="still"),
    "one colour, with a codec's pulses": film(2, 10.0, pictures="plain", moves="pulses"),
    "a standing picture": film(3, 10.0, pictures="one", moves="still"),
    "a standing picture with pulses": film(4, 10.0, pictures="one", moves="pulses"),
    "one frame": film(5, 0.5),
    "half a second": film(6, 1.0),
    "a still": still_like(scene=1),
    "a film": film(7, 12.0),
    "a film of the first version": film_like(seed=8),
    "sound only": sound_like(seed=1),
    "nothing at all": Reading(facts={}),
}


@pytest.mark.parametrize("one", KINDS)
@pytest.mark.parametrize("two", KINDS)
def test_what_is_not_the_same_is_never_a_copy(one: str, two: str) -> None:
    if one != two:
        outcome = ask(KINDS[one], KINDS[two])
        assert not (isinstance(outcome, Found) and outcome.value["relation"] == "copy"), outcome


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "standing" in kind or "colour" in kind or kind == "black"])
def test_what_stands_still_is_no_copy_even_of_itself(kind: str) -> None:
    assert not isinstance(ask(KINDS[kind], KINDS[kind]), Found), "trace.exact tells the very same pictures"


def test_a_codecs_pulses_make_no_copy_of_one_view() -> None:
    """Two films of one maker, of one view, in which nothing moves but the codec: their pulses come at the same frames."""
    view = film(9, 20.0, pictures="one", moves="pulses")
    other = Reading(
        facts={}, arrays={**view.arrays, "read.pictures/frame": KINDS["a film"].arrays["read.pictures/frame"]}
    )
    other = Reading(
        facts={}, arrays={**other.arrays, "read.pictures/frame": view.arrays["read.pictures/frame"][::-1].copy()}
    )
    assert isinstance(ask(view, other), Inconclusive | Nothing)


def test_every_file_the_same_ends_and_finds_them_all() -> None:
    same = film(7, 12.0)
    readings = {str(number) * 64: same for number in range(6)}
    outcome = search.SEARCH.ask(search.Given(), {"readings": readings})
    assert isinstance(outcome, Found) and outcome.value["found"] == outcome.value["pairs"] == 15


@pytest.mark.parametrize("hours", [0.5, pytest.param(10.0, marks=pytest.mark.soak)])
def test_hours_end(hours: float) -> None:
    """Against another film; hours of steps, five a second."""
    long = film(11, 3600 * hours, rate=5)
    assert isinstance(ask(long, KINDS["a film"]), Nothing | Inconclusive)


@pytest.mark.parametrize("name", ["read.points/bits", "read.points/first", "read.pictures/cells"])
def test_arrays_that_do_not_fit_are_unsuitable(name: str) -> None:
    whole = film(7, 12.0)
    broken = Reading(facts={}, arrays={**whole.arrays, name: whole.arrays[name][:-3]})
    outcome = ask(broken, whole)
    assert isinstance(outcome, Unsuitable) and outcome.code == "record.bad-reading"
