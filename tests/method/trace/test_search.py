"""Which pairs are worth comparing, and what one search says of all of them."""

from itertools import combinations

import numpy as np

from firsthand.method.reading import Reading
from firsthand.method.trace.exact import EXACT
from firsthand.method.trace.made import film_like, still_like
from firsthand.method.trace.search import SEARCH, Given, compare, pairs, ready
from firsthand.record.digest import sha256
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable


def named(*readings: Reading) -> dict[str, Reading]:
    return dict(sorted((sha256(str(number).encode()), reading) for number, reading in enumerate(readings)))


MADE = (
    film_like(seed=1, seconds=30, sound=1),
    film_like(seed=1, seconds=9, begin=5.0, mirrored=True),
    film_like(seed=2, sound=1),
    film_like(seed=3, sound=3),
    still_like(scene=9),
    still_like(scene=9, flipped=4),
    film_like(seed=4, quality=0, moves=False),
    Reading(facts={}),
)


def alike(files: dict[str, Reading], chosen: list[tuple[str, str]]) -> set[tuple[str, str, str]]:
    readied = {name: ready(reading) for name, reading in files.items()}
    answers = [answer for a, b in chosen for answer in compare(a, readied[a], b, readied[b])]
    return {(a.method, a.one, a.two) for a in answers if isinstance(a.outcome, Found | Inconclusive)}


def test_what_has_something_in_common_is_compared() -> None:
    files = named(*MADE)
    everything = list(combinations(sorted(files), 2))
    sketches = {name: ready(reading).sketch for name, reading in files.items()}
    assert pairs(Given(), sketches) == everything
    few = pairs(Given(every_pair=2), sketches)
    assert set(few) < set(everything) and len(few) == 3
    assert alike(files, few) == alike(files, everything)


def test_the_same_whichever_way_round() -> None:
    one, two = ready(MADE[0]), ready(MADE[1])
    assert list(compare("a" * 64, one, "b" * 64, two)) == list(compare("b" * 64, two, "a" * 64, one))


def test_one_outcome_for_all() -> None:
    assert SEARCH.ask(Given(), {"readings": named(MADE[0])}) == Unsuitable(why="fewer than two files to compare")
    nothing = SEARCH.ask(Given(), {"readings": named(*MADE[2:5])})
    assert isinstance(nothing, Nothing) and "3 files, 3 pairs" in nothing.looked
    found = SEARCH.ask(Given(), {"readings": named(*MADE)})
    assert isinstance(found, Found) and found.value == {"files": 8, "pairs": 28, "found": 3, "inconclusive": 0}


def exactly(*readings: Reading) -> Outcome:
    return EXACT.ask(EXACT.given(), {"readings": named(*readings)})


def test_the_same_frames_are_one_group_whatever_their_times() -> None:
    film = film_like(seed=1)
    later = {**film.arrays, "read.pictures/pts_num": film.arrays["read.pictures/pts_num"] + 1400}
    outcome = exactly(film, Reading(facts={}, arrays=later), film_like(seed=2))
    assert isinstance(outcome, Found)
    (group,) = outcome.value["groups"]
    assert group["same_times"] and sorted(group["first"]) == ["1/25", "36/25"]


def test_one_frame_that_differs_is_no_exact_copy() -> None:
    frames = film_like(seed=1).arrays["read.pictures/frame"].copy()
    frames[-1, 0] ^= 1
    other = Reading(facts={}, arrays={**film_like(seed=1).arrays, "read.pictures/frame": frames})
    assert isinstance(exactly(film_like(seed=1), other), Nothing)


def test_two_black_stills_are_no_copies_but_two_black_films_of_the_same_frames_are() -> None:
    black = still_like(scene=1, quality=0)
    assert isinstance(exactly(black, black), Nothing)
    assert isinstance(exactly(film_like(seed=1, quality=0), film_like(seed=1, quality=0)), Found)


def test_a_damaged_reading_is_passed_over() -> None:
    broken = Reading(facts={}, arrays={**film_like(seed=1).arrays, "read.pictures/pts_num": np.zeros(1, "<i8")})
    assert ready(broken).film is None
    assert isinstance(exactly(film_like(seed=1), film_like(seed=1), broken), Found)
