"""Outlines tell which of many recordings may hear one event, whatever the loudness, and never set a file against itself."""

import numpy as np
import pytest

from firsthand.method.align.made import street
from firsthand.method.align.near import NEAR, Given, nearest
from firsthand.method.align.outline import HOP, near, outline
from firsthand.method.align.wave import RATE, Wave
from firsthand.record.finding import Found, Unsuitable


def test_pairs_of_one_street_come_before_all_others() -> None:
    sounds = {f"{seed}-{mic}": street(seed=seed, mic=mic, start=0.7 * mic) for seed in range(8) for mic in (1, 2)}
    made = NEAR.ask(Given(most=2), {"sounds": sounds})
    assert isinstance(made, Found) and made.value["of"] == 120
    first = {tuple(row["sounds"]) for row in made.value["pairs"][:8]}
    assert first == {(f"{seed}-1", f"{seed}-2") for seed in range(8)}
    assert made.value["kept"] < 60, "what is far is not compared in full"


def test_the_cost_in_full_grows_with_the_recordings_not_with_their_pairs() -> None:
    """Unrelated noise: each recording brings at most `most` pairs."""
    for count in (10, 20, 40):
        outlines = {
            f"{k:02}": outline(np.random.default_rng(k).normal(size=6 * RATE).astype(np.float32)) for k in range(count)
        }
        kept = nearest(Given(most=3), outlines, {name: name for name in outlines})
        assert len(kept) <= 3 * count


def test_parts_of_one_file_are_never_set_against_each_other() -> None:
    one, two = street(seed=1, mic=1), street(seed=1, mic=2)
    made = NEAR.ask(Given(), {"sounds": {"f#0": one, "f#1": two, "g#0": two}})
    assert isinstance(made, Found) and made.value["of"] == 2
    assert all({name.partition("#")[0] for name in row["sounds"]} == {"f", "g"} for row in made.value["pairs"])


@pytest.mark.parametrize("gain", [0.02, 1.0, 30.0])
def test_loudness_changes_nothing(gain: float) -> None:
    one, two = street(seed=3, mic=1, noise=0.02), street(seed=3, mic=2, start=2.0, noise=0.02)
    best, other, *_ = near(outline(one.samples), outline(np.clip(two.samples * gain, -1, 1).astype(np.float32)))
    assert best.lag == pytest.approx(-2.0, abs=0.05) and best.height > 1.3 * other.height


def test_the_offset_of_a_short_piece_within_a_long_one() -> None:
    long = np.concatenate([street(seed=k, mic=1, seconds=20.0).samples for k in range(20)])
    piece = long[237 * RATE : 243 * RATE]
    best = near(outline(piece), outline(long))[0]
    assert best.lag == pytest.approx(237.0, abs=2 * HOP / RATE)


def test_what_is_too_short_has_no_outline() -> None:
    assert (
        len(outline(np.ones(100, np.float32))) == 0
        and near(outline(np.ones(100, np.float32)), outline(np.ones(RATE, np.float32))) == []
    )
    tiny = Wave(at=0.0, samples=np.ones(100, np.float32))
    assert isinstance(NEAR.ask(Given(), {"sounds": {"a": tiny}}), Unsuitable)
    assert not outline(np.zeros(4 * RATE, np.float32)).any()
