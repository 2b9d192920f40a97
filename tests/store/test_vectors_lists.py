"""The largest of many guesses are the largest, whatever a sample of them says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.store.vectors_lists import SAMPLED, _largest


@given(numbers=st.lists(st.integers(-9, 9), max_size=200), wanted=st.integers(1, 60))
def test_the_largest_are_found(numbers: list[int], wanted: int) -> None:
    guess = np.array(numbers, np.float32)
    found = _largest(guess, wanted)
    assert len(set(found.tolist())) == len(found) == min(wanted, len(guess))
    assert sorted(guess[found], reverse=True) == sorted(guess, reverse=True)[: len(found)]


@pytest.mark.parametrize("lie", [-9.0, 9.0])
def test_a_sample_that_is_unlike_the_rest_misleads_nobody(lie: float) -> None:
    guess = np.random.default_rng(1).standard_normal(4000).astype(np.float32)
    guess[::SAMPLED] = lie
    assert sorted(guess[_largest(guess, 384)]) == sorted(guess)[-384:]
