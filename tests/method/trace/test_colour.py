"""What is told of a copy's colours: kept, taken out, changed, or not told; and never taken out where they were not."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.method.read.colour import small as colour_cells
from firsthand.method.reading import Reading
from firsthand.method.trace import colour
from firsthand.method.trace.colour import COLOUR, Given, changes_of, words
from firsthand.method.trace.footage import F8
from firsthand.method.trace.guess import TURNS
from firsthand.method.trace.made import coloured, film_like, still_like
from firsthand.method.trace.pictures import PICTURES
from firsthand.method.trace.pictures import Given as Pictures
from firsthand.method.trace.recordings import RECORDINGS
from firsthand.method.trace.recordings import Given as Grouping
from firsthand.method.trace.tints import tints_of
from firsthand.record.fault import BadReading
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Nothing, Outcome, Unsuitable, outcome_wire

ONE, TWO = "a" * 64, "b" * 64
Done = Callable[[F8], F8]
BEGIN, SECONDS = 6.0, 10.0
SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]]).T


def kept(shown: F8) -> F8:
    return shown


def grey(shown: F8) -> F8:
    return np.repeat(shown @ np.array([[0.299], [0.587], [0.114]]), 3, axis=-1)


def strong(times: float) -> Done:
    return lambda shown: grey(shown) + times * (shown - grey(shown))


def part(shown: F8) -> F8:
    """The middle 8 of 16 cells of either side, shown over all of the picture."""
    return shown[:, 4:12, 4:12].repeat(2, axis=1).repeat(2, axis=2)


def mirrored(shown: F8) -> F8:
    return shown[:, :, ::-1]


def beside(noise: float, seed: int) -> Done:
    """What an encoder leaves: each cell a little off."""
    return lambda shown: shown + np.random.default_rng(seed).normal(0, noise, shown.shape)


def film(*done: Done, seed: int = 1, begin: float = 0.0, seconds: float = 30.0, **more: Any) -> Reading:
    def all_of(shown: F8) -> F8:
        for each in done:
            shown = each(shown)
        return shown

    return coloured(film_like(seed=seed, begin=begin, seconds=seconds, **more), seed=seed, begin=begin, done=all_of)


def ask(one: Reading, two: Reading, placing: list[list[float]] | None = None, **changed: float) -> Outcome:
    """Of ten seconds of the one, which are the whole of the other."""
    stretch = {
        "start": BEGIN,
        "end": BEGIN + SECONDS - 0.1,
        "offset": -BEGIN,
        "speed": 1.0,
        "placing": placing or TURNS["as is"],
    }
    return COLOUR.ask(Given(**changed), {"pair": {ONE: one, TWO: two}, "stretch": stretch})


def copy(*done: Done, seed: int = 1) -> Reading:
    return film(*done, seed=seed, begin=BEGIN, seconds=SECONDS)


def told(outcome: Outcome) -> str:
    return "" if isinstance(outcome, Unsuitable) else str(outcome.value.get("told", ""))


PART = [[2.0, 0.0, -0.5], [0.0, 2.0, -0.5]]


@pytest.mark.parametrize(
    ("done", "placing"),
    [((grey,), None), ((grey, mirrored), TURNS["mirrored"]), ((part, grey), PART), ((grey, beside(1.0, 3)), None)],
    ids=["grey", "mirrored and grey", "cropped and grey", "grey and encoded"],
)
def test_colour_taken_out_is_told_of_the_copy(done: tuple[Done, ...], placing: list[list[float]] | None) -> None:
    outcome = ask(film(), copy(*done), placing)
    (change,) = changes_of(outcome)
    assert told(outcome) == "taken out" and change.file == TWO and "(grey)" in change.says
    assert change.least["left"] <= change.measures["left"] <= change.most["left"] < 0.1


def test_the_other_way_round_it_is_the_first_whose_colour_was_taken_out() -> None:
    (change,) = changes_of(ask(film(grey), copy()))
    assert change.file == ONE


def test_sepia_is_told_as_toned() -> None:
    (change,) = changes_of(ask(film(), copy(lambda shown: shown @ SEPIA)))
    assert change.file == TWO and "toned in one colour" in change.says


@pytest.mark.parametrize(
    "done",
    [
        (kept,), (beside(2.0, 1),), (lambda shown: shown + 30,), (lambda shown: shown * 0.8,), (lambda shown: 128 + 1.4 * (shown - 128),),
    ],
    ids=["as is", "encoded", "brighter", "darker", "more contrast"],
)  # fmt: skip
def test_what_changes_no_colours_keeps_them(done: tuple[Done, ...]) -> None:
    outcome = ask(film(), copy(*done))
    assert isinstance(outcome, Nothing) and told(outcome) == "kept" and words(outcome) == "colours kept"


@pytest.mark.parametrize(("done", "placing"), [((mirrored,), TURNS["mirrored"]), ((part,), PART)])
def test_geometry_keeps_colours(done: tuple[Done, ...], placing: list[list[float]]) -> None:
    assert told(ask(film(), copy(*done), placing)) == "kept"


@settings(max_examples=40, deadline=None)
@given(times=st.floats(0.3, 2.2), seed=st.integers(1, 30))
def test_how_much_stronger_lies_within_its_bounds(times: float, seed: int) -> None:
    """Colours in the middle of their range, so that none is cut off."""
    mild = strong(0.4)
    outcome = ask(film(mild, seed=seed), copy(mild, strong(times), beside(1.0, seed), seed=seed))
    assert not isinstance(outcome, Unsuitable) and told(outcome) != "taken out"
    if "strength" in outcome.value:
        measured, least, most = outcome.value["strength"]
        assert least <= measured <= most and least <= times <= most
        assert (told(outcome) == "changed") <= (times > 1.25 or times < 0.8)
        assert (told(outcome) == "kept") <= (1 / 1.35 < times < 1.35)


@settings(max_examples=40, deadline=None)
@given(blue=st.floats(-40, 40), red=st.floats(-40, 40), seed=st.integers(1, 30))
def test_how_far_all_is_shifted_lies_within_its_bounds(blue: float, red: float, seed: int) -> None:
    mild = strong(0.4)
    by = np.array([red, 0.0, blue])
    by = by - by @ np.array([0.299, 0.587, 0.114])  # no lighter
    true = abs(0.564 * by[2] + 1j * 0.713 * by[0])
    outcome = ask(film(mild, seed=seed), copy(mild, lambda shown: shown + by, seed=seed))
    assert not isinstance(outcome, Unsuitable) and told(outcome) != "taken out"
    _, least, most = outcome.value["shift"]
    assert least - 0.05 <= true <= most + 0.05
    assert (told(outcome) == "changed") <= (true > 8) and (told(outcome) == "kept") <= (true <= 8.1)


def test_a_thing_laid_over_a_copy_does_not_change_its_colours() -> None:
    def logo(shown: F8) -> F8:
        made = shown.copy()
        made[:, 12:, 10:] = (230, 20, 20)
        return made

    assert told(ask(film(), copy(logo))) == "kept"
    assert told(ask(film(), copy(grey, logo))) == "taken out", "a coloured mark on a grey copy gives it no colours back"


def test_a_source_without_colour_says_nothing() -> None:
    faint = strong(0.08)
    for one, two in ((grey, grey), (faint, grey), (faint, faint)):
        outcome = ask(film(one), copy(two))
        assert isinstance(outcome, Inconclusive) and "colour enough" in outcome.why
        assert words(outcome).startswith("colours not told: ")


def test_which_of_a_grey_film_and_one_of_one_colour_came_first_is_not_told() -> None:
    """A sky whose copy was made grey, and a film without colour whose copy was toned, look the same."""

    def sky(shown: F8) -> F8:
        return grey(shown) + np.array([-20.0, 0.0, 40.0])

    for one, two, plain in ((sky, grey, TWO), (grey, sky, ONE)):
        (change,) = changes_of(ask(film(one), copy(two)))
        assert change.file == "" and change.says == f"{plain[:8]} is grey, the other of one colour"


def test_what_alone_has_colour_is_not_taken_for_something_laid_over() -> None:
    """A lamp in the dark, tinted as a whole: the dark without colour is no grey film's."""

    def lamp(shown: F8) -> F8:
        made = np.full_like(shown, 20.0)
        made[:, 4:9, 5:10] = shown[:, 4:9, 5:10]
        return made

    outcome = ask(film(lamp), copy(lamp, lambda shown: shown + np.array([-14.0, 0.0, 14.0])))
    assert all(not change.file for change in changes_of(outcome)), "neither lost its colours"
    (change,) = changes_of(ask(film(lamp), copy(lamp, grey)))
    assert change.file == TWO


