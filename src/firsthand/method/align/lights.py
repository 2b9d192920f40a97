"""align.lights: sudden changes of light that two films share, matched as anchors that no distance delays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.reading import Reading
from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import sha256
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from .air import Bounds
from .rate import BOUND_PPM

F8 = npt.NDArray[np.float64]
REST_S = 0.2  # after a change of light the next is another
MOST = 100
FALSE_ALARMS: Mapping[str, Any] = {"set": "not measured on a named set", "accepted": None, "of": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How sudden a change must be, and how many must fall together."""

    levels: float = value(6.0, "least change of the mean luma from one step to the next, of 255 levels")
    above: float = value(6.0, "times that this must exceed the film's usual change")
    least: int = value(3, "changes of light that must fall together")
    share: float = value(0.6, "least share of the changes in the common stretch, of the film with fewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Between two steps, `low` and `high` (s of the film), the mean luma changed by `levels` (of 255)."""

    low: float
    high: float
    levels: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def series(reading: Reading) -> tuple[F8, F8] | None:
    """(seconds, mean luma of 0 to 255) of each step of movement, in order; None where the reading has none."""
    motion = reading.arrays.get("read.pictures/motion")
    number, below = (reading.arrays.get(f"read.pictures/motion_{name}") for name in ("num", "den"))
    if motion is None or number is None or below is None or motion.ndim != 2 or motion.shape[1:] != (2,):
        return None
    if len(motion) < 3 or number.shape != (len(motion),) or below.shape != number.shape or not (below > 0).all():
        return None
    seconds = number.astype(np.float64) / below.astype(np.float64)
    order = np.argsort(seconds, kind="stable")
    return seconds[order], motion[order, 1].astype(np.float64)


def changes(given: Given, seconds: F8, luma: F8) -> list[Change]:
    """Sudden changes in order of time: a rise or fall well above what this film usually does, the first of each burst."""
    steps = np.diff(luma)
    usual = float(np.median(np.abs(steps))) + 0.1
    made: list[Change] = []
    for place in np.flatnonzero(np.abs(steps) >= max(given.levels, given.above * usual)).tolist():
        if made and seconds[place + 1] - made[-1].high < REST_S:
            continue
        made.append(Change(low=float(seconds[place]), high=float(seconds[place + 1]), levels=float(steps[place])))
        if len(made) == MOST:
            break
    return made


def run(given: Given, inputs: Inputs) -> Outcome:
    pair: Mapping[str, Reading] = inputs["pair"]
    if len(pair) != 2:
        return Unsuitable(why=f"two files are compared, not {len(pair)}")
    (one, first), (two, second) = sorted(pair.items())
    rows = series(first), series(second)
    if rows[0] is None or rows[1] is None:
        return Unsuitable(why="one of the two has no frames read in full")
    lights = [changes(given, *row) for row in rows if row is not None]
    ends = [(float(row[0][0]), float(row[0][-1])) for row in rows if row is not None]
    looked = f"{len(lights[0])} sudden changes of light against {len(lights[1])}, every offset"
    found = _offsets(lights[0], lights[1], ends)
    if not found or found[0][1] < given.least or found[0][1] < given.share * found[0][2]:
        return Nothing(looked=looked, value={"agree": found[0][1] if found else 0})
    lag, agree, of = found[0]
    rivals = [row for row in found[1:] if abs(row[0].middle - lag.middle) > 0.2 and row[1] >= 0.6 * agree]
    evidence = {"by": "lights", "agree": agree, "windows": of, "score": 12.0 * agree}
    if rivals:
        told = [{"heard_s": each[0].wire(), "agree": each[1]} for each in (found[0], *rivals[:7])]
        return Inconclusive(
            why="the light changes evenly: several offsets fit", value={"evidence": evidence, "alternatives": told}
        )
    middles = [change.middle for change in lights[0]]
    at = float(np.median(middles))
    lag = lag.wider(
        1e-6 * BOUND_PPM * max(abs(middle - at) for middle in middles)
    )  # the clocks run apart between changes
    return Found(
        value={
            "files": [one, two], "at_s": round(at, 3), "heard_s": lag.wire(), "clock_s": lag.wire(), "rate_ppm": None, "bangs": None,
            "same_track": False, "terms_s": {"distance": {"low": 0.0, "high": 0.0}}, "evidence": evidence,
            "false_alarms": dict(FALSE_ALARMS),
        }
    )  # fmt: skip


def _offsets(one: list[Change], two: list[Change], ends: list[tuple[float, float]]) -> list[tuple[Bounds, int, int]]:
    """(offset that all matched changes allow, how many match, how many could), best first: changes of one sign, together."""
    if not one or not two:
        return []
    made: list[tuple[Bounds, int, int]] = []
    mine, theirs = (np.array([[each.low, each.high, each.levels] for each in side]) for side in (one, two))
    middles = [(side[:, 0] + side[:, 1]) / 2 for side in (mine, theirs)]
    seen: set[int] = set()
    for first, second in np.argwhere(np.sign(mine[:, None, 2]) == np.sign(theirs[None, :, 2])).tolist():
        lag = float(middles[1][second] - middles[0][first])
        if seen & {round(lag / 0.02) + step for step in (-1, 0, 1)}:
            continue
        seen.add(round(lag / 0.02))
        near = np.abs(middles[1][None, :] - middles[0][:, None] - lag).argmin(axis=1)
        low, high = theirs[near, 0] - mine[:, 1], theirs[near, 1] - mine[:, 0]
        span, agree = Bounds(low=float(low[first]), high=float(high[first])), 0
        for change in np.flatnonzero((np.sign(mine[:, 2]) == np.sign(theirs[near, 2])) & (low <= high)).tolist():
            met = span.meet(Bounds(low=float(low[change]), high=float(high[change])))
            if met is not None:
                span, agree = met, agree + 1
        could = min(
            int(((middles[0] + lag >= ends[1][0]) & (middles[0] + lag <= ends[1][1])).sum()),
            int(((middles[1] - lag >= ends[0][0]) & (middles[1] - lag <= ends[0][1])).sum()),
        )
        made.append((span, agree, could))
    return sorted(made, key=lambda row: (-row[1], row[0].high - row[0].low))


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same answer, and spans of the offset that meet."""
    if type(one) is not type(two):
        return False
    if not isinstance(one, Found) or not isinstance(two, Found):
        return True
    return Bounds(**one.value["clock_s"]).meet(Bounds(**two.value["clock_s"])) is not None


def lit(times: tuple[float, ...], *, seconds: float = 12.0, rate: int = 25, seed: int = 1) -> Reading:
    """A made reading: a dim street with flashes of 80 ms at some seconds."""
    count = round(seconds * rate)
    at = np.arange(1, count)
    luma = 40 + np.random.default_rng(seed).normal(size=count - 1) * 0.2
    for time in times:
        luma[(at / rate >= time) & (at / rate < time + 0.08)] += 60
    motion = np.stack([np.ones(count - 1), luma], 1).astype("<f4")
    return Reading(
        facts={},
        arrays={
            "read.pictures/motion": motion,
            "read.pictures/motion_num": at.astype("<i8"),
            "read.pictures/motion_den": np.full(count - 1, rate, "<i8"),
        },
    )


def _pair(one: Reading, two: Reading) -> Inputs:
    a, b = sorted((sha256(b"one"), sha256(b"two")))
    return {"pair": {a: one, b: two}}


TIMES = (1.51, 3.02, 7.3, 9.93)
LIGHTS = Method(
    name="align.lights",
    version=2,
    asks="Do two films show the same sudden changes of light, and which second of one is which of the other?",
    given=Given,
    inputs=(Input(name="pair", kind="readings", says="the readings, in full, of two files"),),
    says="as align.pair: heard_s and clock_s are one, since light needs no time; evidence: changes of light that fall "
    "together, of those that could; no rate is told",
    limits=(
        "a camera's own exposure changes the light of its picture alone; a cut between scenes is a sudden change too",
        "one flash anchors nothing: three must fall together, at uneven times",
        "blinking lamps and screens repeat: alternatives are shown, and the answer is Inconclusive",
        "the first hundred changes of a film are looked at, and two clocks that drift apart by a frame are not followed",
        "how often unrelated films are put together was not measured on a named set",
    ),
    cites=("P. Shrestha et al., Synchronization of multiple camera videos using audio-visual features, IEEE TMM 2010",),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="four flashes seen in two films, the second begun 1.2 s later",
            given=Given(),
            inputs=lambda: _pair(lit(TIMES), lit(tuple(time - 1.2 for time in TIMES), rate=30, seed=2)),
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["clock_s"]["low"] <= -1.2 <= outcome.value["clock_s"]["high"]
            ),
        ),
        Example(
            says="a lamp that blinks once a second",
            given=Given(),
            inputs=lambda: _pair(
                lit(tuple(k + 0.5 for k in range(10))), lit(tuple(k + 0.7 for k in range(10)), rate=30, seed=2)
            ),
            gives="inconclusive",
        ),
        Example(
            says="flashes at unlike times",
            given=Given(),
            inputs=lambda: _pair(lit(TIMES), lit((0.4, 2.9, 4.33, 8.1), seed=2)),
            gives="nothing",
        ),
    ),
)
