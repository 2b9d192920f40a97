"""Which parts of a picture are looked at: within bars, where straight edges enclose, and nowhere when there is nothing to tell."""

from fractions import Fraction
from typing import Any

import cv2
import numpy as np
import pytest

from firsthand.method.read.descriptors import DESCRIPTORS, SCALE, WEIGHTS, Coarse
from firsthand.method.read.enclosed import enclosed
from firsthand.method.read.fold import Pass, film_facts, frames_of, run_reader
from firsthand.method.read.points import POINTS
from firsthand.method.read.views import (
    CONTENT,
    ENCLOSED,
    PARTS,
    VIEWS,
    WHOLE,
    View,
    content_box,
    square,
    telling,
    views,
)

Picture = np.ndarray[Any, np.dtype[np.uint8]]


def scene(seed: int, width: int = 320, height: int = 180) -> Picture:
    """A ground of soft shapes, without a straight edge in it."""
    noise = np.random.default_rng(seed).integers(0, 255, (8, 12, 3), np.uint8)
    return np.asarray(cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def within_bars(picture: Picture, *, down: int = 0, across: int = 0, level: int = 0) -> Picture:
    return np.pad(picture, ((down, down), (across, across), (0, 0)), constant_values=level)


@pytest.mark.parametrize("level", [0, 16, 255])
@pytest.mark.parametrize(("down", "across"), [(30, 0), (0, 70), (25, 40)])
def test_bars_of_one_colour_are_left_out(down: int, across: int, level: int) -> None:
    grey = cv2.cvtColor(within_bars(scene(1), down=down, across=across, level=level), cv2.COLOR_RGB2GRAY)
    found = content_box(np.asarray(grey, np.uint8))
    assert np.abs(np.array(found) - (across, down, across + 320, down + 180)).max() <= 1


def test_a_picture_without_bars_is_whole_and_one_of_one_colour_too() -> None:
    for picture in (scene(2), np.full((90, 160, 3), 128, np.uint8)):
        rows, columns = picture.shape[:2]
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
        assert content_box(grey) == (0, 0, columns, rows)
        assert [view.kind for view in views(picture, parts=False)] == [WHOLE]


def test_the_reference_side_is_the_whole_and_what_lies_within_bars() -> None:
    assert [view.kind for view in views(within_bars(scene(3), down=40), parts=False)] == [WHOLE, CONTENT]


def test_a_query_has_all_the_parts_within_the_picture() -> None:
    picture = within_bars(scene(4), across=60)
    made = views(picture, parts=True)
    assert {view.kind for view in made} >= set(range(len(PARTS)))
    assert all(0 <= v.left < v.right <= picture.shape[1] and 0 <= v.top < v.bottom <= picture.shape[0] for v in made)
    assert all(view.kind < len(VIEWS) for view in made)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("left", "top", "width", "height"), [(190, 14, 112, 63), (20, 120, 70, 44), (100, 0, 120, 180)]
)
def test_what_is_laid_into_a_picture_is_found(left: int, top: int, width: int, height: int, seed: int) -> None:
    ground = scene(seed) // 4 + 30
    ground[top : top + height, left : left + width] = cv2.resize(scene(seed + 50), (width, height)) // 4 + 120
    found = enclosed(np.asarray(cv2.cvtColor(ground, cv2.COLOR_RGB2GRAY), np.uint8), 4)
    assert any(np.abs(np.array(box) - (left, top, left + width, top + height)).max() <= 3 for box in found)
    made = [view for view in views(ground, parts=True) if view.kind == ENCLOSED]
    assert [(v.left, v.top, v.right, v.bottom) for v in made] == found