@pytest.mark.parametrize("share", [0.8, 0.6, 0.45, 0.35])
@pytest.mark.parametrize("left", [0.05, 0.13])
def test_crops_and_insets_keep_colours_within_their_bounds(share: float, left: float) -> None:
    """Of a fine picture: what is shown in fewer cells is no fainter for it."""

    def picture(seed: int) -> F8:
        rng = np.random.default_rng(seed)
        whole = np.kron(rng.uniform(0, 90, (10, 10, 3)), np.ones((32, 32, 1))) + np.kron(
            rng.uniform(0, 60, (40, 40, 3)), np.ones((8, 8, 1))
        )
        return 50 + whole

    def reading(pictures: list[F8]) -> Reading:
        film = film_like(seed=1, seconds=float(len(pictures)))
        small = np.stack([colours(each) for each in pictures]).astype(np.uint8)
        at = {name: film.arrays[f"read.pictures/{name}"] for name in ("pts_num", "pts_den")}
        return Reading(
            facts={},
            arrays={**film.arrays, "read.colour/cells": small, **{f"read.colour/{n}": a for n, a in at.items()}},
        )

    def colours(shown: F8) -> np.ndarray[Any, Any]:
        return colour_cells(np.asarray(np.round(shown), np.uint8))

    low, high = round(left * 320), round(left * 320) + round(share * 320)
    sources = [picture(number) for number in range(8)]
    crops = [np.asarray(cv2.resize(each[low:high, low:high], (320, 320)), np.float64) for each in sources]
    insets = []
    for number, each in enumerate(sources):
        made = picture(100 + number)
        made[low:high, low:high] = cv2.resize(each, (high - low, high - low), interpolation=cv2.INTER_AREA)
        insets.append(made)
    shares = [low / 320, (high - low) / 320]
    crop = [[1 / shares[1], 0, -shares[0] / shares[1]], [0, 1 / shares[1], -shares[0] / shares[1]]]
    inset = [[shares[1], 0, shares[0]], [0, shares[1], shares[0]]]
    for pictures, placing in ((crops, crop), (insets, inset)):
        stretch = {"start": 0.0, "end": 8.0, "offset": 0.0, "speed": 1.0, "placing": placing}
        outcome = COLOUR.ask(Given(), {"pair": {ONE: reading(sources), TWO: reading(pictures)}, "stretch": stretch})
        assert not isinstance(outcome, Found), words(outcome)
        if "strength" in getattr(outcome, "value", {}):
            assert outcome.value["strength"][1] <= 1.0 <= outcome.value["strength"][2], (placing, outcome)


