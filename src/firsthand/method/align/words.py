"""align.words: what words may have been said, as a machine guesses? An aid to searching, never a transcript."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from .wave import F4

HZ = 16000
# (samples at 16 kHz, language or "") -> {"words": [[low, high, word, p]], "language", "likely"}
Model = Callable[[F4, str], Mapping[str, Any]]
Guess = Callable[[str], tuple[str, float] | None]
UK, RU = re.compile("[іїєґ]", re.IGNORECASE), re.compile("[ыэъё]", re.IGNORECASE)
CYRILLIC = re.compile("[а-яіїєґё]", re.IGNORECASE)
CAVEAT = (
    "a machine's guess: an aid to searching; whoever quotes it listens first and enters the words as an observation"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is passed to the model, and what of its guesses is kept."""

    longest_s: float = value(28.0, "seconds that are passed to the model at once")
    spoken: str = value("", "the language that is spoken, as a person says (uk, ru, en ...); empty: the model guesses")
    least: float = value(0.15, "least mean likelihood of a stretch's words; below it the stretch is left out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """f4[n] at 16 kHz from presentation time `at` (s) on."""

    at: float
    samples: F4


def run(given: Given, inputs: Inputs) -> Outcome:
    sound, model, guess = _sound(inputs["sound"]), inputs["model"], inputs["language"]
    spans: Sequence[Mapping[str, float]] = inputs["voices"]
    if model is None:
        return Unsuitable(why="no model of words is at hand on this machine; the house works without one")
    if sound is None or not len(sound.samples):
        return Unsuitable(why="no sound at 16 kHz")
    if not spans:
        return Nothing(looked="stretches in which somebody may speak: there are none, so the model was not asked")
    words, tongues, left = _asked(given, sound, spans, model)
    if not words:
        why = f"the model is not sure of a single stretch of {len(spans)} ({left} left out)"
        return Inconclusive(why=why, value={"words": [], "left_out": left})
    text = " ".join(row["word"] for row in words)
    return Found(
        value={
            "words": words, "text": text, "language": _language(text, tongues, guess), "left_out": left, "caveat": CAVEAT,
        }
    )  # fmt: skip


def _sound(given: Any) -> Sound | None:
    if isinstance(given, Sound):
        return given
    if isinstance(given, Mapping) and given.get("rate") == HZ:
        return Sound(at=float(given.get("at", 0.0)), samples=np.asarray(given.get("samples", ()), np.float32))
    return None


def _asked(
    given: Given, sound: Sound, spans: Sequence[Mapping[str, float]], model: Model
) -> tuple[list[dict[str, Any]], list[tuple[str, float]], int]:
    """(words on the file's own clock, the model's guesses of language, stretches left out)."""
    words: list[dict[str, Any]] = []
    tongues: list[tuple[str, float]] = []
    left = 0
    for low, high in _pieces(given, spans):
        first, last = (max(0, round((edge - sound.at) * HZ)) for edge in (low, high))
        piece = sound.samples[first:last]
        if len(piece) < HZ // 4:
            continue
        told = model(piece, given.spoken)
        rows = [row for row in told["words"] if 0 <= row[0] <= row[1] <= len(piece) / HZ + 0.5 and row[2]]
        if not rows or float(np.mean([row[3] for row in rows])) < given.least:
            left += 1
            continue
        tongues.append((str(told["language"]), float(told["likely"]) * len(piece)))
        zero = sound.at + first / HZ
        words += [
            {"word": str(word), "low": round(zero + a, 2), "high": round(zero + b, 2), "p": round(float(p), 3)}
            for a, b, word, p in rows
        ]
    return words, tongues, left


def _pieces(given: Given, spans: Sequence[Mapping[str, float]]) -> list[tuple[float, float]]:
    made: list[tuple[float, float]] = []
    for span in spans:
        count = max(1, int(np.ceil((span["high"] - span["low"]) / given.longest_s)))
        edges = np.linspace(span["low"], span["high"], count + 1)
        made += [(a, b) for a, b in itertools.pairwise(edges.tolist())]
    return made


def _language(text: str, tongues: Sequence[tuple[str, float]], guess: Guess | None) -> dict[str, Any]:
    """By the model (of sound), by letters (Ukrainian and Russian have some of their own), by a detector of texts where there is one."""
    weight: dict[str, float] = {}
    for tongue, heard in tongues:
        weight[tongue] = weight.get(tongue, 0.0) + heard
    best = max(sorted(weight), key=lambda each: weight[each])
    other = None if guess is None else guess(text)
    return {
        "model": best,  # where a person said which, that one
        "letters": letters(text),
        "text": None if other is None else {"language": other[0], "likely": round(other[1], 3)},
    }


def letters(text: str) -> str | None:
    """ "uk", "ru" or "undecidable" for Cyrillic text, by letters that only one of the two has; None for other scripts."""
    if not CYRILLIC.search(text):
        return None
    uk, ru = len(UK.findall(text)), len(RU.findall(text))
    if uk and not ru:
        return "uk"
    if ru and not uk:
        return "ru"
    return "undecidable"


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same outcome, and most words alike: models differ in the last digit from machine to machine."""
    if type(one) is not type(two):
        return False
    if not isinstance(one, Found) or not isinstance(two, Found):
        return True
    lists = [[row["word"] for row in outcome.value["words"]] for outcome in (one, two)]
    common = sum(a == b for a, b in zip(*lists, strict=False))
    return bool(common >= 0.8 * max(len(each) for each in lists))


def _made(words: Sequence[tuple[float, float, str, float]], language: str = "uk") -> Model:
    return lambda samples, spoken: {"words": [list(word) for word in words], "language": language, "likely": 0.9}


def _inputs(model: Model | None, voices: Sequence[Mapping[str, float]] = ({"low": 2.0, "high": 5.0},)) -> Inputs:
    sound = {"at": 1.0, "rate": HZ, "samples": [0.01] * 6 * HZ}
    return {"sound": sound, "voices": voices, "model": model, "language": None}


WORDS = Method(
    name="align.words",
    version=1,
    asks="What words may have been said in this recording, as a machine guesses?",
    given=Given,
    inputs=(
        Input(name="sound", kind="value", says='{"at": seconds, "rate": 16000, "samples": [-1.0 to 1.0]}'),
        Input(name="voices", kind="value", says="spans_s of align.voice: the model is asked of nothing else"),
        Input(name="model", kind="value", says="a model of words made ready by the desk, or null"),
        Input(name="language", kind="value", says="a detector of a text's language, or null"),
    ),
    says="words: {word, low and high on the file's own clock in seconds, p: the model's own likelihood}; text; language: by the "
    "model, by letters (uk, ru or undecidable), by a detector of texts; left_out: stretches of which the model was not sure",
    limits=(
        "it is no transcript: with Whisper base one word of 20 is wrong in clear English, about every second in real Ukrainian",
        "noise, music and shouting yield fluent words that nobody said; a model of one language invents in another",
        "a word that is not found was not shown to be unsaid",
        "names are guessed from sound: nobody is to be named by it",
        "no translation is made: a person's observation carries one",
    ),
    cites=("A. Radford et al., Robust Speech Recognition via Large-Scale Weak Supervision, 2022",),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="two words in the second stretch, by a model that stands in for one",
            given=Given(),
            inputs=lambda: _inputs(_made([(0.2, 0.6, "ось", 0.9), (0.7, 1.1, "він", 0.8)])),
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["words"][0]["low"] == 2.2
                and outcome.value["language"]["letters"] == "uk"
            ),
        ),
        Example(
            says="a model that is not sure of anything",
            given=Given(),
            inputs=lambda: _inputs(_made([(0.2, 0.6, "you", 0.05)])),
            gives="inconclusive",
        ),
        Example(
            says="nobody speaks: the model is not asked, since it would answer",
            given=Given(),
            inputs=lambda: _inputs(_made([(0.0, 1.0, "thanks", 0.9)]), voices=()),
            gives="nothing",
        ),
        Example(says="no model on this machine", given=Given(), inputs=lambda: _inputs(None), gives="unsuitable"),
    ),
)
