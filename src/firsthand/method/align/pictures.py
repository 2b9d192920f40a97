"""align.pictures: sound joins two recordings; do their pictures show one event as well?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.reading import Reading
from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import sha256
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from .lights import Change, changes, lit, series
from .lights import Given as Sudden

F8 = npt.NDArray[np.float64]
STEP_S = 0.04  # of the common grid of light and movement
LEAST_S = 4.0  # of film in common, below which nothing is said
FAR_S = 1.5  # from the offset: what is as good there was chance
STRONG = 25.0  # levels of a change of light that another camera in the same place could hardly miss


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The offset that the sound tells, and how far the pictures must stand out at it."""

    low_s: float = value(
        0.0, "the least that second t of the first (by digest) is less than its second in the other, by the clocks"
    )
    high_s: float = value(0.0, "the most of the same")
    least: float = value(5.0, "usual deviations by which light, or movement, must stand out from all other offsets")
    flashes: int = value(2, "changes of light that must fall together where nothing else tells")


def run(given: Given, inputs: Inputs) -> Outcome:
    pair: Mapping[str, Reading] = inputs["pair"]
    if len(pair) != 2 or not given.low_s <= given.high_s:
        return Unsuitable(why="two files are looked at, at an offset from low_s to high_s")
    (_, first), (_, second) = sorted(pair.items())
    rows = [_rows(each) for each in (first, second)]
    if rows[0] is None or rows[1] is None:
        return Unsuitable(why="one of the two has no pictures read in full")
    one, two = rows[0], rows[1]
    shared = min(one[0][-1], two[0][-1] - given.low_s) - max(one[0][0], two[0][0] - given.high_s)
    if shared < LEAST_S:
        return Nothing(looked=f"{max(0.0, shared):.1f} s of film in common: too little to tell by pictures")
    seen = _flashes(given, one, two)
    stands = {name: _stands(given, one, two, name) for name in ("light", "movement")}
    told = {
        "in_common_s": round(float(shared), 2),
        "flashes": seen,
        "stands_out": {k: round(v, 2) for k, v in stands.items()},
    }
    if seen["together"] >= given.flashes and seen["elsewhere"] < seen["together"]:
        return Found(value={"by": "flashes", **told})
    best = max(stands, key=lambda name: stands[name])
    if stands[best] >= given.least:
        return Found(value={"by": best, **told})
    if max(seen["missed"]) >= given.flashes and seen["together"] == 0:
        why = f"{max(seen['missed'])} sudden lights in one film are nowhere in the other: it may look elsewhere, or be of another place"
        return Inconclusive(why=why, value=told)
    looked = f"{shared:.1f} s in common, light and movement at every offset within it"
    return Nothing(looked=looked, value=told)


def _rows(reading: Reading) -> tuple[F8, F8, F8] | None:
    """(seconds, light, movement) on the film's own times."""
    made = series(reading)
    if made is None:
        return None
    motion = reading.arrays["read.pictures/motion"]
    number, below = (reading.arrays[f"read.pictures/motion_{name}"].astype(np.float64) for name in ("num", "den"))
    order = np.argsort(number / below, kind="stable")
    return made[0], made[1], np.log1p(motion[order, 0].astype(np.float64))


def _flashes(given: Given, one: tuple[F8, F8, F8], two: tuple[F8, F8, F8]) -> dict[str, Any]:
    """Sudden changes that fall together at the offset, the most that do so elsewhere, and the strong ones that the other lacks."""
    sides = [changes(Sudden(), side[0], side[1]) for side in (one, two)]
    ends = [(float(side[0][0]), float(side[0][-1])) for side in (one, two)]
    middle, reach = (given.low_s + given.high_s) / 2, (given.high_s - given.low_s) / 2
    together, missed = _matched(sides, ends, middle, reach)
    elsewhere = 0
    for first in sides[0]:
        for second in sides[1]:
            lag = second.middle - first.middle
            if abs(lag - middle) > reach + FAR_S:
                elsewhere = max(elsewhere, _matched(sides, ends, lag, reach)[0])
    return {"of": [len(side) for side in sides], "together": together, "elsewhere": elsewhere, "missed": missed}


def _matched(
    sides: list[list[Change]], ends: list[tuple[float, float]], lag: float, reach: float
) -> tuple[int, list[int]]:
    """How many changes of one sign meet at a lag, and how many strong ones within the other film meet nothing."""
    together, missed = 0, [0, 0]
    taken: set[int] = set()
    for each in sides[0]:
        near = [
            k for k, other in enumerate(sides[1])
            if k not in taken and other.levels * each.levels > 0
            and other.low - each.high <= lag + reach and other.high - each.low >= lag - reach
        ]  # fmt: skip
        if near:
            together += 1
            taken.add(min(near, key=lambda k: abs(sides[1][k].middle - each.middle - lag)))
        elif abs(each.levels) >= STRONG and ends[1][0] + reach <= each.middle + lag <= ends[1][1] - reach:
            missed[0] += 1
    for k, other in enumerate(sides[1]):
        inside = ends[0][0] + reach <= other.middle - lag <= ends[0][1] - reach
        missed[1] += k not in taken and abs(other.levels) >= STRONG and inside
    return together, missed


