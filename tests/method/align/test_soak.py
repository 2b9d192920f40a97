"""Ten thousand pairs of recordings of different streets: none is put on one clock. Run by `make soak`."""

from itertools import combinations

import pytest

from bench.align import alone
from firsthand.method.align.pair import compare
from firsthand.method.align.pair_form import Given
from firsthand.record.finding import Found

RECORDINGS = 142  # 10,011 pairs


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_no_two_streets_of_ten_thousand_pairs_are_put_on_one_clock() -> None:
    made = list(alone(RECORDINGS, real=False))
    wrong = []
    for (a, first), (b, second) in combinations(made, 2):
        outcome = compare(Given(), "one", first, "two", second)
        if isinstance(outcome, Found):
            wrong.append((a, b, outcome.value["evidence"]))
    assert wrong == []
