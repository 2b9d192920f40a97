"""Where little moves: what shares its grain is a copy, to the frame; another minute, an encoder's pulses and a standing film never."""

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from firsthand.method.read.tiles import CLOSE, RATE, Tiled
from firsthand.method.reading import Reading
from firsthand.method.trace.footage import Film, film_of
from firsthand.method.trace.judge import NOT_AGAIN, STANDS, TELLING, TIMES
from firsthand.method.trace.pictures import PICTURES, Given
from firsthand.method.trace.tiles import alike, goes_on, tiles_of
from firsthand.record.fault import BadReading
from firsthand.record.finding import Found, Inconclusive, Outcome

from .test_bad_input import film

ONE, TWO = "a" * 64, "b" * 64
AS_IT_IS = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
HIGH, WIDE = 64, 96
FPS = 25
Picture = npt.NDArray[np.float64]


@cache
def scene(number: int, *, grain: int = 1, strength: float = 3.0, pulses: float = 0.0, every: int = 50) -> Picture:
    """Frame `number` of a fixed camera's film: one view, with the film's own `grain`, and what its encoder does each so many frames."""
    view = np.kron(np.random.default_rng(0).integers(60, 190, (8, 12)), np.ones((8, 8)))
    pulse = np.random.default_rng(1).normal(0, 1, (HIGH, WIDE)) * max(0.0, 1 - number % every / 12) * pulses
    if not strength:
        return view + pulse
    rough = np.random.default_rng((grain, number)).normal(0, strength, (HIGH, WIDE))
    return np.asarray(view + pulse + rough)


@cache
def reading(
    first: int,
    last: int,
    *,
    query: bool = False,
    own: int = 0,
    part: tuple[int, int] = (0, WIDE),
    moves: str = "still",
    **more: float,
) -> Reading:
    """Frames `first` to `last` of a scene, as the pass reads a file that starts with them; `own` noise of a second encoding."""
    fold = Tiled(rate=CLOSE if query else RATE)
    for number in range(first, last):
        picture = scene(number, **more)  # type: ignore[arg-type]
        if own:
            picture = picture + np.random.default_rng((own, number, 9)).normal(0, 1, (HIGH, WIDE))
        picture = picture[:, part[0] : part[1]]
        fold.feed(np.clip(np.round(picture), 0, 255).astype(np.uint8), (number - first) / FPS)
    plain = film(3, (last - first) / FPS, pictures="one", moves=moves)
    return Reading(facts={}, arrays={**plain.arrays, **fold.arrays(0)})


def told(given: Reading) -> Film:
    made = film_of(given)
    assert made is not None
    return made


def ask(one: Reading, two: Reading) -> Outcome:
    return PICTURES.ask(Given(), {"pair": {ONE: one, TWO: two}})


SOURCE = reading(0, 400)


@pytest.mark.parametrize("first", [100, 137])
def test_what_shares_its_grain_is_a_copy_to_the_frame(first: int) -> None:
    outcome = ask(SOURCE, reading(first, first + 150, query=True, own=5))
    assert isinstance(outcome, Found) and outcome.value["relation"] == "copy" and "grain" in outcome.value["by"]
    (copy,) = outcome.value["copies"]
    assert abs(float(Fraction(copy["offset"])) + first / FPS) < 0.5 / FPS
    assert abs(float(Fraction(copy["one"]["start"])) - first / FPS) < 0.1
    assert abs(float(Fraction(copy["one"]["end"])) - (first + 149) / FPS) < 0.1
    tiles = outcome.value["evidence"][0]["tiles"]
    assert tiles["sigmas"] >= max(STANDS, TIMES * tiles["sigmas_elsewhere"]) and tiles["seconds"] >= TELLING
    assert tiles["likeness"] >= NOT_AGAIN * tiles["again"] and tiles["closely"]


