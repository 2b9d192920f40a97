"""trace.sound: do two files carry the same sound, and which seconds of one are which of the other?"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.reading import Reading
from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import sha256
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable
from firsthand.record.footage import Stretch
from firsthand.record.wire import to_wire

from .made import sound_like

RATE = 8000
FRAME = 128  # samples: landmarks stand on frames of 16 ms
SPREAD = 2 * FRAME  # samples of offset within which landmarks agree
COMMON = 200  # landmarks of one file with one hash: a hum; it votes for everything and is left out
PAIRS = 4_000_000  # of landmarks with the same hash that are looked at
GAP = 4.0  # seconds without an agreeing landmark end a stretch
MOST = 16
I8 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How much must agree."""

    votes: int = value(24, "least number of landmarks at one offset")
    seconds: float = value(3.0, "least length of a stretch, in seconds")
    share: float = value(0.08, "least share of the landmarks of a stretch that agree")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of like sound, in samples of one; `share` of the landmarks there that agree; `chance` votes expected of none."""

    start: int
    end: int
    offset: int
    votes: int
    share: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Landmarks in order of their hash: u4 hashes, and times in samples."""

    hashes: I8
    at: I8


def heard(reading: Reading) -> Heard | None:
    """None where the reading has no landmarks."""
    hashes, at = reading.arrays.get("read.sound/hash"), reading.arrays.get("read.sound/at")
    if hashes is None or at is None or not len(hashes) or hashes.shape != at.shape or hashes.ndim != 1:
        return None
    order = np.lexsort((at, hashes))
    kept = hashes[order].astype(np.int64), at[order].astype(np.int64)
    _, count = np.unique(kept[0], return_counts=True)
    rare = np.repeat(count <= COMMON, count)
    return Heard(hashes=kept[0][rare], at=kept[1][rare])


def run(given: Given, inputs: Inputs) -> Outcome:
    pair: Mapping[str, Reading] = inputs["pair"]
    if len(pair) != 2:
        return Unsuitable(why=f"two files are compared, not {len(pair)}")
    (one, first), (two, second) = sorted(pair.items())
    return compare(given, one, heard(first), two, heard(second))


def compare(given: Given, one: str, first: Heard | None, two: str, second: Heard | None) -> Outcome:
    """As `run`, for landmarks sorted before."""
    if first is None or second is None:
        return Unsuitable(why="one of the two has no sound, or none with landmarks")
    runs = _runs(given, first, second)
    sure = [found for found in runs if found.votes >= given.votes + 3 * found.chance and found.share >= given.share]
    if sure:
        copies = [_stretch(one, two, found) for found in sorted(sure, key=lambda r: r.start)]
        return Found(value={"sound": "same", "stretches": copies})
    looked = f"{len(first.at)} landmarks against {len(second.at)}, every offset"
    best = max(runs, key=lambda r: r.votes, default=None)
    shown = {"votes": best.votes if best else 0, "share": round(best.share, 3) if best else 0.0}
    if best is not None and best.votes >= given.votes and best.share >= given.share / 2:
        return Inconclusive(why="some landmarks agree at one offset, too few to call it the same sound", value=shown)
    return Nothing(looked=looked, value=shown)


