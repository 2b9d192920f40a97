"""Made sound for examples and tests: a street with voices, as microphones at different places hear it."""

import numpy as np

from .wave import RATE, Wave

BEGIN, LENGTH = 2.0, 26.0  # seconds of the street before the first recording, and in all


def street(*, seed: int, mic: int, start: float = 0.0, seconds: float = 12.0, noise: float = 0.1) -> Wave:
    """What microphone `mic` records from `start` on: voices 0 to 20 ms away, an echo and noise of its own."""
    rng = np.random.default_rng((seed, 1))
    count = int(LENGTH * RATE)
    own = np.random.default_rng((seed, 2, mic))
    heard = own.normal(size=count) * noise
    for _ in range(3):
        voice = _voice(rng, count)
        delay, echo = int(own.integers(0, 160)), int(own.integers(200, 900))
        heard += np.roll(voice, delay) + 0.4 * np.roll(voice, delay + echo)
    first = round((BEGIN + start) * RATE)
    piece = heard[first : first + round(seconds * RATE)]
    return Wave(at=0.0, samples=(0.2 * piece / np.abs(heard).max()).astype(np.float32))


def _voice(rng: np.random.Generator, count: int) -> np.ndarray:
    """Noise in syllables, louder in one part of the spectrum: no two syllables alike."""
    made = rng.normal(size=count)
    low = float(rng.uniform(0.2, 0.5))
    made = np.convolve(made, [1.0, low, low**2], mode="same")
    beats = np.repeat(rng.uniform(0.0, 1.0, count // 1200 + 1) ** 2, 1200)[:count]
    return np.asarray(made * beats)
