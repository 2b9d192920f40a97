"""A reading is hostile: whatever does not fit together is refused before anything is worked out from it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from firsthand.method.reading import Reading
from firsthand.method.trace.footage import film_of
from firsthand.method.trace.made import film_like
from firsthand.method.trace.pictures import PICTURES
from firsthand.record.fault import BadReading
from firsthand.record.finding import Unsuitable

GOOD = film_like(seed=1, seconds=5.0).arrays

BROKEN: dict[str, Mapping[str, Any]] = {
    "no times": {"read.pictures/pts_num": None},
    "too few times": {"read.pictures/pts_num": np.zeros(2, "<i8")},
    "a time over nothing": {"read.pictures/pts_den": np.zeros(5, "<i8")},
    "times that are no numbers": {"read.pictures/pts_num": np.zeros(5, "<f4")},
    "short hashes": {"read.pictures/pdq": np.zeros((5, 31), "|u1")},
    "too few digests": {"read.pictures/frame": np.zeros((4, 32), "|u1")},
    "quality of another length": {"read.pictures/quality": np.zeros(6, "|u1")},
    "movement that is no number": {"read.pictures/motion": np.full((124, 2), np.nan, "<f4")},
    "a year between two pictures": {"read.pictures/pts_num": np.array([0, 1, 2, 3, 10**11], "<i8")},
}


@pytest.mark.parametrize("arrays", BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_is_refused(arrays: Mapping[str, Any]) -> None:
    made = {name: array for name, array in {**GOOD, **arrays}.items() if array is not None}
    with pytest.raises(BadReading):
        film_of(Reading(facts={}, arrays=made))
    pair = {"a" * 64: Reading(facts={}, arrays=made), "b" * 64: Reading(facts={}, arrays=GOOD)}
    outcome = PICTURES.ask(PICTURES.given(), {"pair": pair})
    assert isinstance(outcome, Unsuitable) and outcome.code == "record.bad-reading"


def test_pictures_are_put_in_order_of_time() -> None:
    turned = {name: array[::-1] if name.startswith("read.pictures/") else array for name, array in GOOD.items()}
    one, two = film_of(Reading(facts={}, arrays=turned)), film_of(Reading(facts={}, arrays=GOOD))
    assert one is not None and two is not None
    assert (one.at == two.at).all() and (one.hashes == two.hashes).all() and (one.moves == two.moves).all()


def test_no_pictures_is_no_film() -> None:
    assert film_of(Reading(facts={})) is None
