"""A film laid into a small part of another: read as a query it is placed, mirrored too, and told from another moment of its scene."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from firsthand.method.read.fold import Pass, film_facts, frames_of, run_reader
from firsthand.method.read.pictures import PICTURES
from firsthand.method.read.points import POINTS
from firsthand.method.reading import Reading
from firsthand.method.trace import closer
from firsthand.method.trace.footage import CELLS, FINE
from firsthand.method.trace.guess import placed
from firsthand.method.trace.local import local_of
from firsthand.method.trace.pictures import Given, compare
from firsthand.method.trace.prepared import Prepared, prepared
from firsthand.record.finding import Found

Picture = npt.NDArray[np.uint8]
WIDE, HIGH, RATE, LONG = 480, 270, 12, 8
BOX = (0.6, 0.1, 0.3, 0.3)  # left, top, width, height of the part
ONE, TWO = "0" * 64, "1" * 64


@cache
def ground(scene: int) -> Picture:
    """Boards of unlike heights and greys: what stays of a scene."""
    rng = np.random.default_rng(scene)
    made = np.full((HIGH, WIDE, 3), 60, np.uint8)
    for _ in range(160):
        left, top, wide, high = rng.integers((0, 0, 8, 8), (WIDE, HIGH, 50, 50))
        made[top : top + high, left : left + wide] = rng.integers(20, 230, 3)
    return np.asarray(cv2.GaussianBlur(made, (0, 0), 1.0), np.uint8)


def film(scene: int, seed: int, seconds: int = LONG) -> list[Picture]:
    """Three things go about before a scene, on ways that `seed` says."""
    rng = np.random.default_rng(seed)
    count = seconds * RATE
    stops = np.linspace(0, count - 1, seconds + 1)
    ways = [np.interp(np.arange(count), stops, rng.uniform(20, limit, len(stops))) for limit in (430, 220) * 3]
    frames = []
    for number in range(count):
        picture = ground(scene).copy()
        for thing, shade in enumerate((250, 10, 140)):
            x, y = int(ways[2 * thing][number]), int(ways[2 * thing + 1][number])
            picture[y : y + 46, x : x + 34] = shade
        frames.append(picture)
    return frames


def laid_in(host: list[Picture], inner: list[Picture], *, mirrored: bool = False) -> list[Picture]:
    left, top, wide, high = round(BOX[0] * WIDE), round(BOX[1] * HIGH), round(BOX[2] * WIDE), round(BOX[3] * HIGH)
    made = []
    for ground_, picture in zip(host, inner, strict=True):
        whole = ground_.copy()
        small = np.asarray(cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA), np.uint8)
        whole[top : top + high, left : left + wide] = small[:, ::-1] if mirrored else small
        made.append(whole)
    return made


def read(pictures: list[Picture], profile: str) -> Prepared:
    arrays: dict[str, Any] = {}
    for reader in (PICTURES, POINTS):
        facts = film_facts(profile=profile, duration=f"{LONG}/1")
        frames = frames_of(pictures, rate=Fraction(RATE))
        arrays |= run_reader(reader, Pass(profile=profile), {"facts": facts, "frames": frames, "sound": ()}).arrays
    made = prepared(Reading(facts={}, arrays=arrays))
    assert made is not None
    return made


@cache
def inner() -> Prepared:
    return read(film(1, 11), "full")


@cache
def query(name: str) -> Prepared:
    host = film(2, 22)
    kinds: dict[str, Callable[[], list[Picture]]] = {
        "inset": lambda: laid_in(host, film(1, 11)),
        "mirrored": lambda: laid_in(host, film(1, 11), mirrored=True),
        "other moment": lambda: laid_in(host, film(1, 12)),
    }
    return read(kinds[name](), "query")


def _part(copy: dict[str, Any]) -> tuple[float, ...]:
    measures = next(c["measures"] for c in copy["changes"] if c["what"] in ("part", "crop"))
    return tuple(measures[name] for name in ("left", "top", "width", "height"))


def test_an_inset_is_found_where_it_stands_and_when() -> None:
    outcome = compare(Given(), ONE, inner(), TWO, query("inset"))
    assert isinstance(outcome, Found) and outcome.value["relation"] == "copy"
    copy = outcome.value["copies"][0]
    assert abs(Fraction(copy["offset"])) < Fraction(1, RATE)
    assert np.abs(np.subtract(_part(copy), BOX)).max() < 0.02


def test_the_order_of_the_two_changes_nothing() -> None:
    outcome = compare(Given(), ONE, query("inset"), TWO, inner())
    assert isinstance(outcome, Found) and outcome.value["relation"] == "copy"
    assert np.abs(np.subtract(_part(outcome.value["copies"][0]), BOX)).max() < 0.02


def test_a_mirrored_inset_is_found_and_said_to_be_mirrored() -> None:
    outcome = compare(Given(), ONE, inner(), TWO, query("mirrored"))
    assert isinstance(outcome, Found) and outcome.value["relation"] == "copy"
    copy = outcome.value["copies"][0]
    assert "mirrored" in copy["edits"] and np.abs(np.subtract(_part(copy), BOX)).max() < 0.02


def test_another_moment_of_the_scene_in_the_part_is_no_copy() -> None:
    outcome = compare(Given(), ONE, inner(), TWO, query("other moment"))
    assert not isinstance(outcome, Found) or outcome.value["relation"] != "copy"


def test_a_reference_read_in_full_carries_nothing_of_a_query() -> None:
    reference, asked = inner(), query("inset")
    assert not len(reference.film.fine) and len(asked.film.fine) == len(asked.film.cells)
    assert reference.local is not None and reference.local.mirrored is None and reference.local.count(0) <= 350
    assert asked.local is not None and asked.local.mirrored is not None and asked.local.count(0) > 700
    assert reference.faces(asked, mirrored=True) is not None and reference.faces(reference, mirrored=True) is None


def test_where_neither_was_read_closely_there_is_no_part() -> None:
    into = np.array([[0.3, 0.0, 0.6], [0.0, 0.3, 0.1]])
    assert closer.part_of(inner(), inner(), into) is None
    part = closer.part_of(inner(), query("inset"), into)
    assert part is not None and not part.of_first and (part.left, part.top) == pytest.approx((0.6, 0.1))
    assert closer.part_of(inner(), query("inset"), np.eye(2, 3)) is None


@pytest.mark.parametrize("box", [(0.0, 0.0, 1.0, 1.0), (0.6, 0.1, 0.3, 0.3), (0.06, 0.7, 0.2, 0.2)])
def test_cells_of_a_part_are_drawn_from_all_of_it_and_no_more(box: tuple[float, float, float, float]) -> None:
    drawn = closer._drawn(closer.Part(of_first=False, left=box[0], top=box[1], wide=box[2], high=box[3]))
    assert drawn.sum(axis=0) == pytest.approx(np.ones(closer.OF_PART**2), abs=1e-5)
    lines = (np.arange(FINE) + 0.5) / FINE
    across, down = np.meshgrid(lines, lines)
    edge = 1 / FINE
    beyond = (
        (across < box[0] - edge)
        | (across > box[0] + box[2] + edge)
        | (down < box[1] - edge)
        | (down > box[1] + box[3] + edge)
    )
    assert not drawn[beyond.ravel()].any() and CELLS % closer.OF_PART == 0


def test_seen_in_the_mirror_twice_points_are_where_they_were() -> None:
    facts = {"facts": film_facts(), "frames": frames_of([ground(3)] * 30), "sound": ()}
    local = local_of(Reading(facts={}, arrays=run_reader(POINTS, Pass(), facts).arrays))
    assert local is not None
    points = local.points(0)
    again = points.seen_in_mirror().seen_in_mirror()
    assert np.allclose(again.xy, points.xy) and np.allclose(np.cos(again.angle), np.cos(points.angle))
    assert (again.bits == points.bits).all()


def test_films_of_unlike_scenes_are_placed_nowhere() -> None:
    assert placed(read(film(5, 55), "full"), query("inset")) == []
