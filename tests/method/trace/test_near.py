"""The exhaustive search against the obvious one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.trace import near
from firsthand.method.trace.near import exhaustive, in_bytes, nearest, once, places
from firsthand.record.fault import BadReading


def hashes(seed: int, count: int) -> np.ndarray:
    made = np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)
    made[::3] = made[:1]  # some are the same, so that ranks have ties
    return made


def obvious(queries: np.ndarray, known: np.ndarray, within: int, most: int) -> list[tuple[int, int, int]]:
    made = []
    for number, query in enumerate(queries):
        away = sorted((int(np.unpackbits(query ^ other).sum()), place) for place, other in enumerate(known))
        made += [(number, place, bits) for bits, place in away if bits <= within][:most]
    return made


@given(seed=st.integers(0, 99), counts=st.tuples(st.integers(0, 9), st.integers(0, 9)), within=st.integers(90, 160))
def test_it_finds_what_the_obvious_search_finds(seed: int, counts: tuple[int, int], within: int) -> None:
    queries, known = (
        hashes(seed, counts[0]) if counts[0] else np.zeros((0, 32), np.uint8),
        hashes(seed + 1, counts[1] + 1),
    )
    for most in (1, 3, 100):
        found = exhaustive(queries, known, within, most)
        assert list(zip(found.query, found.known, found.bits, strict=True)) == obvious(queries, known, within, most)


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exhaustive(hashes(1, 30), hashes(2, 20), 128, 5)
    monkeypatch.setattr(near, "BLOCK", 45)
    parts = exhaustive(hashes(1, 30), hashes(2, 20), 128, 5)
    assert (
        (whole.query == parts.query).all() and (whole.known == parts.known).all() and (whole.bits == parts.bits).all()
    )


def vectors(seed: int, count: int, wide: int = 16) -> np.ndarray:
    made = np.random.default_rng(seed).integers(-4, 5, (count, wide)).astype(np.int8)
    made[::3] = made[:1]
    made[1::5] = 0
    return made


def obvious_cosines(queries: np.ndarray, known: np.ndarray, least: float, most: int) -> list[tuple[int, int]]:
    made = []
    for number, query in enumerate(queries.astype(int)):
        long = [np.sqrt(float(query @ query)) * np.sqrt(float(other @ other)) for other in known.astype(int)]
        score = [
            round(float(query @ other) / one, 6) if one else 0.0
            for other, one in zip(known.astype(int), long, strict=True)
        ]
        near_ones = sorted((-one, place) for place, one in enumerate(score))
        made += [(number, place) for one, place in near_ones if -one >= least][:most]
    return made


@given(
    seed=st.integers(0, 99),
    counts=st.tuples(st.integers(0, 9), st.integers(0, 12)),
    least=st.sampled_from([-1.0, 0.3, 0.9]),
)
def test_it_finds_the_vectors_that_the_obvious_search_finds(seed: int, counts: tuple[int, int], least: float) -> None:
    queries, known = (
        vectors(seed + n, count) if count else np.zeros((0, 16), np.int8) for n, count in enumerate(counts)
    )
    for most in (1, 4, 100):
        found = nearest(queries, known, least, most)
        assert list(zip(found.query.tolist(), found.known.tolist(), strict=True)) == obvious_cosines(
            queries, known, least, most
        )


def test_blocks_of_vectors_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = nearest(vectors(1, 30), vectors(2, 50), 0.1, 5)
    monkeypatch.setattr(near, "WIDE", 100)
    parts = nearest(vectors(1, 30), vectors(2, 50), 0.1, 5)
    assert (
        (whole.query == parts.query).all() and (whole.known == parts.known).all() and (whole.score == parts.score).all()
    )


def test_the_same_rows_stand_once() -> None:
    rows = np.array([[1, 2], [3, 4], [1, 2], [1, 2], [0, 0], [3, 4]], np.int8)
    assert once(rows).tolist() == [0, 1, 4] and once(rows[:0]).tolist() == []
    assert places(np.array([0, 0, 0, 2, 5, 5])).tolist() == [0, 1, 2, 0, 0, 1]


def test_bytes_keep_the_angle() -> None:
    rows = (
        np.random.default_rng(1).standard_normal((50, 128)).astype(np.float32)
        * np.arange(1, 51, dtype=np.float32)[:, None]
    )
    exact = rows @ rows.T / np.linalg.norm(rows, axis=1) / np.linalg.norm(rows, axis=1)[:, None]
    assert np.abs(near.cosines(in_bytes(rows), in_bytes(rows)) - exact).max() < 0.01
    with pytest.raises(BadReading):
        in_bytes(rows * np.float32(np.inf))