@pytest.mark.parametrize("frames", [30, 40, 53, 75])
@pytest.mark.parametrize("first", [100, 137])
def test_a_cut_of_a_second_or_two_is_told_too(first: int, frames: int) -> None:
    outcome = ask(SOURCE, reading(first, first + frames, query=True, own=5))
    assert isinstance(outcome, Found) and outcome.value["relation"] == "copy" and "grain" in outcome.value["by"]
    (copy,) = outcome.value["copies"]
    assert abs(float(Fraction(copy["offset"])) + first / FPS) < 0.5 / FPS
    assert abs(float(Fraction(copy["one"]["start"])) - first / FPS) < 0.6 / FPS
    assert abs(float(Fraction(copy["one"]["end"])) - (first + frames - 1) / FPS) < 0.6 / FPS


@pytest.mark.parametrize("frames", [30, 40, 53, 75])
@pytest.mark.parametrize("seed", range(3))
def test_a_second_or_two_of_another_minute_is_none(seed: int, frames: int) -> None:
    for first in (0, 400 + 61 * seed):
        outcome = ask(SOURCE, reading(first, first + frames, query=True, grain=20 + seed))
        assert isinstance(outcome, Inconclusive)


@pytest.mark.parametrize("frames", [30, 53])
@pytest.mark.parametrize("pulses", [8.0, 40.0])
@pytest.mark.parametrize("before", [4, 12])
def test_one_burst_that_both_have_is_no_copy_of_a_second_or_two(before: int, pulses: float, frames: int) -> None:
    """A lamp that goes on, an encoder's key picture: half a second of it is the same to the pixel, at no other offset, and no grain is."""
    source = reading(0, 400, pulses=pulses, every=210)
    other = reading(630 - before, 630 - before + frames, query=True, grain=2, pulses=pulses, every=210)
    assert not (isinstance(outcome := ask(source, other), Found) and outcome.value["relation"] == "copy")


def test_whether_a_stretch_goes_on_is_asked_at_its_own_offset() -> None:
    source, own = told(SOURCE), told(reading(100, 250, query=True, own=5))
    other = told(reading(500, 650, query=True, grain=2))
    for low, high in ((4.0, 4.5), (4.0, 5.0), (9.2, 9.96)):
        assert goes_on(source, own, AS_IT_IS, -4.0, low, high)
        assert goes_on(own, source, AS_IT_IS, 4.0, low - 4, high - 4)
        assert not goes_on(source, own, AS_IT_IS, -4.5, low, high) and not goes_on(
            source, other, AS_IT_IS, -4.0, low, high
        )
    assert not goes_on(source, own, AS_IT_IS, -4.0, 3.0, 4.0), "before the other begins"


def test_two_films_of_a_second_have_no_other_offset() -> None:
    short = reading(100, 130, query=True)
    assert isinstance(ask(short, reading(100, 130, query=True, own=5)), Inconclusive)


def test_less_than_a_second_is_never_told() -> None:
    assert isinstance(ask(SOURCE, reading(100, 122, query=True, own=5)), Inconclusive)


def test_files_of_a_case_are_told_too_though_neither_was_read_closely() -> None:
    outcome = ask(SOURCE, reading(137, 337, own=5))
    assert isinstance(outcome, Found) and outcome.value["relation"] == "copy"
    assert abs(float(Fraction(outcome.value["copies"][0]["offset"])) + 137 / FPS) < 1.5 / FPS


def test_a_part_of_the_picture_is_laid_upon_the_whole() -> None:
    half = told(reading(100, 250, query=True, own=5, part=(24, 72)))
    placed = np.array([[2.0, 0.0, -0.5], [0.0, 1.0, 0.0]])
    found = alike(told(SOURCE), half, placed)
    assert found is not None and found.sigmas >= STANDS and abs(found.offset + 100 / FPS) < 0.5 / FPS
    back = alike(half, told(SOURCE), np.array([[0.5, 0.0, 0.25], [0.0, 1.0, 0.0]]))
    assert back is not None and back.offset == pytest.approx(-found.offset, abs=0.02)
    assert (back.start, back.end) == pytest.approx((found.start + found.offset, found.end + found.offset), abs=0.1)
    beside = alike(told(SOURCE), half, AS_IT_IS)
    assert beside is None or beside.sigmas < STANDS, "laid where it does not stand"


