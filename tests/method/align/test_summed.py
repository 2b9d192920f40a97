"""The summed curves of all windows: the fast sums are the obvious ones, to the bit."""

import numpy as np
import pytest

from firsthand.method.align.summed import AT_ONCE, totals


@pytest.mark.parametrize("count", [1, AT_ONCE - 1, AT_ONCE, 3 * AT_ONCE + 5])
def test_sums_along_drifts_are_those_of_the_curves_one_after_another(count: int) -> None:
    rng = np.random.default_rng(count)
    guard = 9
    curves = rng.normal(size=(count, 120)).astype(np.float32)
    slips = rng.integers(-guard, guard + 1, (7, count))
    obvious = [
        sum(row[guard + k : len(row) - guard + k] for row, k in zip(curves, mine, strict=True)) for mine in slips
    ]
    assert np.array_equal(totals(curves, slips, guard), np.array(obvious))
