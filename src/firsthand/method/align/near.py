"""align.near: of many recordings, which two may hear one event? A quick look by outlines, before any pair is compared in full."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.fft

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from .made import street
from .outline import Near, outline, peaks, spectrum
from .wave import F4, wave_of

BLOCK = 48  # recordings whose spectra are held at a time, twice over


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How many pairs are worth a full comparison."""

    most: int = value(8, "pairs kept of each recording (or ten minutes of one): its nearest, at least `least` high")
    least: float = value(4.0, "height, in usual deviations, below which no pair is kept")
    always: float = value(7.0, "height from which a pair is kept whatever its rank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Two parts (their names) with the offset at which their outlines fall together, and how far it stands out."""

    one: str
    two: str
    lag: float
    height: float


def nearest(given: Given, outlines: Mapping[str, F4], alone: Mapping[str, str]) -> list[Kept]:
    """The pairs kept, highest first; `alone` names what a part belongs to: parts of one file are not set against each other."""
    found: list[Kept] = []
    for one, two, best in _all(outlines, alone):
        if best.height >= given.least:
            found.append(Kept(one=one, two=two, lag=best.lag, height=round(best.height, 2)))
    found.sort(key=lambda each: (-each.height, each.one, each.two))
    ranks: dict[str, int] = {}
    kept = []
    for each in found:
        places = [ranks.get(name, 0) for name in (each.one, each.two)]
        if each.height >= given.always or min(places) < given.most:
            kept.append(each)
        for name in (each.one, each.two):
            ranks[name] = ranks.get(name, 0) + 1
    return kept


def _all(outlines: Mapping[str, F4], alone: Mapping[str, str]) -> Iterator[tuple[str, str, Near]]:
    """Every two parts with their best offset; spectra are made once for a block, so that memory does not grow with the case."""
    names = sorted((name for name, rows in outlines.items() if len(rows) >= 8), key=lambda each: len(outlines[each]))
    place = {name: number for number, name in enumerate(names)}
    blocks = [names[first : first + BLOCK] for first in range(0, len(names), BLOCK)]
    for later, second in enumerate(blocks):
        for first in blocks[: later + 1]:
            size = scipy.fft.next_fast_len(len(outlines[first[-1]]) + len(outlines[second[-1]]), real=True)
            size += size % 2
            made = {name: spectrum(outlines[name], size) for name in {*first, *second}}
            for one in first:
                for two in second:
                    if (first is second and place[two] <= place[one]) or alone[one] == alone[two]:
                        continue
                    a, b = sorted((one, two))
                    best = peaks(made[a], made[b], (len(outlines[a]), len(outlines[b])), 1)
                    if best:
                        yield a, b, best[0]


def run(given: Given, inputs: Inputs) -> Outcome:
    """Sounds by name; a name may end in "#part", and parts of one file are not compared."""
    sounds: Mapping[str, Any] = inputs["sounds"]
    outlines: dict[str, F4] = {}
    for name, sound in sounds.items():
        if isinstance(sound, np.ndarray):
            outlines[name] = sound
        elif (wave := wave_of(sound)) is not None:
            outlines[name] = outline(wave.samples)
    if len(outlines) < 2:
        return Unsuitable(why=f"{len(outlines)} of {len(sounds)} have sound: two are needed")
    alone = {name: name.partition("#")[0] for name in outlines}
    kept = nearest(given, outlines, alone)
    of = _pairs(list(alone.values()))
    looked = f"{of} pairs of {len(outlines)} stretches of sound, every offset"
    if not kept:
        return Nothing(looked=looked)
    rows = [{"sounds": [each.one, each.two], "height": each.height, "lag_s": round(each.lag, 3)} for each in kept]
    return Found(value={"pairs": rows, "kept": len(kept), "of": of, "looked": looked})


def _pairs(alone: Sequence[str]) -> int:
    counts: dict[str, int] = {}
    for name in alone:
        counts[name] = counts.get(name, 0) + 1
    return (len(alone) ** 2 - sum(count**2 for count in counts.values())) // 2


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same outcome, and the same pairs but for those at the edge of being kept."""
    if type(one) is not type(two):
        return False
    if not isinstance(one, Found) or not isinstance(two, Found):
        return True
    sides = [
        {tuple(row["sounds"]) for row in outcome.value["pairs"] if row["height"] >= 1.1 * Given().always}
        for outcome in (one, two)
    ]
    every = [{tuple(row["sounds"]) for row in outcome.value["pairs"]} for outcome in (one, two)]
    return sides[0] <= every[1] and sides[1] <= every[0]


NEAR = Method(
    name="align.near",
    version=1,
    asks="Of many recordings, which pairs may hear one event, and are worth comparing in full?",
    given=Given,
    inputs=(
        Input(
            name="sounds",
            kind="value",
            says='name -> sound: {"at": seconds, "rate": 8000, "samples": [-1.0 to 1.0]}; a name is a file, or "file#part"',
        ),
    ),
    says="pairs: {sounds: two names, height of the best offset in usual deviations, lag_s: the second's time less the "
    "first's, in seconds of samples}, highest first; kept: how many of how many (of)",
    limits=(
        "a pair that is not kept was not shown to be unrelated: it was not compared in full (ask for every pair to do so)",
        "it is no answer on one event: music, sirens and rhythms bring unrelated recordings near",
        "a common stretch of a few seconds, or under a louder noise, may stand no higher than chance",
    ),
    cites=("J. Haitsma, T. Kalker, A Highly Robust Audio Fingerprinting System, ISMIR 2002",),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="two phones in one street, and a third elsewhere",
            given=Given(most=1, always=6.0),
            inputs=lambda: {
                "sounds": {
                    "a": street(seed=1, mic=1),
                    "b": street(seed=1, mic=2, start=3.25),
                    "c": street(seed=2, mic=1),
                }
            },
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["pairs"][0]["sounds"] == ["a", "b"]
                and abs(outcome.value["pairs"][0]["lag_s"] + 3.25) < 0.05
            ),
        ),
        Example(
            says="two streets that have nothing in common, and only what stands out is kept",
            given=Given(least=12.0),
            inputs=lambda: {"sounds": {"a": street(seed=1, mic=1), "b": street(seed=2, mic=2)}},
            gives="nothing",
        ),
        Example(
            says="a single recording",
            given=Given(),
            inputs=lambda: {"sounds": {"a": street(seed=1, mic=1)}},
            gives="unsuitable",
        ),
    ),
)
