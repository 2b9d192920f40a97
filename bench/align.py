"""How well pairs of made recordings are put on one clock, and how often unrelated ones are: `python bench/align.py [PAIRS] [ALONE]`.

A street is made for each pair: sources (talkers, a siren, shots) at places, two microphones at others, each with its own
delays, reverberation, noise, gain control, clipping and clock. The truth of each source's delay is exact. No real sound.
"""

import sys
import time
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import scipy.signal

from firsthand.method.align.hear import Ready, ready
from firsthand.method.align.pair import Given, compare
from firsthand.method.align.wave import RATE, Wave
from firsthand.record.finding import Found, Inconclusive

SPEED = 343.2
MEASURE = 16000  # samples a second of the simulation, before the microphone's own rate
KINDS = ("talk", "mixed", "shots")
PAIRS, ALONE = 40, 30
OVERLAP = (10.0, 35.0)
LENGTH = 45.0


@dataclass(frozen=True)
class Truth:
    """The clock's offset, and each source's delay at a second of the first recording (two minus one)."""

    start: float
    lags: tuple[float, ...]
    drifts: tuple[float, float]

    @property
    def ppm(self) -> float:
        return self.drifts[0] - self.drifts[1]


def talk(rng: np.random.Generator, count: int) -> np.ndarray:
    """Syllables of voiced and hissed sound with moving resonances."""
    made = np.zeros(count)
    at = 0
    while at < count:
        length = int(rng.uniform(0.08, 0.3) * MEASURE)
        t = np.arange(length) / MEASURE
        pitch = rng.uniform(90, 240)
        body = sum(np.sin(2 * np.pi * pitch * k * t + rng.uniform(0, 6)) / k for k in range(1, 16))
        hiss = rng.normal(size=length) * rng.uniform(0.2, 1.5)
        low, high = sorted(rng.uniform(300, 3500, 2))
        sos = scipy.signal.butter(2, [low, high + 300], "bandpass", fs=MEASURE, output="sos")
        piece = scipy.signal.sosfilt(sos, body + hiss) * np.hanning(length) * rng.uniform(0.3, 1.0)
        made[at : at + length] += piece[: count - at]
        at += length + int(rng.choice([0.02, 0.1, 0.5]) * MEASURE)
    return np.asarray(made / made.std())


def siren(rng: np.random.Generator, count: int) -> np.ndarray:
    t = np.arange(count) / MEASURE
    tone = 900 + 400 * np.sin(2 * np.pi * rng.uniform(0.2, 0.4) * t + rng.uniform(0, 6))
    made: np.ndarray = np.sin(2 * np.pi * np.cumsum(tone) / MEASURE)
    return made + 0.3 * np.sin(4 * np.pi * np.cumsum(tone) / MEASURE)