def test_what_tiles_tell_clearly_stands_against_cells_that_a_poor_copy_moves_otherwise() -> None:
    source = reading(0, 400, moves="own")
    outcome = ask(source, reading(100, 250, query=True, own=5, moves="own"))
    assert isinstance(outcome, Found) and outcome.value["relation"] == "copy" and "grain" in outcome.value["by"]
    other = ask(source, reading(400, 550, query=True, grain=2, moves="own"))
    assert isinstance(other, Inconclusive), "with other grain it is none"


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("strength", [1.0, 3.0])
def test_another_minute_of_the_same_camera_is_none(seed: int, strength: float) -> None:
    other = reading(400, 550, query=True, strength=strength, grain=10 + seed)
    source = SOURCE if strength == 3.0 else reading(0, 400, strength=strength)
    outcome = ask(source, other)
    assert isinstance(outcome, Inconclusive) and "too little moves" in outcome.why


@pytest.mark.parametrize("query", [True, False])
@pytest.mark.parametrize("every", [12, 25, 50])
@pytest.mark.parametrize("pulses", [2.0, 8.0])
def test_what_an_encoder_does_again_and_again_to_one_view_is_no_copy(pulses: float, every: int, query: bool) -> None:
    one = reading(0, 400, pulses=pulses, every=every, strength=1.5)
    two = reading(400, 600, query=query, pulses=pulses, every=every, strength=1.5, grain=2)
    assert not (isinstance(outcome := ask(one, two), Found) and outcome.value["relation"] == "copy")


@pytest.mark.parametrize("pulses", [0.0, 4.0])
def test_a_standing_film_is_no_copy_even_of_itself(pulses: float) -> None:
    one = reading(0, 300, strength=0.0, pulses=pulses)
    assert isinstance(ask(one, reading(0, 300, query=True, strength=0.0, pulses=pulses)), Inconclusive)
    assert isinstance(ask(one, reading(50, 200, query=True, strength=0.0, pulses=pulses)), Inconclusive)


def test_black_is_none() -> None:
    black = told(Reading(facts={}, arrays={**SOURCE.arrays, "read.pictures/tiles": np.zeros((0, 512), np.uint8),
                                          "read.pictures/tiles_at": np.zeros(0, np.int64)}))  # fmt: skip
    assert alike(black, black, AS_IT_IS) is None and alike(told(SOURCE), black, AS_IT_IS) is None


def test_an_older_reading_is_told_as_such_and_as_before() -> None:
    older = Reading(facts={}, arrays={n: a for n, a in SOURCE.arrays.items() if "tiles" not in n})
    outcome = ask(older, reading(100, 250, query=True, own=5))
    assert isinstance(outcome, Inconclusive) and "older reading" in outcome.why
    assert tiles_of(told(older)) is None


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("tiles", np.zeros((3, 100), np.uint8)),
        ("tiles", np.zeros((3, 512), np.int8)),
        ("tiles_at", np.zeros(1, np.int64)),
        ("tiles_at", np.zeros(399, np.float64)),
        ("tiles_rate", np.array([7], np.uint8)),
        ("tiles_rate", np.array([], np.uint8)),
    ],
)
def test_tiles_that_do_not_fit_are_refused(name: str, array: npt.NDArray[np.generic]) -> None:
    with pytest.raises(BadReading):
        film_of(Reading(facts={}, arrays={**SOURCE.arrays, f"read.pictures/{name}": array}))


def test_times_without_reason_do_no_harm() -> None:
    for at in (
        np.full(len(SOURCE.arrays["read.pictures/tiles_at"]), 2**62),
        SOURCE.arrays["read.pictures/tiles_at"][::-1],
    ):
        strange = told(Reading(facts={}, arrays={**SOURCE.arrays, "read.pictures/tiles_at": np.ascontiguousarray(at)}))
        found = alike(strange, told(reading(100, 250, query=True, own=5)), AS_IT_IS)
        assert found is None or found.sigmas < STANDS or found.windows < TELLING
    endless = replace(told(SOURCE), end=1e6)
    assert tiles_of(endless) is None, "too long to be held at once"
