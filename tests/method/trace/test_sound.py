"""The same sound is found at its offset; another, or a hum, is not."""

from fractions import Fraction

import numpy as np
import pytest

from firsthand.method.reading import Reading
from firsthand.method.trace.made import sound_like
from firsthand.method.trace.sound import COMMON, SOUND, Given, heard
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome

ONE, TWO = "a" * 64, "b" * 64


def ask(one: Reading, two: Reading) -> Outcome:
    return SOUND.ask(Given(), {"pair": {ONE: one, TWO: two}})


def made(hashes: np.ndarray, at: np.ndarray) -> Reading:
    return Reading(facts={}, arrays={"read.sound/hash": hashes.astype("<u4"), "read.sound/at": at.astype("<i8")})


def both(*parts: Reading, gap: float = 12.0) -> Reading:
    """Sounds one after another, `gap` seconds apart."""
    hashes = np.concatenate([part.arrays["read.sound/hash"] for part in parts])
    at = np.concatenate([part.arrays["read.sound/at"] + round(k * gap * 8000) for k, part in enumerate(parts)])
    return made(hashes, at)


@pytest.mark.parametrize("begin", [0.0, 2.5, 17.0])
@pytest.mark.parametrize("lost", [0, 2, 3])
def test_a_part_is_found_at_its_offset(begin: float, lost: int) -> None:
    outcome = ask(sound_like(seed=1, seconds=35), sound_like(seed=1, seconds=8, begin=begin, lost=lost))
    assert isinstance(outcome, Found)
    (part,) = outcome.value["stretches"]
    assert abs(float(Fraction(part["offset"])) + begin) <= part["error"]
    assert abs(float(Fraction(part["one"]["end"]) - Fraction(part["one"]["start"])) - 8) < 0.5


def test_parts_at_several_offsets() -> None:
    whole = sound_like(seed=1, seconds=38)
    parts = both(sound_like(seed=1, seconds=8, begin=25), sound_like(seed=1, seconds=8, begin=3))
    outcome = ask(whole, parts)
    assert isinstance(outcome, Found)
    assert sorted(round(float(Fraction(part["offset"]))) for part in outcome.value["stretches"]) == [-25, 9]


@pytest.mark.parametrize("seed", range(10))
def test_two_sounds_have_nothing_in_common(seed: int) -> None:
    assert isinstance(ask(sound_like(seed=seed + 1), sound_like(seed=seed + 50)), Nothing)


def test_a_hum_votes_for_nothing() -> None:
    """One landmark over and over agrees with itself at every offset."""
    hum = made(np.full(4000, 77), np.arange(4000) * 80)
    landmarks = heard(hum)
    assert landmarks is not None and len(landmarks.at) == 0
    assert isinstance(ask(hum, hum), Nothing)
    rare = made(np.full(COMMON, 77), np.arange(COMMON) * 800)
    assert not isinstance(ask(rare, rare), Found) or len(heard(rare).at) == COMMON  # type: ignore[union-attr]


def test_a_faint_trace_is_not_told() -> None:
    outcome = ask(sound_like(seed=1, seconds=30), thinned(sound_like(seed=1, seconds=30), keep=18))
    assert isinstance(outcome, Inconclusive)


def thinned(reading: Reading, keep: int) -> Reading:
    """Only every `keep`-th landmark is still its own."""
    hashes = reading.arrays["read.sound/hash"].astype(np.int64) ^ 0x33333
    hashes[::keep] ^= 0x33333
    return made(hashes, reading.arrays["read.sound/at"])
