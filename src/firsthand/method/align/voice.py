"""align.voice: where in a recording may somebody speak? By a local model where one is at hand, else by loudness and pitch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.fft

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from .made import street
from .wave import F4, RATE, Wave, wave_of

STEP_S = 0.02
FRAME = 512  # samples: 64 ms, two periods of the lowest voice
PITCH_HZ = (75.0, 400.0)
Model = Callable[
    [F4], npt.NDArray[np.float32]
]  # 8 kHz samples -> how likely speech is, each 32 ms; a ready session of the desk's
MODEL_STEP_S = 0.032


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """From what on it is called a voice, and how stretches are joined."""

    likely: float = value(0.5, "least likelihood that the model gives")
    voiced: float = value(0.45, "without a model: least share of pitch in a step's sound (0 to 1)")
    join_s: float = value(0.4, "seconds of pause that a stretch goes on over")
    least_s: float = value(0.25, "seconds that a stretch lasts at least")
    around_s: float = value(0.2, "seconds added before and after")


def run(given: Given, inputs: Inputs) -> Outcome:
    wave = wave_of(inputs["sound"])
    model: Model | None = inputs["model"]
    if wave is None or wave.seconds < 0.5:
        return Unsuitable(why="no sound, or less than half a second")
    spans = voices(given, wave, model)
    by = "a model" if model is not None else "loudness and pitch, no model"
    looked = f"{wave.seconds:.1f} s of sound by {by}"
    if not spans:
        return Nothing(looked=looked, value={"by": by})
    spoken = sum(high - low for low, high in spans)
    rows = [{"low": round(low, 3), "high": round(high, 3)} for low, high in spans]
    return Found(value={"by": by, "spans_s": rows, "spoken_s": round(spoken, 2), "of_s": round(wave.seconds, 2)})


def voices(given: Given, wave: Wave, model: Model | None) -> list[tuple[float, float]]:
    """Stretches on the file's own clock, apart and in order."""
    if model is not None:
        likely = np.asarray(model(wave.samples), np.float32)
        return _joined(given, likely >= given.likely, MODEL_STEP_S, wave)
    return _joined(given, _pitched(given, wave.samples), STEP_S, wave)


def _pitched(given: Given, samples: F4) -> npt.NDArray[np.bool_]:
    """Steps whose sound has a pitch of a voice that moves, and is well above the recording's usual quiet."""
    hop = round(STEP_S * RATE)
    count = max(0, (len(samples) - FRAME) // hop + 1)
    if count == 0:
        return np.zeros(0, bool)
    size = 2 * FRAME
    short, long = (round(RATE / hertz) for hertz in reversed(PITCH_HZ))
    share, lag = np.zeros(count), np.zeros(count)
    loud = np.zeros(count)
    for first in range(0, count, 4096):  # bounded memory
        last = min(count, first + 4096)
        frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME)[first * hop : (last - 1) * hop + 1 : hop]
        frames = (frames - frames.mean(axis=1, keepdims=True)) * np.hanning(FRAME)
        alike = scipy.fft.irfft(np.square(np.abs(scipy.fft.rfft(frames, size, axis=1))), size, axis=1)
        own = scipy.fft.irfft(np.square(np.abs(scipy.fft.rfft(np.hanning(FRAME), size))), size)
        even = alike[:, : long + 1] / np.maximum(alike[:, :1], 1e-12) / np.maximum(own[: long + 1] / own[0], 0.05)
        share[first:last] = even[:, short : long + 1].max(axis=1)
        lag[first:last] = short + even[:, short : long + 1].argmax(axis=1)
        loud[first:last] = np.sqrt(np.square(frames).mean(axis=1))
    quiet = float(np.percentile(loud, 10)) + 1e-4
    held = (share >= given.voiced) & (loud >= 2 * quiet)
    # A hum or a horn keeps its pitch for seconds; a voice moves: what stays within 1 % for half a second is none.
    wide = round(0.5 / STEP_S)
    steady = np.array([np.ptp(lag[max(0, k - wide) : k + wide]) <= 0.01 * lag[k] for k in range(count)])
    return np.asarray(held & ~steady)


