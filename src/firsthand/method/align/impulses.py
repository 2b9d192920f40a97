"""align.impulses: when do bangs arrive in a recording? First arrivals, picked to a sample, with their strength."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.special

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from .air import Bounds
from .wave import F4, RATE, Wave, wave_of

EDGE = 0.9  # of the sample before, taken away: what is low grows weak
STEP = 16  # samples (2 ms) of the envelope
SHORT, LONG = 3, 100  # steps: the rise, and what it is compared with
REST_S = 0.08  # after an onset its own echoes are not taken for another
BEFORE_S, AFTER_S = 0.05, 0.006  # around a trigger, in which the onset is picked
PICK_S = 0.0005  # an arrival is picked to this at best
FIRST_S, PART = (
    0.0125,
    0.25,
)  # the first peak lies within this of the end of the piece; the arrival is at this part of it
MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How sudden and how loud a bang must be."""

    sudden: float = value(8.0, "times that the loudness must rise within 6 ms, over the 0.2 s before")
    loud: float = value(0.02, "least peak of a bang, of full scale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Impulse:
    """One arrival: `at` (seconds of the samples), how far the pick may be off, peak (of full scale), rise over what was before."""

    at: float
    error: float
    peak: float
    rise: float


def impulses(given: Given, samples: F4) -> list[Impulse]:
    """Arrivals in order of time. Asked of the samples, and of how they change from one to the next: noise of wind and motors is
    low, so a shot rises there where the samples hide it; a far blast, low itself, rises in the samples only.
    """
    if len(samples) // STEP <= LONG:
        return []
    edges = np.concatenate([samples[:1], samples[1:] - EDGE * samples[:-1]]).astype(np.float32)
    rises = np.stack([_rises(samples), _rises(edges)])
    rise = rises.max(axis=0)
    made: list[Impulse] = []
    last = -1.0
    for place in np.flatnonzero(rise >= given.sudden).tolist():
        if place * STEP / RATE - last < REST_S or len(made) >= MOST:
            continue
        near = slice(place, min(place + round(0.02 * RATE / STEP), len(rise)))
        top = int(place + np.argmax(rise[near]))
        start = max(0, place * STEP - round(BEFORE_S * RATE))
        end = min(len(samples), (place + SHORT) * STEP + round(AFTER_S * RATE))
        peak = float(np.abs(samples[place * STEP : place * STEP + round(0.03 * RATE)]).max())
        if peak < given.loud:
            continue
        heard = samples if rises[0, near].max() >= rises[1, near].max() else edges
        at, error = _pick(heard[start:end])
        last = start / RATE + at
        made.append(Impulse(at=last, error=error, peak=peak, rise=float(rise[top])))
    return made


def _rises(samples: F4) -> npt.NDArray[np.float64]:
    """Of every step, how much louder the 6 ms from it on are than the 0.2 s before."""
    count = len(samples) // STEP
    power = np.square(samples[: count * STEP].reshape(count, STEP), dtype=np.float64).mean(axis=1)
    total = np.r_[0.0, np.cumsum(power)]
    short = (total[SHORT:] - total[:-SHORT]) / SHORT  # of steps k .. k + SHORT
    places = np.arange(len(short))
    first: npt.NDArray[np.int64] = np.clip(places - LONG, 0, None)
    long: npt.NDArray[np.int64] = np.clip(places - first, 1, None)
    before = (total[places] - total[first]) / long
    rise = np.sqrt(short / np.maximum(before, 1e-9))
    rise[:SHORT] = 0.0
    return np.asarray(rise)


def _pick(piece: F4) -> tuple[float, float]:
    """The first arrival (s into the piece): where the sound first reaches a quarter of the bang's first peak.

    A codec smears a faint echo of a bang over the 20 ms before it, which a criterion of variance takes for the arrival.
    """
    size = np.abs(piece - piece[: len(piece) // 3].mean())
    peak = float(size[-round(FIRST_S * RATE) :].max())
    early, at, late = (int(np.argmax(size >= part * peak)) for part in (PART / 2, PART, 2 * PART))
    return at / RATE, max(PICK_S, (late - early) / 2 / RATE)


def matched(one: Sequence[Impulse], two: Sequence[Impulse], lag: float, close: float) -> npt.NDArray[np.float64]:
    """[n, 2]: arrivals of the first (s) that have one of the second within `close` of `lag`, and by how much that is later."""
    first, second = (np.array([each.at for each in side]) for side in (one, two))
    differs = second[None, :] - first[:, None]
    nearest = np.abs(differs - lag).argmin(axis=1)
    later = differs[np.arange(len(first)), nearest]
    kept = np.abs(later - lag) <= close
    return np.stack([first[kept], later[kept]], 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One offset at which arrivals of two recordings fall together: `count` of `least` that could, and how many such offsets
    chance would give if the arrivals of each came at any time alike."""

    lag: float
    count: int
    least: int
    spread: float
    chance: float


def modes(
    one: Sequence[Impulse], two: Sequence[Impulse], ends: tuple[float, float], close: float = 0.003
) -> list[Mode]:
    """Offsets (two minus one, s) by how many arrivals they bring together within `close`, best first, at most 8.

    `ends` are the two recordings' lengths: `least` counts the arrivals that lie in the overlap, in whichever has fewer.
    """
    first, second = (np.array([each.at for each in side]) for side in (one, two))
    if not len(first) or not len(second):
        return []
    lags: npt.NDArray[np.float64] = np.sort((second[None, :] - first[:, None]).ravel())
    last = np.searchsorted(lags, lags + 2 * close, side="right")
    order = np.argsort(-(last - np.arange(len(lags))), kind="stable")
    made: list[Mode] = []
    for start in order[:4000]:
        held = lags[start : last[start]]
        lag = float(np.median(held))
        if any(abs(lag - other.lag) < 0.02 for other in made):
            continue
        count = int((np.abs(second[None, :] - first[:, None] - lag).min(axis=1) <= close).sum())
        inside = (
            int(((first + lag >= 0) & (first + lag <= ends[1])).sum()),
            int(((second - lag >= 0) & (second - lag <= ends[0])).sum()),
        )
        common = max(min(ends[1], ends[0] + lag) - max(0.0, lag), 4 * close)
        each = 1 - float(np.exp(-2 * close * max(inside) / common))
        chance = len(first) * len(second) * float(scipy.special.bdtrc(count - 1, min(inside), each))
        spread = float(held.max() - held.min())
        made.append(Mode(lag=lag, count=count, least=min(inside), spread=spread, chance=chance))
        if len(made) == 8:
            break
    return sorted(made, key=lambda mode: (-mode.count, mode.lag))


def run(given: Given, inputs: Inputs) -> Outcome:
    wave = wave_of(inputs["sound"])
    if wave is None or wave.seconds < 0.5:
        return Unsuitable(why="no sound, or less than half a second")
    found = impulses(given, wave.samples)
    looked = f"{wave.seconds:.1f} s of sound for rises of {given.sudden:g} times within 6 ms"
    if not found:
        return Nothing(looked=looked)
    return Found(value={"impulses": [wire(each, wave.at, wave.late) for each in found], "looked": looked})


def wire(found: Impulse, at: float, late: float) -> dict[str, Any]:
    span = Bounds(low=at + found.at - found.error - late, high=at + found.at + found.error)
    return {"media_s": span.wire(4), "peak": round(found.peak, 3), "rise": round(found.rise, 1)}


def bangs(times: Sequence[float], *, seconds: float = 8.0, seed: int = 1, noise: float = 0.005) -> Wave:
    """Made bangs over noise, for examples and tests: each a sharp rise and a falling rumble."""
    rng = np.random.default_rng(seed)
    made = rng.normal(size=round(seconds * RATE)) * noise
    tail = rng.normal(size=RATE // 4) * np.exp(-np.arange(RATE // 4) / 400.0)
    for time in times:
        start = round(time * RATE)
        piece = made[start : start + len(tail)]
        piece += 0.6 * tail[: len(piece)]
    return Wave(at=0.0, samples=made.astype(np.float32))


def _near(outcome: Outcome, times: Sequence[float]) -> bool:
    if not isinstance(outcome, Found) or len(outcome.value["impulses"]) != len(times):
        return False
    spans = [row["media_s"] for row in outcome.value["impulses"]]
    return all(span["low"] - 0.001 <= time <= span["high"] + 0.001 for span, time in zip(spans, times, strict=True))


IMPULSES = Method(
    name="align.impulses",
    version=3,
    asks="When do bangs, shots or blasts arrive in this recording?",
    given=Given,
    inputs=(
        Input(
            name="sound",
            kind="value",
            says='the sound of one file: {"at": seconds of presentation, "rate": 8000, "samples": [-1.0 to 1.0]}',
        ),
    ),
    says="impulses: {media_s: bounds of the arrival on the file's own clock, peak of full scale, rise over the 0.2 s before}",
    limits=(
        "it says that a sound is sudden, never what made it: a door, a microphone knocked, fireworks and shots are alike here",
        "an echo more than 0.08 s later may be listed as a bang of its own; of two bangs closer than that only the first is",
        "a recorder's own gain control hides bangs that follow a louder one",
        "the arrival is not the bang: sound needs 2.9 s for each kilometre",
    ),
    cites=("ISO 10843:1997, methods for the description and physical measurement of single impulses",),
    run=run,
    examples=(
        Example(
            says="three bangs over noise",
            given=Given(),
            inputs=lambda: {"sound": bangs((1.5, 2.75, 6.0))},
            gives="found",
            check=lambda outcome: _near(outcome, (1.5, 2.75, 6.0)),
        ),
        Example(
            says="noise without a bang",
            given=Given(),
            inputs=lambda: {"sound": bangs(())},
            gives="nothing",
        ),
    ),
)
