"""Descriptors of a reading are hostile until checked, keep to their order, and never meet those of other weights."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from firsthand.method.reading import Reading
from firsthand.method.trace.descriptors import described_of, same_weights
from firsthand.record.fault import BadReading, OtherWeights

ROWS = 4
GOOD: dict[str, Any] = {
    "read.descriptors/vectors": (np.eye(ROWS, 32) * 90 + 1).astype("|i1"),
    "read.descriptors/view": np.array([0, 1, 7, 0], "|u1"),
    "read.descriptors/box": np.array([[0, 0, 65535, 65535], [0, 9000, 65535, 56000]] * 2, "<u2"),
    "read.descriptors/pts_num": np.array([3, 3, 3, 1], "<i8"),
    "read.descriptors/pts_den": np.array([2, 2, 2, 1], "<i8"),
}
FACTS = {"read.descriptors": {"weights": "made-up", "sha256": "5" * 64}}

BROKEN: dict[str, Mapping[str, Any]] = {
    "no times": {"read.descriptors/pts_num": None},
    "too few times": {"read.descriptors/pts_num": np.zeros(2, "<i8"), "read.descriptors/pts_den": np.ones(2, "<i8")},
    "no views": {"read.descriptors/view": None},
    "views of another length": {"read.descriptors/view": np.zeros(5, "|u1")},
    "a view that there is not": {"read.descriptors/view": np.full(ROWS, 200, "|u1")},
    "a part turned inside out": {"read.descriptors/box": np.array([[9, 0, 3, 9]] * ROWS, "<u2")},
    "vectors of another kind": {"read.descriptors/vectors": np.ones((ROWS, 32), "<f4")},
    "a vector of no direction": {"read.descriptors/vectors": np.zeros((ROWS, 32), "|i1")},
    "vectors of two numbers": {"read.descriptors/vectors": np.ones((ROWS, 2), "|i1")},
}


def reading(facts: Mapping[str, Any] = FACTS, **other: Any) -> Reading:
    arrays = {name: array for name, array in {**GOOD, **other}.items() if array is not None}
    return Reading(facts=facts, arrays=arrays)


@pytest.mark.parametrize("arrays", BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_is_refused(arrays: Mapping[str, Any]) -> None:
    with pytest.raises(BadReading):
        described_of(reading(**arrays))


@pytest.mark.parametrize("said", [{}, {"weights": "made-up"}, {"weights": "../x", "sha256": "5" * 64}])
def test_vectors_that_do_not_say_whose_they_are_are_refused(said: Mapping[str, Any]) -> None:
    with pytest.raises(BadReading):
        described_of(reading({"read.descriptors": said}))


def test_rows_come_in_order_of_time_and_have_length_one() -> None:
    made = described_of(reading())
    assert made is not None
    assert made.at.tolist() == [1.0, 1.5, 1.5, 1.5] and made.view.tolist() == [0, 0, 1, 7]
    assert made.reference.tolist() == [True, True, True, False]
    assert np.allclose(np.linalg.norm(made.vectors, axis=1), 1, atol=1e-6)
    assert made.box[0].tolist() == [0, 9000 / 65535, 1, 56000 / 65535]


def test_a_reading_without_vectors_has_none() -> None:
    assert described_of(Reading(facts={}, arrays={})) is None


def test_other_weights_are_refused_by_name() -> None:
    other = {"read.descriptors": {"weights": "another", "sha256": "6" * 64}}
    one, two = described_of(reading()), described_of(reading(other))
    assert one is not None and two is not None
    same_weights(one, one)
    with pytest.raises(OtherWeights, match=r"made-up \(555555555555\), another \(666666666666\)"):
        same_weights(one, two)
