"""PDQ gives the bits that the published hasher gives, for a picture and for its turned and mirrored forms."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.pdq import FORMS, KEPT, SIDE, differing, distances, forms, pdq, pdq_dihedral

# Made once with pdqhash 0.2.8, the binding of the reference: [rows, columns, seed, quality, eight hashes by FORMS].
GOLDEN = json.loads((Path(__file__).parent / "pdq_golden.json").read_text("utf-8"))


def picture(rows: int, columns: int, seed: int) -> npt.NDArray[np.uint8]:
    """Soft patches from whole numbers alone, so that every machine draws the same; some of little contrast."""
    cell = max(2, min(rows, columns) // (3 + seed % 9))
    high, wide = rows // cell + 2, columns // cell + 2
    state, drawn = seed * 2654435761 % 2**32, np.zeros(high * wide, np.int64)
    for index in range(high * wide):
        state = (state * 1664525 + 1013904223) % 2**32
        drawn[index] = state >> 24
    knots = drawn.reshape(high, wide) // (1 << seed % 6)
    y, x = np.arange(rows)[:, None], np.arange(columns)[None, :]
    top, left, down, across = y // cell, x // cell, y % cell, x % cell
    upper = knots[top, left] * (cell - across) + knots[top, left + 1] * across
    lower = knots[top + 1, left] * (cell - across) + knots[top + 1, left + 1] * across
    return ((upper * (cell - down) + lower * down) // cell**2).astype(np.uint8)


@pytest.mark.parametrize(("rows", "columns", "seed", "quality", "hashes"), GOLDEN)
def test_bits_are_the_published_hashers(rows: int, columns: int, seed: int, quality: int, hashes: list[str]) -> None:
    made, how_good = pdq_dihedral(picture(rows, columns, seed))
    assert [form.tobytes().hex() for form in made] == hashes
    assert how_good == quality
    single, _ = pdq(picture(rows, columns, seed))
    assert single.tobytes().hex() == hashes[0]


def slow(luma: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The description followed to the letter: two box passes of the whole picture, then samples, waves, median."""
    blurred = luma.astype(float)
    for _ in range(2):
        for _turn in range(2):
            blurred = np.apply_along_axis(box, 1, blurred).T
    at = [[int((k + 0.5) * side / SIDE) for k in range(SIDE)] for side in luma.shape]
    small = blurred[np.ix_(*at)]
    order, place = np.arange(1, KEPT + 1)[:, None], np.arange(SIDE)
    cosines = np.cos(np.pi / 2 / SIDE * order * (2 * place + 1))
    waves = cosines @ small @ cosines.T
    return np.packbits((waves > np.sort(waves.ravel())[127]).ravel()[::-1])


def box(line: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    width = (len(line) + 127) // 128
    ahead = (width + 2) // 2
    return np.array([line[max(0, k - width + ahead) : k + ahead].mean() for k in range(len(line))])


@pytest.mark.parametrize(("rows", "columns"), [(130, 90), (64, 257), (300, 129)])
def test_the_fast_way_is_the_slow_way(rows: int, columns: int) -> None:
    assert (pdq(picture(rows, columns, 5))[0] == slow(picture(rows, columns, 5))).all()


@given(rows=st.integers(1, 200), columns=st.integers(1, 200), level=st.integers(0, 255))
def test_an_even_picture_has_no_quality_and_one_hash(rows: int, columns: int, level: int) -> None:
    made, quality = pdq(np.full((rows, columns), level, np.uint8))
    assert quality == 0 and not made.any()


def test_turned_pictures_hash_nearly_as_the_turned_waves_say() -> None:
    luma = picture(240, 240, 6)
    turned = [np.rot90(luma, k) for k in range(4)] + [luma[::-1], luma[:, ::-1], luma.T, np.rot90(luma, 2).T]
    made, _ = pdq_dihedral(luma)
    for name, bits, real in zip(FORMS, made, turned, strict=True):
        assert int(distances(bits, pdq(np.ascontiguousarray(real))[0])[0, 0]) <= 64, name


def test_from_the_bits_alone_the_forms_come_out_nearly() -> None:
    pictures = [pdq_dihedral(picture(200, 300, seed)) for seed in range(30)]
    off = [np.diagonal(distances(forms(made[:1])[:, 0], made)) for made, quality in pictures if quality >= 50]
    assert len(off) >= 10 and np.mean(off) <= 20 and np.max(off) <= 64


@given(seed=st.integers(0, 50), form=st.integers(0, 7))
def test_forms_of_bits_undo_themselves(seed: int, form: int) -> None:
    back = {1: 3, 3: 1}.get(form, form)
    bits = pdq(picture(70, 80, seed))[0].reshape(1, 32)
    assert (forms(forms(bits, (form,))[0], (back,))[0] == bits).all()


def test_distances_count_every_differing_bit() -> None:
    one, two = np.zeros((2, 32), np.uint8), np.zeros((3, 32), np.uint8)
    two[1, 5], two[2] = 0b101, 255
    assert distances(one, two).tolist() == [[0, 2, 256]] * 2
    assert distances(one[:0], two).shape == (0, 3)
    assert differing(two, two[::-1]).tolist() == [256, 0, 256] and differing(one, two[:2]).tolist() == [0, 2]
