"""A stretch ends at the frame where only one of two films was cut, though the pictures go on alike and a burst comes by luck."""

from fractions import Fraction

import numpy as np
import pytest

from firsthand.method.reading import Reading
from firsthand.method.trace.cuts import cuts_of, lone
from firsthand.method.trace.footage import film_of
from firsthand.method.trace.made import FPS, film_like
from firsthand.method.trace.pictures import PICTURES, Given
from firsthand.record.finding import Found

AS_IT_IS = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def with_steps(*at: tuple[int, float], quiet: float = 0.2, frames: int = 200) -> Reading:
    """A film that hardly moves, with sudden changes of so many levels at some steps."""
    film = film_like(seed=1, scene=7, seconds=frames / FPS)
    motion = film.arrays["read.pictures/motion"].copy()
    motion[:, 0] = quiet
    for step, levels in at:
        motion[step, 0] = levels
    return Reading(facts={}, arrays={**film.arrays, "read.pictures/motion": motion})


def seconds(reading: Reading) -> list[float]:
    film = film_of(reading)
    assert film is not None
    return [round(float(at), 3) for at in cuts_of(film).at]


def test_a_sudden_change_is_a_cut_and_movement_is_none() -> None:
    assert seconds(with_steps((50, 30.0))) == [51 / FPS]
    assert seconds(with_steps((50, 3.0))) == [51 / FPS], "in a picture that stands still a small change may be one"
    assert seconds(with_steps((50, 3.0), quiet=1.5)) == []
    assert seconds(with_steps(*[(step, 30.0) for step in range(40, 60)])) == [], "the camera is torn round"
    assert seconds(with_steps((0, 30.0), (198, 30.0))) == [1 / FPS, 199 / FPS], "at either end too"


def test_a_cut_that_both_films_have_ends_nothing() -> None:
    def alone(one: Reading, two: Reading) -> list[tuple[float, bool]]:
        films = film_of(one), film_of(two)
        assert films[0] is not None and films[1] is not None
        sides = [(film, cuts_of(film)) for film in films if film is not None]
        found = lone(sides[0], sides[1], 1.0, 1.0, AS_IT_IS, (0.0, 7.0), 1.5 / FPS)
        return [(round(cut.at, 3), cut.clear) for cut in found]

    assert alone(with_steps((50, 30.0)), with_steps((75, 20.0))) == []
    assert alone(with_steps((50, 30.0)), with_steps((80, 20.0))) == [(51 / FPS, True), (56 / FPS, True)]
    assert alone(with_steps((50, 3.0)), with_steps()) == [(51 / FPS, False)]


def compiled(first: Reading, second: Reading, levels: float) -> Reading:
    """Two films one after another, with a step of so many levels between them."""
    made: dict[str, np.ndarray] = {}
    steps = len(first.arrays["read.pictures/motion"]) + 1
    for name, array in first.arrays.items():
        other = second.arrays[name]
        if name == "read.pictures/motion":
            other = np.concatenate([[[levels, 90.0]], other]).astype(array.dtype)
        elif name == "read.pictures/motion_num":
            other = np.concatenate([[0], other]) + steps
        elif name == "read.pictures/motion_den":
            other = np.concatenate([[FPS], other])
        elif name == "read.pictures/pts_num":
            other = other + round(1000 * steps / FPS)
        made[name] = np.concatenate([array, other])
    return Reading(facts={}, arrays=made)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("levels", [25.0, 12.0])
def test_a_compilation_of_one_fixed_camera_ends_at_its_cut(seed: int, levels: float) -> None:
    """All pictures look alike: only the cut, and what moves after it, says where the stretch ends."""
    source = film_like(seed=40 + seed, scene=7, seconds=30)
    part = film_like(seed=40 + seed, scene=7, seconds=9, begin=8.0)
    other = film_like(seed=90 + seed, scene=7, seconds=9)
    for made, ends in ((compiled(part, other, levels), (0.0, 9.0)), (compiled(other, part, levels), (9.0, 18.0))):
        outcome = PICTURES.ask(Given(), {"pair": {"a" * 64: source, "b" * 64: made}})
        assert isinstance(outcome, Found) and outcome.value["relation"] == "copy", outcome
        (copy,) = outcome.value["copies"]
        start, end = (float(Fraction(copy["two"][side])) for side in ("start", "end"))
        assert abs(start - ends[0]) <= 1.5 / FPS and abs(end - (ends[1] - 1 / FPS)) <= 1.5 / FPS, copy
        assert abs(float(Fraction(copy["one"]["start"])) - 8.0) <= 2 / FPS, copy