def shots(rng: np.random.Generator, count: int) -> np.ndarray:
    made = np.zeros(count)
    tail = np.arange(MEASURE // 3) / MEASURE
    for at in np.cumsum(rng.exponential(1.6, int(count / MEASURE / 1.2)) + 0.15):
        first = int(at * MEASURE)
        if first < count:
            bang = rng.normal(size=len(tail)) * np.exp(-tail / 0.015) * 12
            made[first : first + len(tail)] += bang[: count - first]
    return made


def recorded(
    rng: np.random.Generator, sources: list[np.ndarray], away: list[float], start: float, ppm: float, snr_db: float
) -> Wave:
    """One microphone: every source after its way, a room, noise of its own, gain control, clipping, its own clock."""
    count = len(sources[0])
    seconds = np.arange(int(LENGTH * RATE)) / RATE * (1 + ppm * 1e-6) + start
    made = np.zeros(len(seconds))
    for source, metres in zip(_rooms(rng, sources), away, strict=True):
        made += np.interp((seconds - metres / SPEED) * MEASURE, np.arange(count), source, 0, 0) * 10 / max(metres, 3.0)
    noise = np.asarray(scipy.signal.lfilter([1], [1, -0.7], rng.normal(size=len(made))))
    made += noise / noise.std() * np.sqrt(np.mean(made**2)) * 10 ** (-snr_db / 20)
    loud = np.sqrt(scipy.signal.lfilter([2e-4], [1, -(1 - 2e-4)], made**2) + 1e-9)
    made = made / loud ** rng.uniform(0.0, 0.6)
    made = np.clip(made / np.abs(made).max() * rng.uniform(0.5, 2.5), -1, 1)
    return Wave(at=0.0, samples=np.round(made * 32767).astype(np.float32) / 32767)


def _rooms(rng: np.random.Generator, sources: list[np.ndarray]) -> list[np.ndarray]:
    made = []
    for source in sources:
        tail = np.arange(int(0.3 * MEASURE)) / MEASURE
        room = rng.normal(size=len(tail)) * np.exp(-tail / rng.uniform(0.03, 0.1)) * 0.05
        room[0] = 1.0
        made.append(scipy.signal.fftconvolve(source, room)[: len(source)])
    return made


def pair(seed: int, kind: str) -> tuple[Wave, Wave, Truth]:
    """Two recordings of one street, 10 to 35 s in common, 20 to 0 dB, drifts to 60 ppm each."""
    rng = np.random.default_rng((seed, 7))
    count = int(130 * MEASURE)
    sources = {  # type: ignore[no-untyped-call]
        "talk": lambda: [talk(rng, count) for _ in range(2)],
        "mixed": lambda: [talk(rng, count), siren(rng, count), 0.5 * shots(rng, count)],
        "shots": lambda: [shots(rng, count)],
    }[kind]()
    places = rng.uniform(-40, 40, (len(sources), 2))
    mics = rng.uniform(-50, 50, (2, 2))
    away = [[float(np.hypot(*(place - mic))) for place in places] for mic in mics]
    common = rng.uniform(*OVERLAP)
    starts = [20.0, 20.0 + LENGTH - common]
    drifts = rng.uniform(-60, 60, 2)
    snr = rng.uniform(0, 20)
    waves = [recorded(rng, sources, away[k], starts[k], float(drifts[k]), float(snr)) for k in (0, 1)]
    # Media second t of k is world second starts[k] + t (1 + ppm): the same world second, each way's own delay.
    lags = tuple(starts[0] - starts[1] + (b - a) / SPEED for a, b in zip(*away, strict=True))
    return (
        waves[0],
        waves[1],
        Truth(start=starts[0] - starts[1], lags=lags, drifts=(float(drifts[0]), float(drifts[1]))),
    )


def lag_at(truth: Truth, lag: float, at: float) -> float:
    """A delay at second `at` of the first recording, exactly: both clocks run at rates of their own."""
    first, second = (1 + ppm * 1e-6 for ppm in truth.drifts)
    return (lag + at * first) / second - at


def related(pairs: int) -> None:
    names = ("one", "two")
    for kind in KINDS:
        answered, errors, rates, covered, spent = 0, list[float](), list[float](), 0, 0.0
        for number in range(pairs // len(KINDS)):
            first, second, truth = pair(number + 1, kind)
            begun = time.process_time()
            outcome = compare(Given(), names[0], ready(first), names[1], ready(second))
            spent += time.process_time() - begun
            if not isinstance(outcome, Found):
                continue
            answered += 1
            told = outcome.value
            best = told["sources"][0]
            middle = (best["heard_s"]["low"] + best["heard_s"]["high"]) / 2
            errors.append(min(abs(lag_at(truth, lag, best["at_s"]) - middle) for lag in truth.lags))
            covered += told["clock_s"]["low"] <= lag_at(truth, truth.start, told["at_s"]) <= told["clock_s"]["high"]
            if told["rate_ppm"]:
                rates.append(abs(truth.ppm - (told["rate_ppm"]["low"] + told["rate_ppm"]["high"]) / 2))
        _told(kind, pairs // len(KINDS), answered, errors, rates, covered, spent)


def _told(
    kind: str, of: int, answered: int, errors: list[float], rates: list[float], covered: int, spent: float
) -> None:
    found = np.array(errors or [np.inf])
    print(
        f"{kind:6} {of} pairs: answered {answered}; heard offset within 1 ms {np.mean(found <= 1e-3):.0%}, "
        f"3 ms {np.mean(found <= 3e-3):.0%} of the answered (median {np.median(found) * 1e3:.3f} ms, "
        f"worst {found.max() * 1e3:.1f} ms); clock span holds the truth {covered}/{answered}; "
        f"rate told {len(rates)}, median off {np.median(rates) if rates else float('nan'):.2f} ppm; "
        f"{spent / of:.2f} CPU-s a pair",
        flush=True,
    )


def unrelated(alone: int) -> None:
    """Recordings of as many streets, each against each: none may be accepted."""
    made: list[Ready] = [ready(pair(1000 + number, KINDS[number % 3])[0]) for number in range(alone)]
    accepted, unsure, done = 0, 0, 0
    for (a, first), (b, second) in combinations(enumerate(made), 2):
        outcome = compare(Given(), str(a), first, str(b), second)
        done += 1
        accepted += isinstance(outcome, Found)
        unsure += isinstance(outcome, Inconclusive)
        if isinstance(outcome, Found):
            print("  falsely accepted:", KINDS[a % 3], KINDS[b % 3], outcome.value["evidence"], flush=True)
    print(f"unrelated: {done} pairs of {alone} streets: {accepted} accepted, {unsure} inconclusive", flush=True)


def main() -> int:
    words = [int(word) for word in sys.argv[1:3]]
    pairs, alone = [*words, *(PAIRS, ALONE)[len(words) :]]
    related(pairs)
    unrelated(alone)
    return 0


if __name__ == "__main__":
    sys.exit(main())