@pytest.mark.parametrize("level", [0, 120, 255])
def test_black_and_one_colour_say_nothing(level: int) -> None:
    def even(shown: F8) -> F8:
        return np.full_like(shown, level)

    assert isinstance(ask(film(even), copy(even)), Inconclusive)


def test_films_of_other_colours_are_never_grey_copies_of_one_another() -> None:
    for seed in range(2, 14):
        assert told(ask(film(), copy(seed=seed))) not in ("taken out", "kept"), seed


def test_a_reading_without_colours_is_said_so() -> None:
    outcome = ask(film(), film_like(seed=1, begin=BEGIN, seconds=SECONDS))
    assert isinstance(outcome, Unsuitable) and words(outcome).startswith(colour.NOT_COMPARED)


@pytest.mark.parametrize(
    "broken",
    [
        np.zeros((3, 256, 3), np.uint8),
        np.zeros((30, 255, 3), np.uint8),
        np.zeros((30, 256, 3), np.float32),
        np.zeros((30,), np.uint8),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(broken: Any) -> None:
    one = film()
    bad = Reading(facts={}, arrays={**one.arrays, "read.colour/cells": broken})
    with pytest.raises(BadReading):
        tints_of(bad)
    outcome = ask(one, bad)
    assert isinstance(outcome, Unsuitable) and outcome.code is not None


# --- said of a copy -----------------------------------------------------------------------------------------------------------


def traced(one: Reading, two: Reading) -> Found:
    outcome = PICTURES.ask(Pictures(), {"pair": {ONE: one, TWO: two}})
    assert isinstance(outcome, Found), outcome
    return outcome


def test_a_traced_copy_says_what_was_done_to_its_colours() -> None:
    (grey_one,) = traced(film(), copy(grey)).value["copies"]
    assert (
        grey_one["edits"] == [f"colour taken out of {TWO[:8]} (grey)"] and grey_one["colours"] == grey_one["edits"][0]
    )
    assert [change["what"] for change in grey_one["changes"]] == ["colour"] and grey_one["untold"] is not None
    (same,) = traced(film(), copy()).value["copies"]
    assert same["edits"] == [] and same["colours"] == "colours kept"
    (older,) = traced(film(), film_like(seed=1, begin=BEGIN, seconds=SECONDS)).value["copies"]
    assert older["edits"] == [] and older["colours"].startswith("colours were not compared")


def test_a_mirrored_copy_is_laid_as_it_stands() -> None:
    turned = coloured(
        film_like(seed=1, begin=BEGIN, seconds=SECONDS, mirrored=True), seed=1, begin=BEGIN, done=lambda shown: grey(mirrored(shown))
    )  # fmt: skip
    (found,) = traced(film(), turned).value["copies"]
    assert found["edits"] == ["mirrored", f"colour taken out of {TWO[:8]} (grey)"]
    straight = coloured(
        film_like(seed=1, begin=BEGIN, seconds=SECONDS, mirrored=True), seed=1, begin=BEGIN, done=mirrored
    )
    assert traced(film(), straight).value["copies"][0]["colours"] == "colours kept"


def test_a_photograph_without_its_colours() -> None:
    one, two = (
        coloured(still_like(scene=3, flipped=flipped), seed=3, done=done) for flipped, done in ((0, kept), (4, grey))
    )
    (found,) = traced(one, two).value["copies"]
    assert found["edits"] == [f"colour taken out of {TWO[:8]} (grey)"]
    assert traced(one, one).value["copies"][0]["colours"] == "colours kept"


def test_grey_cannot_be_undone_so_the_grey_copy_is_the_later_one() -> None:
    def lineage(two: Reading) -> list[dict[str, Any]]:
        job = Job(method="trace.pictures", version=8, given={}, inputs={"pair": (ONE, TWO)})
        finding = Finding(job=job, outcome=outcome_wire(traced(film(), two)), files=(ONE, TWO))
        outcome = RECORDINGS.ask(Grouping(), {"findings": ((job.id, finding),)})
        assert isinstance(outcome, Found)
        return list(outcome.value["recordings"][0]["details"]["lineage"])

    (row,) = lineage(copy(grey))
    assert (row["nearer"], row["changed"]) == (ONE, TWO)
    assert lineage(copy(strong(1.9))) == [], "stronger colours can be made fainter again"
