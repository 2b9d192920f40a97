"""What is a copy, what is the same scene at another moment, and what cannot be told."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from firsthand.method.pdq import forms
from firsthand.method.reading import Reading
from firsthand.method.trace.made import FPS, film_like, sound_like, still_like
from firsthand.method.trace.pictures import PICTURES, Given
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable
from firsthand.record.footage import Copy, Relation
from firsthand.record.wire import from_wire

ONE, TWO = "a" * 64, "b" * 64


def ask(one: Reading, two: Reading, **given: Any) -> Outcome:
    return PICTURES.ask(Given(**given), {"pair": {ONE: one, TWO: two}})


def copies(outcome: Outcome) -> list[Copy]:
    assert isinstance(outcome, Found) and outcome.value["relation"] == str(Relation.COPY), outcome
    return [from_wire(Copy, wire) for wire in outcome.value["copies"]]


def joined(*parts: Reading) -> Reading:
    """Films one after another in one file, a frame apart."""
    made: dict[str, list[np.ndarray]] = {}
    at = 0.0
    for part in parts:
        shift = {
            "read.pictures/pts_num": round(at * 1000),
            "read.pictures/motion_num": round(at * FPS),
            "read.pictures/tiles_at": round(at * 8),
        }
        for name, array in part.arrays.items():
            if name not in made or not name.endswith("_rate"):  # one for the whole film
                made.setdefault(name, []).append(array + shift.get(name, 0))
        at += (len(part.arrays["read.pictures/motion"]) + 1) / FPS
    return Reading(facts={}, arrays={name: np.concatenate(arrays) for name, arrays in made.items()})


def changed(reading: Reading, seed: int = 5) -> Reading:
    """The same film with quite other pictures, as a crop has."""
    noise = np.random.default_rng(seed).integers(0, 256, reading.arrays["read.pictures/pdq"].shape, dtype=np.uint8)
    return Reading(facts={}, arrays={**reading.arrays, "read.pictures/pdq": noise})


@pytest.mark.parametrize("begin", [0.0, 3.36, 11.0])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_cut_is_found_to_the_frame(begin: float, mirrored: bool) -> None:
    (copy,) = copies(ask(film_like(seed=1, seconds=30), film_like(seed=1, seconds=9, begin=begin, mirrored=mirrored)))
    assert abs(float(copy.offset) + begin) <= copy.error <= 0.04
    assert copy.edits == (("mirrored",) if mirrored else ())
    assert abs(float(copy.one.start or 0) - begin) < 0.1 and abs(float(copy.one.end or 0) - begin - 9) < 0.1
    assert copy.score > 0.9


def test_the_other_way_round_is_the_same_stretch() -> None:
    one, two = film_like(seed=1, seconds=30), film_like(seed=1, seconds=9, begin=5.0)
    (there,), (back,) = copies(ask(one, two)), copies(ask(two, one))
    assert there.offset == -back.offset
    assert abs(float(there.one.start or 0) - float(back.two.start or 0)) < 0.1


@pytest.mark.parametrize("speed", [1.25, 0.8])
def test_speed_is_found(speed: float) -> None:
    film = film_like(seed=1, seconds=36)
    faster = {
        name: np.round(array / speed).astype(array.dtype) if name.endswith("pts_num") else array
        for name, array in film.arrays.items()
    }
    faster["read.pictures/motion_num"] = (film.arrays["read.pictures/motion_num"] * 1000).astype("<i8")
    faster["read.pictures/motion_den"] = np.full(
        len(faster["read.pictures/motion_num"]), round(FPS * 1000 * speed), "<i8"
    )
    (copy,) = copies(ask(film, Reading(facts={}, arrays=faster)))
    assert copy.speed == pytest.approx(1 / speed) and copy.edits == (f"played at {speed:g} of the speed",)
    assert abs(float(copy.offset)) < 0.2


def test_a_compilation_holds_several_stretches() -> None:
    film = film_like(seed=1, seconds=38)
    parts = (
        film_like(seed=1, seconds=9, begin=25.0),
        film_like(seed=7, seconds=8),
        film_like(seed=1, seconds=9, begin=4.0),
    )
    found = copies(ask(film, joined(*parts)))
    assert sorted(round(float(copy.offset)) for copy in found) == [-25, 13]
    for copy in found:
        assert abs(float((copy.one.end or 0) - (copy.one.start or 0)) - 9) < 0.8


@pytest.mark.parametrize("seed", range(8))
def test_a_fixed_cameras_two_minutes_are_never_a_copy(seed: int) -> None:
    one, two = film_like(seed=20 + seed, scene=7, seconds=25), film_like(seed=60 + seed, scene=7, seconds=25)
    outcome = ask(one, two)
    assert isinstance(outcome, Found | Inconclusive)
    if isinstance(outcome, Found):
        assert outcome.value["relation"] == str(Relation.SAME_SCENE)


@pytest.mark.parametrize("seed", range(12))
def test_two_films_have_nothing_in_common(seed: int) -> None:
    assert isinstance(ask(film_like(seed=100 + seed), film_like(seed=200 + seed)), Nothing)


def test_what_stands_still_is_not_told() -> None:
    quiet = film_like(seed=4, scene=7, moves=False)
    assert isinstance(ask(quiet, film_like(seed=5, scene=7, moves=False)), Inconclusive)
    assert isinstance(ask(quiet, quiet), Inconclusive), "even against itself: trace.exact is for that"


@pytest.mark.parametrize(
    "one", [film_like(seed=1, quality=0), still_like(scene=1, quality=0), film_like(seed=1, quality=0, moves=False)]
)
@pytest.mark.parametrize(
    "two", [film_like(seed=1, quality=0, moves=False), still_like(scene=1), film_like(seed=1, scene=1)]
)
def test_black_is_like_nothing(one: Reading, two: Reading) -> None:
    assert not isinstance(ask(one, two), Found)


def test_key_frames_alone_are_a_copy_only_by_a_run_of_their_own() -> None:
    run = film_like(seed=1, flat=True), film_like(seed=1, flat=True, seconds=10, begin=6.0)
    (copy,) = copies(ask(*run))
    assert abs(float(copy.offset) + 6) <= copy.error == 1.0
    assert isinstance(ask(film_like(seed=1, scene=7, flat=True), film_like(seed=2, scene=7, flat=True)), Inconclusive)


def test_a_changed_picture_needs_the_sound_as_a_witness() -> None:
    film, crop = film_like(seed=1, seconds=30, sound=1), changed(film_like(seed=1, seconds=12, begin=8, sound=None))
    silent = ask(film, crop)
    assert isinstance(silent, Inconclusive) and "another camera" in silent.why
    heard = Reading(facts={}, arrays={**crop.arrays, **sound_like(seed=1, seconds=12, begin=8, lost=4).arrays})
    outcome = ask(film, heard)
    (copy,) = copies(outcome)
    assert abs(float(copy.offset) + 8) < 0.1 and "picture changed" in copy.edits[0]
    assert isinstance(outcome, Found) and outcome.value["by"] == "movement and sound"


@pytest.mark.parametrize("late", [0.2, 1.0])
def test_two_cameras_under_one_light_hear_it_later(late: float) -> None:
    """The movement of the light agrees at one offset, the sound at another: not a copy."""
    film = film_like(seed=1, seconds=30, sound=1)
    other = changed(film_like(seed=1, seconds=12, begin=8))
    sound = sound_like(seed=1, seconds=12, begin=8 - late).arrays
    assert isinstance(ask(film, Reading(facts={}, arrays={**other.arrays, **sound})), Inconclusive)


def test_two_cameras_that_hear_otherwise_are_not_copies() -> None:
    film = film_like(seed=1, seconds=30, sound=1)
    other = changed(film_like(seed=1, seconds=12, begin=8, sound=2))
    assert isinstance(ask(film, other), Inconclusive)


# --- stills ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flipped", "kind"), [(0, Found), (16, Found), (17, Inconclusive), (31, Inconclusive), (40, Nothing)]
)
def test_stills_by_their_distance(flipped: int, kind: type) -> None:
    assert isinstance(ask(still_like(scene=3), still_like(scene=3, flipped=flipped)), kind)


@pytest.mark.parametrize("form", range(8))
def test_a_turned_still_is_named(form: int) -> None:
    turned = dict(still_like(scene=3).arrays)
    turned["read.pictures/pdq"] = forms(turned["read.pictures/pdq"], (form,))[0]
    (copy,) = copies(ask(still_like(scene=3), Reading(facts={}, arrays=turned)))
    assert (copy.edits != ()) == (form != 0)


def test_a_still_of_a_film_at_its_moment() -> None:
    film = film_like(seed=1, seconds=30)
    still = dict(still_like(scene=1).arrays)
    still["read.pictures/pdq"] = film.arrays["read.pictures/pdq"][12:13]
    (copy,) = copies(ask(Reading(facts={}, arrays=still), film))
    assert copy.two.start == copy.two.end == Fraction(1204, 100) or abs(float(copy.two.start or 0) - 12) < 1.1
    standing = film_like(seed=1, scene=7, seconds=30)
    still["read.pictures/pdq"] = standing.arrays["read.pictures/pdq"][12:13]
    outcome = ask(Reading(facts={}, arrays=still), standing)
    assert isinstance(outcome, Inconclusive) and "which moment" in outcome.why


def test_no_pictures_and_wrong_numbers_are_unsuitable() -> None:
    assert isinstance(ask(film_like(seed=1), Reading(facts={})), Unsuitable)
    assert isinstance(PICTURES.ask(Given(), {"pair": {ONE: film_like(seed=1)}}), Unsuitable)


def test_agreement_is_by_relation_and_offset() -> None:
    one = ask(film_like(seed=1, seconds=30), film_like(seed=1, seconds=9, begin=3.36))
    near = ask(film_like(seed=1, seconds=30), film_like(seed=1, seconds=9, begin=3.44))
    far = ask(film_like(seed=1, seconds=30), film_like(seed=1, seconds=9, begin=5.0))
    assert PICTURES.agrees(one, near) and not PICTURES.agrees(one, far)
    mirrored = ask(film_like(seed=1, seconds=30), film_like(seed=1, seconds=9, begin=3.36, mirrored=True))
    assert not PICTURES.agrees(one, mirrored)
    assert not PICTURES.agrees(one, Nothing(looked="x")) and PICTURES.agrees(Nothing(looked="x"), Nothing(looked="y"))


# --- what lies between ----------------------------------------------------------------------------------------------------


def moving(reading: Reading, motion: np.ndarray) -> Reading:
    return Reading(facts={}, arrays={**reading.arrays, "read.pictures/motion": motion.astype("<f4")})


def test_half_alike_is_not_told() -> None:
    """The same scene, half of whose movement agrees: neither a copy nor clearly another moment."""
    one, other = film_like(seed=1, scene=7, seconds=25), film_like(seed=8, scene=7, seconds=25)
    mixed = 0.5 * one.arrays["read.pictures/motion"] + 0.5 * other.arrays["read.pictures/motion"]
    outcome = ask(one, moving(one, mixed))
    assert isinstance(outcome, Inconclusive) and "neither alike nor clearly otherwise" in outcome.why
    nearly = 0.85 * one.arrays["read.pictures/motion"] + 0.15 * other.arrays["read.pictures/motion"]
    assert copies(ask(one, moving(one, nearly)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("bursts", [(0.8, 1.9, 3.2), (0.5, 1.2, 2.0, 2.6, 3.4, 4.2)])
@pytest.mark.parametrize("around", [1.0, 0.05])
def test_one_salute_is_like_another(seed: int, bursts: tuple[float, ...], around: float) -> None:
    """Two minutes of a fixed camera with the same run of bursts in each: some like seconds are no copy."""

    def minute(own: int, at: float) -> Reading:
        film = film_like(seed=own, scene=7, seconds=30)
        motion = film.arrays["read.pictures/motion"] * around + np.array([0.1, 90.0]) * (1 - around)
        first = round(at * FPS)
        motion[first : first + 5 * FPS] = (0.1, 90.0)
        for burst in bursts:
            here = first + round(burst * FPS) + np.arange(8)
            motion[here, 0], motion[here, 1] = 9.0, 90 + 40 * np.sin(np.arange(8))
        return moving(film, motion)

    outcome = ask(minute(30 + seed, 9.0), minute(70 + seed, 16.0))
    assert not (isinstance(outcome, Found) and outcome.value["relation"] == str(Relation.COPY)), outcome