def test_a_ground_without_straight_edges_encloses_nothing() -> None:
    for seed in range(4):
        assert enclosed(np.asarray(cv2.cvtColor(scene(seed) // 4, cv2.COLOR_RGB2GRAY), np.uint8), 4) == []


PLAIN = {
    "black": np.zeros((90, 160, 3), np.uint8),
    "white": np.full((90, 160, 3), 255, np.uint8),
    "red": np.full((90, 160, 3), (200, 10, 10), np.uint8),
    "a sky that grows darker": np.repeat(np.linspace(120, 180, 90).astype(np.uint8)[:, None, None], 160, 1).repeat(
        3, 2
    ),
    "black with a codec's noise": np.random.default_rng(1).integers(14, 19, (90, 160, 3), np.uint8),
}


@pytest.mark.parametrize("picture", PLAIN.values(), ids=PLAIN)
def test_a_plain_picture_has_no_vector(picture: Picture) -> None:
    assert not telling(square(picture, views(picture, parts=False)[0], 160))
    for profile in ("triage", "full", "query"):
        facts = film_facts(profile=profile, weights={WEIGHTS: Coarse()})
        part = run_reader(
            DESCRIPTORS, Pass(profile=profile), {"facts": facts, "frames": frames_of([picture] * 60), "sound": ()}
        )
        assert part.outcome.name == "nothing" and not part.arrays


class Counting(Coarse):
    """Says how many pictures it was given at once."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[int]
        object.__setattr__(self, "given", [])

    def vectors(self, pictures: Picture) -> np.ndarray[Any, np.dtype[np.float32]]:
        self.given.append(len(pictures))
        return super().vectors(pictures)


@pytest.mark.parametrize("profile", ["full", "query"])
def test_views_that_are_described_together_keep_their_places(profile: str) -> None:
    film = [within_bars(scene(seed), down=20) for seed in range(11) for _ in range(25)]
    model = Counting()
    facts = film_facts(profile=profile, weights={WEIGHTS: model})
    part = run_reader(DESCRIPTORS, Pass(profile=profile), {"facts": facts, "frames": frames_of(film), "sound": ()})
    rows, box = part.arrays["read.descriptors/vectors"], part.arrays["read.descriptors/box"]
    assert max(model.given) >= 8 and sum(model.given) == len(rows) == len(box)
    at = part.arrays["read.descriptors/pts_num"] / part.arrays["read.descriptors/pts_den"]
    for row, kind, where, when in zip(rows, part.arrays["read.descriptors/view"], box / 65535, at, strict=True):
        picture = film[round(when * 25)]
        high, wide = picture.shape[:2]
        left, top, right, bottom = (round(float(share)) for share in where * (wide, high, wide, high))
        view = View(int(kind), left, top, right, bottom)
        alone = Coarse().vectors(square(picture, view, 64)[None])[0]
        assert np.array_equal(np.clip(np.rint(alone * SCALE), -127, 127).astype(np.int8), row)


@pytest.mark.parametrize(("profile", "seconds"), [("full", [0, 10, 20, 21, 24]), ("query", list(range(26)))])
def test_a_picture_that_stays_is_described_once_in_ten_seconds(profile: str, seconds: list[int]) -> None:
    """By itself; a query is described at every sample. What moves is described each two seconds."""
    still, other = scene(3), [scene(4), scene(5)]
    film = [still] * 21 + [other[k // 3 % 2] for k in range(5)]
    facts = film_facts(profile=profile, weights={WEIGHTS: Coarse()})
    given = {"facts": facts, "frames": frames_of(film, rate=Fraction(1)), "sound": ()}
    arrays = run_reader(DESCRIPTORS, Pass(profile=profile), given).arrays
    whole = arrays["read.descriptors/view"] == 0
    assert arrays["read.descriptors/pts_num"][whole].tolist() == seconds


def test_a_dim_picture_with_shape_has_a_vector() -> None:
    assert telling(square(scene(5) // 6, views(scene(5), parts=False)[0], 160))


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (3, 5), (20, 30)])
def test_slivers_are_no_trouble(size: tuple[int, int]) -> None:
    picture = np.random.default_rng(2).integers(0, 255, (*size, 3), np.uint8)
    for profile in ("full", "query"):
        facts = film_facts(profile=profile, weights={WEIGHTS: Coarse()})
        part = run_reader(
            DESCRIPTORS, Pass(profile=profile), {"facts": facts, "frames": frames_of([picture] * 3), "sound": ()}
        )
        assert part.outcome.name in ("found", "nothing")
        points = run_reader(
            POINTS, Pass(profile=profile), {"facts": facts, "frames": frames_of([picture] * 3), "sound": ()}
        )
        assert points.outcome.name == "nothing"
