"""When pictures tell a copy by themselves: many features at their own moments, and how few at others, by what movement says."""

from typing import Any

import numpy as np
import pytest

from firsthand.method.trace import judge
from firsthand.method.trace.align import UNTOLD, Segment
from firsthand.method.trace.guess import whole
from firsthand.method.trace.made import film_like
from firsthand.method.trace.motion import Likeness
from firsthand.method.trace.prepared import Prepared, prepared


def stretch(**told: Any) -> Segment:
    """Ten seconds whose pictures are all the same, and whose cells move half alike."""
    half = Likeness(windows=8, telling=6, median=0.35, least=0.1)
    made: dict[str, Any] = {
        "start": 0.0, "end": 10.0, "offset": 0.0, "speed": 1.0, "placing": whole(0), "pictures": 0, "near": 0, "bits": 256.0,
        "apart": 0.0, "looked": 8, "agreed": 8, "moves": UNTOLD, "cells": 40, "parts": half, "alike": 0.3, "stands_out": 0.1,
        "share": 1.0, "weight": 10.0,
    }  # fmt: skip
    return Segment(**{**made, **told})


def film() -> Prepared:
    made = prepared(film_like(seed=1))
    assert made is not None
    return made


def own(monkeypatch: pytest.MonkeyPatch, segment: Segment, here: float, away: float) -> float:
    monkeypatch.setattr(judge, "features_apart", lambda *_: (np.full(8, here), np.full(8, away)))
    return judge.own_moment(film(), film(), segment)


def test_features_at_their_own_moment_alone_tell_a_poor_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judge.seen_enough(stretch())
    assert own(monkeypatch, stretch(), 80.0, 3.0) == 80.0
    assert own(monkeypatch, stretch(speed=1.25), 80.0, 3.0) == 80.0


@pytest.mark.parametrize(("here", "away"), [(80.0, 20.0), (20.0, 0.0), (200.0, 190.0)])
def test_a_view_that_comes_again_tells_nothing(monkeypatch: pytest.MonkeyPatch, here: float, away: float) -> None:
    """A fixed camera's features agree at any moment; where movement is not quite alike, a quarter of them is too many."""
    assert own(monkeypatch, stretch(), here, away) == 0.0


def test_where_nothing_moves_less_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    still = stretch(parts=UNTOLD)
    assert own(monkeypatch, still, 80.0, 20.0) == 80.0
    assert own(monkeypatch, still, 80.0, 60.0) == 0.0


def test_what_moves_otherwise_is_never_left_to_its_pictures() -> None:
    otherwise = Likeness(windows=8, telling=6, median=0.05, least=-0.2)
    assert not judge.seen_enough(stretch(parts=otherwise, stands_out=0.0))
    assert not judge.seen_enough(stretch(agreed=5))
    assert not judge.seen_enough(stretch(looked=3, agreed=3))
    assert not judge.seen_enough(stretch(end=2.0))
