"""Rates, delays, traces and outcomes from made facts."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from firsthand.method.read.container import CONTAINER
from firsthand.method.read.fold import ArrayPixels, Frame, Pass, Sound, film_facts, run_reader
from firsthand.record.finding import Found, Inconclusive, Unsuitable

GREY = np.zeros((36, 64), np.uint8)
NOTHING = ArrayPixels(np.zeros((2, 2, 3), np.uint8))
NO_TINT = np.zeros((2, 0, 0), np.uint8)


def frames(ticks: list[int], base: Fraction = Fraction(1, 1000)):
    return [
        Frame(tick=tick, base=base, key=True, tiny=GREY, tint=NO_TINT, change=0.0, pixels=NOTHING) for tick in ticks
    ]


def read(ticks: Sequence[int] = (), *, blocks: Sequence[Sound] = (), base: Fraction = Fraction(1, 1000), **facts: Any):
    inputs = {"facts": film_facts(**facts), "frames": frames(list(ticks), base), "sound": blocks}
    return run_reader(CONTAINER, Pass(), inputs).outcome


@pytest.mark.parametrize(
    ("ticks", "base", "constant", "mean"),
    [
        ([0, 40, 80, 120], Fraction(1, 1000), True, "25/1"),
        ([0, 33, 67, 100], Fraction(1, 1000), True, "30/1"),
        ([0, 33, 68, 100], Fraction(1, 1000), False, "30/1"),
        ([0, 1, 3, 4], Fraction(1, 25), False, "75/4"),
        ([0, 1, 2, 3], Fraction(1, 25), True, "25/1"),
        ([90, 3093, 6096], Fraction(1, 90000), True, "30000/1001"),
    ],
)
def test_rate(ticks: list[int], base: Fraction, constant: bool, mean: str) -> None:
    outcome = read(ticks, base=base)
    assert isinstance(outcome, Found)
    rate = outcome.value["picture"]["rate"]
    assert rate["constant"] is constant and (rate["mean_per_s"] == mean or "1001" in mean)


def test_times_that_go_back_are_counted() -> None:
    outcome = read([0, 40, 20, 60])
    assert isinstance(outcome, Found) and outcome.value["picture"]["rate"]["back_steps"] == 1


@pytest.mark.parametrize(
    ("codec", "trimmed", "most"),
    [("aac", False, "11/250"), ("aac", True, "0/1"), ("pcm_s16le", False, "0/1"), ("libopus", False, "2/25")],
)
def test_priming(codec: str, trimmed: bool, most: str) -> None:
    stream = {"index": 1, "type": "audio", "codec": codec, "rate": 48000}
    sound = [Sound(at=Fraction(3, 50), samples=np.zeros(80, np.float32), joined=False)]
    outcome = read([0, 40], blocks=sound, streams=[stream], sound=1, ending={"priming_trimmed": trimmed})
    assert isinstance(outcome, Found)
    delay = outcome.value["sound"]["delay"]
    assert delay["most_s"] == most and delay["sound_begins_after_picture_s"] == "3/50"


@pytest.mark.parametrize(
    ("facts", "kind", "says"),
    [
        ({"picture": None, "streams": [{"type": "data"}]}, Unsuitable, "neither"),
        ({"picture": None, "unopened": "cut off"}, Inconclusive, "cut off"),
        ({"picture": None}, Inconclusive, "could not be opened"),
        ({"picture": 0}, Inconclusive, "nothing of its streams"),
        ({"picture": 0, "ending": {"stopped": "no time left"}}, Inconclusive, "in part"),
    ],
)
def test_outcomes(facts: dict[str, Any], kind: type, says: str) -> None:
    outcome = read(**facts)
    assert isinstance(outcome, kind) and says in outcome.why


def test_traces_are_verbatim_harmless_and_once() -> None:
    texts = [
        {"where": "container", "key": "encoder", "text": "Lavf\x07"},
        {"where": "container", "key": "encoder", "text": "Lavf\x07"},
        {"where": "container", "key": "title", "text": "no trace"},
    ]
    outcome = read([0, 40], texts=texts, ending={"encoder_bytes": ["x264 - core 165"]})
    assert isinstance(outcome, Found)
    assert [row["text"] for row in outcome.value["encoder_traces"]] == ["Lavf\\x07", "x264 - core 165"]


def test_triage_says_nothing_of_the_rate() -> None:
    outcome = read([0, 4000], profile="triage")
    assert isinstance(outcome, Found) and outcome.value["picture"]["rate"] is None