def _joined(given: Given, held: npt.NDArray[np.bool_], step: float, wave: Wave) -> list[tuple[float, float]]:
    made: list[list[float]] = []
    for place in np.flatnonzero(held).tolist():
        low, high = place * step, (place + 1) * step
        if made and low - made[-1][1] <= given.join_s:
            made[-1][1] = high
        else:
            made.append([low, high])
    spans: list[list[float]] = []
    for low, high in made:
        if high - low < given.least_s:
            continue
        low, high = max(0.0, low - given.around_s), min(wave.seconds, high + given.around_s)
        if spans and low <= spans[-1][1]:
            spans[-1][1] = high
        else:
            spans.append([low, high])
    return [(wave.at + low, wave.at + high) for low, high in spans]


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same outcome, and stretches that have most of their seconds in common."""
    if type(one) is not type(two):
        return False
    if not isinstance(one, Found) or not isinstance(two, Found):
        return True
    spans: list[Sequence[Any]] = [outcome.value["spans_s"] for outcome in (one, two)]
    common = sum(max(0.0, min(a["high"], b["high"]) - max(a["low"], b["low"])) for a in spans[0] for b in spans[1])
    return bool(common >= 0.9 * max(outcome.value["spoken_s"] for outcome in (one, two)))


def spoken(*, seconds: float = 6.0, seed: int = 1) -> Wave:
    """Made syllables with a moving pitch from the second second on, for examples and tests: no word of any language."""
    rng = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    pitch = 130 + 40 * np.sin(2 * np.pi * 0.9 * time) + 15 * np.sin(2 * np.pi * 2.3 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    tone = sum(np.sin(k * phase) / k for k in range(1, 12))
    beats = (np.sin(2 * np.pi * 3.1 * time) > -0.6) & (time >= 2.0) & (time < seconds - 1.0)
    made = 0.12 * tone * beats + rng.normal(size=len(time)) * 0.004
    return Wave(at=0.0, samples=made.astype(np.float32))


def _near(outcome: Outcome) -> bool:
    return (
        isinstance(outcome, Found)
        and abs(outcome.value["spans_s"][0]["low"] - 1.8) < 0.3
        and abs(outcome.value["spans_s"][-1]["high"] - 5.2) < 0.4
    )


VOICE = Method(
    name="align.voice",
    version=1,
    asks="Where in this recording may somebody speak?",
    given=Given,
    inputs=(
        Input(name="sound", kind="value", says='{"at": seconds, "rate": 8000, "samples": [-1.0 to 1.0]}'),
        Input(
            name="model", kind="value", says="a voice model made ready by the desk, or null: then by loudness and pitch"
        ),
    ),
    says="spans_s: stretches {low, high} on the file's own clock; by: a model, or loudness and pitch; spoken_s of of_s seconds",
    limits=(
        "without a model a song, a bird or a siren that wavers is taken for a voice, and a whisper is missed",
        "with a model, crowds, loudspeakers and music are judged either way; it says nothing of who speaks or what is said",
        "a stretch that is not named was not shown to be silent",
    ),
    cites=(
        "Silero VAD, snakers4/silero-vad (MIT)",
        "P. Boersma, Accurate short-term analysis of the fundamental frequency, 1993",
    ),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="syllables with a moving pitch, without a model",
            given=Given(),
            inputs=lambda: {"sound": spoken(), "model": None},
            gives="found",
            check=_near,
        ),
        Example(
            says="noise of a street without a voice's pitch, without a model",
            given=Given(),
            inputs=lambda: {"sound": street(seed=1, mic=1, noise=3.0), "model": None},
            gives="nothing",
        ),
        Example(
            says="less than half a second",
            given=Given(),
            inputs=lambda: {"sound": {"at": 0.0, "rate": RATE, "samples": [0.1] * 100}, "model": None},
            gives="unsuitable",
        ),
    ),
)