def _runs(given: Given, one: Heard, two: Heard) -> list[Run]:
    """The offsets at which most landmarks agree, each cut into unbroken stretches."""
    at, other = _met(one, two)
    if len(at) < given.votes:
        return []
    offsets = other - at
    place = offsets // SPREAD
    places, count = np.unique(place, return_counts=True)
    both = count + np.where(np.r_[np.diff(places) == 1, False], np.r_[count[1:], 0], 0)
    chance = float(len(at)) / max(1, (int(one.at.max()) + int(two.at.max())) // SPREAD) * 2
    found: list[Run] = []
    for best in np.argsort(-both, kind="stable")[: 4 * MOST]:
        if both[best] < given.votes or len(found) >= MOST:
            break
        near = (place == places[best]) | (place == places[best] + 1)
        middle = int(np.median(offsets[near]))
        agree = np.abs(offsets - middle) <= SPREAD
        for run in _cut(at[agree], middle, one, two, given, chance):
            if not any(_share_time(run, known) for known in found):
                found.append(run)
    return found


def _met(one: Heard, two: Heard) -> tuple[I8, I8]:
    """Times of all pairs of landmarks with the same hash."""
    first, last = np.searchsorted(two.hashes, one.hashes, "left"), np.searchsorted(two.hashes, one.hashes, "right")
    count = last - first
    if count.sum() > PAIRS:
        count = np.where(np.cumsum(count) <= PAIRS, count, 0)
    which = np.repeat(np.arange(len(count)), count)
    starts = np.repeat(np.cumsum(count) - count, count)
    return one.at[which], two.at[np.repeat(first, count) + np.arange(int(count.sum())) - starts]


def _cut(at: I8, offset: int, one: Heard, two: Heard, given: Given, chance: float) -> list[Run]:
    at = np.unique(at)
    breaks = np.flatnonzero(np.diff(at) > GAP * RATE)
    made = []
    for first, last in zip(np.r_[0, breaks + 1], np.r_[breaks, len(at) - 1], strict=True):
        start, end = int(at[first]), int(at[last])
        votes = int(last - first + 1)
        if end - start < given.seconds * RATE or votes < given.votes:
            continue
        mine = len(np.unique(one.at[(one.at >= start) & (one.at <= end)]))
        theirs = len(np.unique(two.at[(two.at >= start + offset) & (two.at <= end + offset)]))
        share = votes / max(1, min(mine, theirs))
        made.append(Run(start=start, end=end, offset=offset, votes=votes, share=min(1.0, share), chance=chance))
    return made


def _share_time(one: Run, two: Run) -> bool:
    shared = min(one.end, two.end) - max(one.start, two.start)
    other = min(one.end + one.offset, two.end + two.offset) - max(one.start + one.offset, two.start + two.offset)
    return max(shared, other) > 0.5 * min(one.end - one.start, two.end - two.start)


def _stretch(one: str, two: str, found: Run) -> dict[str, Any]:
    """[start, end] of both, second t of one being second offset + t of two within error."""
    start, end, offset = (Fraction(part, RATE) for part in (found.start, found.end, found.offset))
    return {
        "one": to_wire(Stretch(file=one, start=start, end=end)),
        "two": to_wire(Stretch(file=two, start=start + offset, end=end + offset)),
        "offset": to_wire(offset),
        "error": round(SPREAD / RATE, 3),
        "votes": found.votes,
        "score": round(found.share, 3),
    }


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same answer, and the same stretches within a tenth of a second."""
    if type(one) is not type(two):
        return False
    if not isinstance(one, Found) or not isinstance(two, Found):
        return True
    mine, theirs = one.value["stretches"], two.value["stretches"]
    return len(mine) == len(theirs) and all(
        abs(Fraction(a["offset"]) - Fraction(b["offset"])) <= Fraction(1, 10) for a, b in zip(mine, theirs, strict=True)
    )


def _pair(one: Reading, two: Reading) -> Inputs:
    return {"pair": {sha256(b"one"): one, sha256(b"two"): two}}


SOUND = Method(
    name="trace.sound",
    version=1,
    asks="Do two files carry the same sound, and which seconds of one are which of the other?",
    given=Given,
    inputs=(Input(name="pair", kind="readings", says="the readings of two files"),),
    says="sound: same; stretches: {one, two, offset, error, votes, score} in seconds; votes are landmarks that agree, score "
    "their share of all landmarks there",
    limits=(
        "the same music, broadcast or siren laid over two films is the same sound and no sign of one event",
        "two devices that hear one event from two places share few landmarks: that is not looked for here",
        "sound that was played faster, slower or at another pitch is not found",
        "offsets are those of the containers, which may move all sound by some 20 ms",
    ),
    cites=("A. Wang, An industrial-strength audio search algorithm, ISMIR 2003",),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="ten seconds of a sound, from its second 8, three of four landmarks kept",
            given=Given(),
            inputs=lambda: _pair(sound_like(seed=1, seconds=30), sound_like(seed=1, seconds=10, begin=8, lost=4)),
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and abs(abs(Fraction(outcome.value["stretches"][0]["offset"])) - 8) < Fraction(1, 20)
            ),
        ),
        Example(
            says="two sounds with nothing in common",
            given=Given(),
            inputs=lambda: _pair(sound_like(seed=1), sound_like(seed=2)),
            gives="nothing",
        ),
        Example(
            says="a silent film",
            given=Given(),
            inputs=lambda: _pair(sound_like(seed=1), Reading(facts={})),
            gives="unsuitable",
        ),
    ),
)
