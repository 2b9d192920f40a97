"""Landmarks: the same however the sound comes in pieces, wherever it stands in time, and after loss; times exact."""

import itertools
from fractions import Fraction

import hypothesis.strategies as st
import numpy as np
from hypothesis import example, given, settings

from firsthand.method.read.fold import SOUND_RATE, Pass, Sound, film_facts, run_reader, sound_of
from firsthand.method.read.sound import (
    BLOCK,
    FAN,
    FLOOR,
    HOP,
    LEVEL,
    NEAR_BINS,
    NEAR_FRAMES,
    PEAKS,
    REACH,
    SOUND,
    SPREAD,
    WINDOW,
)

RNG = np.random.default_rng(5)


def noise(seconds: float) -> np.ndarray:
    """Tones and hiss that come and go: much to hold on to."""
    time = np.arange(int(seconds * SOUND_RATE)) / SOUND_RATE
    made = 0.05 * RNG.standard_normal(len(time))
    for _ in range(int(6 * seconds)):
        start, pitch = RNG.uniform(0, seconds), RNG.uniform(150, 3500)
        made += 0.3 * np.sin(2 * np.pi * pitch * time) * np.exp(-(((time - start) / 0.06) ** 2))
    return made.astype(np.float32)


TUNE = noise(7)


def part(blocks):
    return run_reader(SOUND, Pass(), {"facts": film_facts(sound=1), "frames": (), "sound": blocks})


def landmarks(blocks) -> list[tuple[int, int]]:
    made = part(blocks).arrays
    return list(zip(made["read.sound/at"].tolist(), made["read.sound/hash"].tolist(), strict=True))


WHOLE = landmarks(sound_of(TUNE))


@given(st.lists(st.integers(1, 20_000), max_size=12))
@example([WINDOW + (BLOCK - 1) * HOP])  # a whole block of frames, and not one after it
@example([WINDOW + (2 * BLOCK - 1) * HOP])
@settings(max_examples=25)
def test_pieces_do_not_matter(sizes: list[int]) -> None:
    edges = [0, *np.minimum(np.cumsum(sizes), len(TUNE)).tolist(), len(TUNE)]
    pieces = [Sound(at=Fraction(a, SOUND_RATE), samples=TUNE[a:b], joined=a > 0) for a, b in itertools.pairwise(edges)]
    assert landmarks(pieces) == WHOLE


@given(st.fractions(-5000, 5000))
@settings(max_examples=10)
def test_only_times_move_with_the_time(start: Fraction) -> None:
    moved = landmarks(sound_of(TUNE, at=start))
    shift = round(start * SOUND_RATE)
    assert [(at - shift, mark) for at, mark in moved] == WHOLE


def slow(samples: np.ndarray) -> list[tuple[int, int]]:
    """Each rule of the module's head, by loops, for one stretch."""
    padded = np.concatenate([samples, np.zeros(WINDOW, np.float32)])
    hann = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    frames = [
        np.abs(np.fft.rfft((padded[a : a + WINDOW] * hann).astype(np.float32)))
        for a in range(0, len(padded) - WINDOW + 1, HOP)
    ]
    loud = np.array(frames, np.float32)
    chosen: list[tuple[int, int]] = []
    for start in range(0, len(loud), BLOCK):
        here = []
        for k in range(start, min(start + BLOCK, len(loud))):
            for b in range(2, WINDOW // 2):
                if loud[k, b] <= FLOOR:
                    continue
                box = loud[max(0, k - NEAR_FRAMES) : k + NEAR_FRAMES + 1, max(0, b - NEAR_BINS) : b + NEAR_BINS + 1]
                if loud[k, b] >= box.max():
                    here.append((k, b))
        here.sort(key=lambda peak: -loud[peak])
        chosen += sorted(here[:PEAKS])
    made = []
    for i, (k, b) in enumerate(chosen):
        taken = 0
        for later, bin_ in chosen[i + 1 : i + 4 * PEAKS]:
            if 1 < later - k <= REACH and abs(bin_ - b) <= SPREAD and taken < FAN:
                taken += 1
                made.append((k * HOP + WINDOW // 2, b << 15 | (bin_ - b + 64) << 7 | (later - k)))
    return sorted(made)


def test_the_fast_way_and_the_slow_way_agree() -> None:
    sample = TUNE[: 3 * SOUND_RATE]
    fast, oracle = set(landmarks(sound_of(sample))), set(slow(sample))
    assert len(oracle) > 50 and len(fast ^ oracle) <= 0.02 * len(oracle), "float32 ties may fall either way"


def matches(one: list[tuple[int, int]], two: list[tuple[int, int]]) -> tuple[int, int]:
    """The offset on which most equal landmarks agree, and how many."""
    places: dict[int, list[int]] = {}
    for at, mark in one:
        places.setdefault(mark, []).append(at)
    votes: dict[int, int] = {}
    for at, mark in two:
        for other in places.get(mark, ()):
            votes[at - other] = votes.get(at - other, 0) + 1
    best = max(votes, key=lambda offset: votes[offset]) if votes else 0
    return best, votes.get(best, 0)


def test_landmarks_survive_noise_loudness_and_a_cut() -> None:
    spoiled = 0.3 * TUNE + 0.01 * RNG.standard_normal(len(TUNE)).astype(np.float32)
    cut = spoiled[128 * 100 :]
    offset, votes = matches(WHOLE, landmarks(sound_of(cut)))
    assert offset == -128 * 100 and votes > 40
    assert matches(WHOLE, landmarks(sound_of(noise(7))))[1] < 8


def test_levels_are_root_mean_squares_of_ten_milliseconds() -> None:
    made = part(sound_of(TUNE[:4050], block=777)).arrays["read.sound/level"]
    whole = TUNE[:4000].reshape(-1, LEVEL)
    assert len(made) == 51 and np.allclose(made[:50], np.sqrt((whole.astype(float) ** 2).mean(axis=1)), rtol=1e-5)


def test_hostile_samples_are_bounded() -> None:
    wild = np.array([np.nan, np.inf, -np.inf, 1e30, -1e30] * 4000, np.float32)
    made = part(sound_of(wild))
    assert np.isfinite(made.arrays["read.sound/level"]).all()


def test_segments_are_bounded(monkeypatch) -> None:
    monkeypatch.setattr("firsthand.method.read.sound.MOST_SEGMENTS", 3)
    blocks = [Sound(at=Fraction(9 * k), samples=TUNE[:2000], joined=False) for k in range(6)]
    facts = part(blocks).facts
    assert facts["segments"] and len(facts["segments"]) == 3 and facts["dropped"] == 6000


def test_landmarks_never_span_a_gap() -> None:
    blocks = [*sound_of(TUNE[:16_000]), *sound_of(TUNE[:16_000], at=Fraction(100))]
    at = np.array([place for place, _ in landmarks(blocks)])
    first, second = at[at < 400_000], at[at >= 800_000]
    assert len(first) == len(second) == len(at) / 2 and (second - 800_000 == first).all()