def _stands(given: Given, one: tuple[F8, F8, F8], two: tuple[F8, F8, F8], name: str) -> float:
    """By how many usual deviations the likeness at the offset stands above that at all others; 0 where nothing changes."""
    place = {"light": 1, "movement": 2}[name]
    grids = [_grid(side[0], side[place]) for side in (one, two)]
    if min(len(grid) for grid in grids) < LEAST_S / STEP_S or min(float(np.std(grid)) for grid in grids) < 1e-3:
        return 0.0
    shift = round((one[0][0] - two[0][0]) / STEP_S)  # the grids begin with their films
    lags, likeness = _likeness(grids[0], grids[1])
    seconds = (lags - shift) * STEP_S
    enough = np.isfinite(likeness)
    here = enough & (seconds >= given.low_s - STEP_S) & (seconds <= given.high_s + STEP_S)
    far = enough & ((seconds < given.low_s - FAR_S) | (seconds > given.high_s + FAR_S))
    if not here.any() or far.sum() < 2 / STEP_S:
        return 0.0
    spread = 1.4826 * float(np.median(np.abs(likeness[far] - np.median(likeness[far])))) + 1e-6
    top = float(likeness[here].max())
    if top <= float(likeness[far].max()):
        return 0.0
    return (top - float(np.median(likeness[far]))) / spread


def _grid(seconds: F8, values: F8) -> F8:
    """Steps of the values on an even grid: what changes, not what is; a jump counts no more than five usual ones."""
    at = np.arange(seconds[0], seconds[-1], STEP_S)
    steps = np.diff(np.interp(at, seconds, values), prepend=float(values[0]))
    usual = 1.4826 * float(np.median(np.abs(steps))) + 1e-3
    return np.asarray(np.clip(steps / usual, -20, 20))


def _likeness(one: F8, two: F8) -> tuple[npt.NDArray[np.int64], F8]:
    """(lag in steps, correlation over what is in common times the root of its length; NaN under LEAST_S) of every lag."""
    size = 1 << int(np.ceil(np.log2(len(one) + len(two))))

    def crossed(a: F8, b: F8) -> F8:
        curve = np.fft.irfft(np.conj(np.fft.rfft(a, size)) * np.fft.rfft(b, size), size)
        return np.concatenate([curve[-(len(a) - 1) :], curve[: len(b)]]) if len(a) > 1 else curve[: len(b)]

    lags = np.arange(-(len(one) - 1), len(two))
    power = crossed(np.square(one), np.ones(len(two))) * crossed(np.ones(len(one)), np.square(two))
    common = np.round(crossed(np.ones(len(one)), np.ones(len(two))))
    made = crossed(one, two) / np.sqrt(np.maximum(power, 1e-9)) * np.sqrt(np.maximum(common, 1.0))
    return lags, np.where(common * STEP_S >= LEAST_S, made, np.nan)


def agrees(one: Outcome, two: Outcome) -> bool:
    return type(one) is type(two)


TIMES = (1.51, 3.02, 7.3, 9.93)


def _pair(one: Reading, two: Reading) -> Inputs:
    a, b = sorted((sha256(b"one"), sha256(b"two")))
    return {"pair": {a: one, b: two}}


PICTURES = Method(
    name="align.pictures",
    version=1,
    asks="Where sound joins two recordings at an offset, do their pictures show one event as well?",
    given=Given,
    inputs=(Input(name="pair", kind="readings", says="the readings, in full, of two files"),),
    says="by: flashes, light or movement; flashes: sudden changes of light in each film, together at the offset, the most "
    "together elsewhere, and strong ones that the other film lacks; stands_out: usual deviations of light's and movement's "
    "likeness at the offset above other offsets (0: not the best); in_common_s",
    limits=(
        "two cameras that look different ways share no movement: Nothing is no sign against one event, a person has to look",
        "a broadcast that flickers in two rooms lights them alike: light that falls together may be the screen's",
        "cuts and a camera's own exposure change the light of one film alone",
        "how often unrelated films pass was not measured on footage, only on the made set of the tests",
    ),
    cites=("P. Shrestha et al., Synchronization of multiple camera videos using audio-visual features, IEEE TMM 2010",),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="flashes in both films at the offset that the sound tells",
            given=Given(low_s=-1.5, high_s=-0.9),
            inputs=lambda: _pair(lit(TIMES), lit(tuple(time - 1.2 for time in TIMES), rate=30, seed=2)),
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and outcome.value["by"] == "flashes",
        ),
        Example(
            says="flashes in one film, none in the other: a broadcast heard in two rooms, or a camera that looks elsewhere",
            given=Given(low_s=-1.5, high_s=-0.9),
            inputs=lambda: _pair(lit(TIMES), lit((), seed=2)),
            gives="inconclusive",
        ),
        Example(
            says="two films in which nothing happens",
            given=Given(low_s=-1.5, high_s=-0.9),
            inputs=lambda: _pair(lit(()), lit((), seed=2)),
            gives="nothing",
        ),
    ),
)
