"""Points of a reading are hostile until checked; what the reader finds, the accessor gives back where it was."""

from collections.abc import Mapping
from typing import Any

import cv2
import numpy as np
import pytest

from firsthand.method.read.fold import Pass, film_facts, frames_of, run_reader
from firsthand.method.read.points import POINTS
from firsthand.method.reading import Reading
from firsthand.method.trace.local import local_of
from firsthand.record.fault import BadReading


def fence(width: int = 320, height: int = 180) -> np.ndarray[Any, np.dtype[np.uint8]]:
    made = np.full((height, width, 3), 30, np.uint8)
    for board in range(24):
        left, top = (board * 53) % (width - 20), (board * 37) % (height - 20)
        made[top : top + 9 + board % 7, left : left + 8 + board % 5] = 90 + board * 6
    return made


def found(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> Mapping[str, Any]:
    part = run_reader(POINTS, Pass(), {"facts": film_facts(), "frames": frames_of([picture] * 60), "sound": ()})
    return part.arrays


GOOD = found(fence())
FRAMES, COUNT = len(GOOD["read.points/pts_num"]), len(GOOD["read.points/bits"])
BROKEN: dict[str, Mapping[str, Any]] = {
    "no times": {"read.points/pts_num": None},
    "times of another length": {
        "read.points/pts_num": np.zeros(FRAMES + 1, "<i8"),
        "read.points/pts_den": np.ones(FRAMES + 1, "<i8"),
    },
    "frames that run backwards": {"read.points/first": np.array([0, COUNT, 5, COUNT][: FRAMES + 1], "<u4")},
    "points of no frame": {"read.points/first": np.zeros(FRAMES + 1, "<u4")},
    "points past the end": {"read.points/first": np.full(FRAMES + 1, COUNT + 9, "<u4")},
    "short bits": {"read.points/bits": np.zeros((COUNT, 31), "|u1")},
    "places of another length": {"read.points/xy": np.zeros((COUNT - 1, 2), "<u2")},
    "a picture of no size": {"read.points/size": np.zeros((FRAMES, 2), "<u2")},
    "a scale that is none": {"read.points/octave": np.full(COUNT, 99, "|u1")},
}


@pytest.mark.parametrize("arrays", BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_is_refused(arrays: Mapping[str, Any]) -> None:
    made = {name: array for name, array in {**GOOD, **arrays}.items() if array is not None}
    with pytest.raises(BadReading):
        local_of(Reading(facts={}, arrays=made))


def test_points_are_where_the_picture_has_them() -> None:
    local = local_of(Reading(facts={}, arrays=GOOD))
    assert local is not None and len(local.at) == FRAMES
    points = local.points(local.nearest(1.1))
    assert (points.width, points.height) == (320, 180) and len(points.xy) == local.count(1)
    grey = cv2.cvtColor(fence(), cv2.COLOR_RGB2GRAY)
    for x, y in points.xy[points.octave == 0]:
        around = grey[max(0, int(y) - 4) : int(y) + 5, max(0, int(x) - 4) : int(x) + 5]
        assert int(around.max()) - int(around.min()) > 12


def test_a_shifted_picture_has_the_same_points_shifted() -> None:
    shifted = np.roll(fence(), 12, axis=1)
    one, two = (local_of(Reading(facts={}, arrays=found(picture))) for picture in (fence(), shifted))
    assert one is not None and two is not None
    here, there = one.points(0), two.points(0)
    away = np.bitwise_count(here.bits[:, None] ^ there.bits[None]).sum(axis=2)
    pairs = [(row, int(away[row].argmin())) for row in range(len(here.xy)) if away[row].min() < 10]
    moved = np.array([there.xy[b] - here.xy[a] for a, b in pairs])
    assert len(pairs) > 20 and np.median(moved[:, 0]) == pytest.approx(12, abs=0.5)


def test_a_reading_without_points_has_none() -> None:
    assert local_of(Reading(facts={}, arrays={})) is None


def query(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> Mapping[str, Any]:
    inputs = {"facts": film_facts(profile="query"), "frames": frames_of([picture] * 60), "sound": ()}
    return run_reader(POINTS, Pass(profile="query"), inputs).arrays


def test_a_query_has_points_of_frames_between_too() -> None:
    """Every tenth of a second some moment can be laid upon one of ours; they lie where the close look has them."""
    local = local_of(Reading(facts={}, arrays=query(fence())))
    assert local is not None and local.often is not None and local.mirrored is not None
    assert set(local.at) < set(local.often.at) and np.diff(local.often.at).max() <= 0.17
    close, between = (local.often.points(row) for row in (0, 1))
    assert (between.width, between.height) == (close.width, close.height) == (640, 360)
    assert len(between.xy) < len(close.xy)
    near = np.hypot(*np.moveaxis(between.xy[:, None] - close.xy[None], 2, 0)).min(axis=1)
    assert np.median(near) <= 1.0
    assert local_of(Reading(facts={}, arrays=GOOD)).often is None  # type: ignore[union-attr]


def test_a_place_is_the_middle_of_its_pixel() -> None:
    """Read in the mirror, points come to lie where the mirrored picture has them: to less than a pixel of any step."""
    local = local_of(Reading(facts={}, arrays=query(fence())))
    assert local is not None and local.mirrored is not None
    straight, mirrored = local.points(0).seen_in_mirror(), local.mirrored.points(0)
    fine = [points.xy[points.octave == 0] for points in (straight, mirrored)]
    away = fine[0][:, None] - fine[1][None]
    nearest = np.hypot(away[..., 0], away[..., 1]).argmin(axis=1)
    off = away[np.arange(len(away)), nearest]
    assert abs(np.median(off[:, 0])) < 0.3
