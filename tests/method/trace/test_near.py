"""The exhaustive search against the obvious one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.trace import near
from firsthand.method.trace.near import exhaustive


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
