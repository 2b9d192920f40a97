"""Which frames are described, how movement is told, and how stills are chosen over a long film."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from firsthand.method.pdq import pdq
from firsthand.method.read.fold import Frame, Pass, film_facts, frames_of, run_reader
from firsthand.method.read.pictures import AT_ONCE, GOOD, PICTURES, SIDE
from firsthand.method.read.stills import MOST, STILLS

GROUND = np.kron(np.random.default_rng(2).integers(0, 256, (9, 16, 3)), np.ones((10, 10, 1))).astype(np.uint8)


def part(reader, arrays, *, rate: Fraction = Fraction(25), **facts: Any):
    return run_reader(
        reader, Pass(), {"facts": film_facts(**facts), "frames": frames_of(arrays, rate=rate), "sound": ()}
    )


def times(made) -> list[Fraction]:
    pairs = zip(made.arrays["read.pictures/pts_num"], made.arrays["read.pictures/pts_den"], strict=True)
    return [Fraction(int(over), int(under)) for over, under in pairs]


def test_samples_and_their_descriptors() -> None:
    arrays = [np.roll(GROUND, k // 10, axis=1) for k in range(60)]
    made = part(PICTURES, arrays)
    assert times(made) == [Fraction(k, 25) for k in (0, 13, 26, 39, 52)]
    frames = {frame.at: frame for frame in frames_of(arrays)}
    for row, at in enumerate(times(made)):
        bits, quality = pdq(frames[at].pixels.grey(SIDE))
        assert (made.arrays["read.pictures/pdq"][row] == bits).all()
        assert made.arrays["read.pictures/quality"][row] == quality >= GOOD
        digest = bytes(made.arrays["read.pictures/frame"][row]).hex()
        assert digest == (frames[at].pixels.digest() if row % 2 == 0 else "0" * 64), "one a second"
    assert {name: (array.dtype.str, array.ndim) for name, array in made.arrays.items()} == {
        "read.pictures/pdq": ("|u1", 2),
        "read.pictures/quality": ("|u1", 1),
        "read.pictures/luma": ("<f4", 1),
        "read.pictures/pts_num": ("<i8", 1),
        "read.pictures/pts_den": ("<i8", 1),
        "read.pictures/frame": ("|u1", 2),
        "read.pictures/motion": ("<f4", 2),
        "read.pictures/motion_num": ("<i8", 1),
        "read.pictures/motion_den": ("<i8", 1),
        "read.pictures/cells": ("|u1", 2),
        "read.pictures/tiles": ("|u1", 2),
        "read.pictures/tiles_at": ("<i8", 1),
        "read.pictures/tiles_rate": ("|u1", 1),
    }


@pytest.mark.parametrize("turned", [0, 90, -90, 180])
def test_cells_say_where_it_moves_in_the_upright_picture(turned: int) -> None:
    """A light blinks at the upper left of the picture as shown, however the camera was held."""
    upright = [np.zeros((128, 128, 3), np.uint8) for _ in range(6)]
    for k in (1, 3, 5):
        upright[k][4:12, 4:12] = 200
    filmed = [np.ascontiguousarray(np.rot90(picture, -turned // 90)) for picture in upright]
    facts = {**film_facts(), "ending": {"turned": turned}}
    made = run_reader(PICTURES, Pass(), {"facts": facts, "frames": frames_of(filmed), "sound": ()})
    cells = made.arrays["read.pictures/cells"]
    assert cells.shape == (5, 64) and (cells[:, 0] > 0).all() and not cells[:, 1:].any()
    assert cells[0, 0] == round(23 * np.log2(1 + 8 * 200 * 64 / 256))


def test_a_cut_is_always_sampled() -> None:
    arrays = [GROUND if k < 14 else 255 - GROUND for k in range(20)]
    assert Fraction(14, 25) in times(part(PICTURES, arrays)), "though the sample before was one frame ago"


def test_triage_samples_every_frame_it_is_given() -> None:
    made = part(PICTURES, [GROUND] * 5, rate=Fraction(10), profile="triage")
    assert len(times(made)) == 5 and len(made.arrays["read.pictures/motion"]) == 0


def test_movement_is_mean_difference_and_mean_luma() -> None:
    arrays = [np.full((72, 128, 3), level, np.uint8) for level in (10, 14, 14, 44)]
    made = part(PICTURES, arrays)
    assert np.allclose(made.arrays["read.pictures/motion"], [[4, 14], [0, 14], [30, 44]], atol=0.6)
    assert made.arrays["read.pictures/motion_num"].tolist() == [1, 2, 3]


def test_movement_is_the_same_however_many_steps_are_worked_out_together(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    for size in ((72, 128, 3), (51, 64, 3), (127, 70, 3)):
        arrays = [rng.integers(0, 256, size, np.uint8) for _ in range(60)]
        arrays[40:] = [picture[:-8] for picture in arrays[40:]]  # the size changes: there is no step
        made = {}
        for count in (1, 7, AT_ONCE):
            monkeypatch.setattr("firsthand.method.read.pictures.AT_ONCE", count)
            made[count] = part(PICTURES, arrays).arrays
        assert len(made[1]["read.pictures/cells"]) == 58
        for name in ("motion", "cells", "motion_num", "motion_den"):
            for count in (7, AT_ONCE):
                assert (made[count][f"read.pictures/{name}"] == made[1][f"read.pictures/{name}"]).all(), (name, count)


def test_fast_films_are_stepped_over() -> None:
    made = part(PICTURES, [GROUND] * 121, rate=Fraction(240))
    assert 13 <= len(made.arrays["read.pictures/motion"]) <= 16


def test_times_are_in_lowest_terms() -> None:
    made = part(PICTURES, [GROUND] * 40, rate=Fraction(30000, 1001))
    assert all(np.gcd(made.arrays["read.pictures/pts_num"], made.arrays["read.pictures/pts_den"])[1:] == 1)
    assert times(made)[1] == Fraction(15 * 1001, 30000)


def test_stills_over_a_long_film_that_cuts_all_the_time() -> None:
    arrays = [np.full((18, 32, 3), 250 * (k % 2), np.uint8) for k in range(4000)]
    stated = part(STILLS, arrays, rate=Fraction(1), duration="4000/1").outcome.value["stills"]
    unknown = part(STILLS, arrays, rate=Fraction(1)).outcome.value["stills"]
    assert len(stated) <= MOST and len(unknown) <= MOST
    last = Fraction(stated[-1]["pts"])
    assert last > 3000, "where the end is known, stills reach into the last quarter"
    assert Fraction(unknown[-1]["pts"]) > 300, "where it is not, they thin out"


def test_a_still_says_why() -> None:
    arrays = [np.full((18, 32, 3), 0 if k < 30 else 255, np.uint8) for k in range(60)]
    rows = part(STILLS, arrays, rate=Fraction(2)).outcome.value["stills"]
    assert [(row["pts"], row["why"]) for row in rows] == [
        *(("0/1", "shot"), ("10/1", "interval"), ("15/1", "shot"), ("25/1", "interval"))
    ]
    assert part(STILLS, arrays[:1], kind="picture").outcome.value["stills"][0]["why"] == "only"


@pytest.mark.parametrize("reader", [PICTURES, STILLS])
def test_a_frame_is_looked_at_only_when_it_is_kept(reader) -> None:
    """Most frames are never scaled, converted or hashed: that is what makes one pass cheap."""
    looks: list[str] = []

    class Watched:
        def grey(self, longer: int):
            looks.append("grey")
            return GROUND[:, :, 0]

        def rgb(self, longer: int):
            raise AssertionError("a reader never asks for colours")

        def digest(self) -> str:
            looks.append("digest")
            return "0" * 64

    tiny, tint = np.zeros((9, 16), np.uint8), np.zeros((2, 5, 8), np.uint8)
    frames = [
        Frame(tick=k, base=Fraction(1, 25), key=False, tiny=tiny, tint=tint, change=0.0, pixels=Watched())
        for k in range(100)
    ]
    run_reader(reader, Pass(), {"facts": film_facts(), "frames": frames, "sound": ()})
    assert 0 < len(looks) <= 2 * 8
