"""Hashes by the processor's own count: the hits of the obvious search, to the last one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.method.trace.near import nearest
from firsthand.store import vectors_bits
from firsthand.store.vectors import shares
from firsthand.store.vectors_bits import nearest_bits

U1 = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


def hashes(seed: int, count: int, wide: int, *, alike: int) -> U1:
    """`count` hashes of `wide` bytes near `alike` others: near ones, far ones and equal ones."""
    rng = np.random.default_rng(seed)
    around = np.random.default_rng(alike).integers(0, 256, (max(1, alike), wide), np.uint8)
    made = np.unpackbits(around[rng.integers(0, len(around), count)], axis=1)
    flips = rng.random(made.shape) < rng.choice([0.0, 0.05, 0.25], (count, 1))
    return np.packbits(made ^ flips, axis=1)


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 99), asked=st.integers(0, 70), known=st.integers(0, 300), wide=st.sampled_from([8, 16, 32, 33]),
    least=st.sampled_from([-1.0, 0.5, 0.75, 0.8750001, 0.999, 1.0]), most=st.integers(1, 40), alike=st.integers(1, 5),
)  # fmt: skip
def test_the_hits_of_the_obvious_search(
    seed: int, asked: int, known: int, wide: int, least: float, most: int, alike: int
) -> None:
    mine, theirs = hashes(seed, asked, wide, alike=alike), hashes(seed + 100, known, wide, alike=alike)
    fast, plain = nearest_bits(mine, theirs, least, most), nearest(mine, theirs, least, most, shares)
    for one, two in ((fast.query, plain.query), (fast.known, plain.known), (fast.score, plain.score)):
        assert np.array_equal(one, two) and one.dtype == two.dtype


def test_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors_bits, "QUERIES", 3)
    monkeypatch.setattr(vectors_bits, "ROWS", 7)
    mine, theirs = hashes(1, 20, 32, alike=2), hashes(2, 50, 32, alike=2)
    fast, plain = nearest_bits(mine, theirs, 0.75, 4), nearest(mine, theirs, 0.75, 4, shares)
    assert np.array_equal(fast.known, plain.known) and np.array_equal(fast.query, plain.query) and len(fast.known) > 20


def test_where_all_are_the_same_no_more_is_kept_than_was_asked_for() -> None:
    same = np.zeros((5_000, 32), np.uint8)
    found = nearest_bits(same[:3], same, 1.0, 10)
    assert found.known.tolist() == list(range(10)) * 3
