"""read.colour: a very small colour picture of some frames, by which it is told what was done to a copy's colours.

Arrays of the reading (n pictures):

- read.colour/cells    u1[n,256,3]  of each of 16 x 16 cells of the upright picture, row by row: luma, blue difference, red difference
  (full range, a difference of 128 is no colour). No finer than what a PDQ hash shows of the picture
- read.colour/pts_num, read.colour/pts_den   i8[n]  presentation time = num/den s, lowest terms

One picture a second and at each great change; two a second of a query; key frames in triage.
"""

from array import array
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from firsthand.method.shape import Example
from firsthand.record.finding import Found, Inconclusive, Nothing

from .fold import TINY, Bytes2, Facts, Frame, Part, Pass, film_facts, frames_of, reader
from .sampling import Sampling, Thinned, lowest

SIDE = 16  # cells on a side
APART = 0.9  # seconds
MOST = 7_200  # pictures, some 5 MB; longer films are looked at less often
NEUTRAL = 128
GREY = 1.5  # levels of 255, root mean square of the differences: less than this is no colour, but rounding and coding


@dataclass(slots=True)
class _State:
    thinned: Thinned
    cells: list[Bytes2] = field(default_factory=list)
    times: "array[int]" = field(default_factory=lambda: array("q"))
    coloured: int = 0
    dropped: int = 0


def _start(given: Pass, facts: Facts) -> _State:
    whole = float(Fraction(facts["duration"])) if facts.get("duration") else 0.0
    profile = facts.get("profile", given.profile)
    apart = 0.0 if profile == "query" else APART
    return _State(thinned=Thinned(sampling=Sampling(triage=profile == "triage"), apart=max(apart, whole / MOST)))


def _feed(state: _State, frame: Frame) -> None:
    if not state.thinned.takes(frame):
        return
    if len(state.cells) >= MOST:
        state.dropped += 1
        return
    cells = small(frame.pixels.colour(TINY))
    away = cells[:, 1:].astype(np.float64) - NEUTRAL
    state.coloured += bool(np.sqrt((away**2).sum(axis=1).mean()) >= GREY)
    state.cells.append(cells)
    state.times.extend((frame.tick * frame.base.numerator, frame.base.denominator))


def small(picture: Bytes2) -> Bytes2:
    """The cells u1[256,3] of an RGB picture."""
    cells = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    luma, red, blue = cv2.split(cv2.cvtColor(cells, cv2.COLOR_RGB2YCrCb))
    return np.stack([luma, blue, red], axis=2).astype(np.uint8).reshape(SIDE * SIDE, 3)


def _finish(state: _State, ending: Facts) -> Part:
    if not state.cells:
        return Part(outcome=Inconclusive(why="no frame could be decoded"))
    value = {"pictures": len(state.cells), "coloured": state.coloured, "dropped": state.dropped}
    times = lowest(state.times)
    arrays: dict[str, npt.NDArray[Any]] = {
        "read.colour/cells": np.stack(state.cells),
        "read.colour/pts_num": times[:, 0],
        "read.colour/pts_den": times[:, 1],
    }
    if not state.coloured:
        return Part(
            outcome=Nothing(looked=f"{len(state.cells)} pictures, none has colour", value=value),
            facts=value,
            arrays=arrays,
        )
    return Part(outcome=Found(value=value), facts=value, arrays=arrays)


def _market(shift: int, strength: float = 1.0) -> Bytes2:
    """Stalls in made colours."""
    picture = np.full((180, 320, 3), 90, np.float64)
    for stall in range(6):
        left = (stall * 53 + shift) % 280
        picture[30 + 9 * stall : 150, left : left + 40] = [60 + 30 * stall, 200 - 25 * stall, 40 + 70 * (stall % 3)]
    grey = picture.mean(axis=2, keepdims=True)
    return np.asarray(np.clip(grey + strength * (picture - grey), 0, 255), np.uint8)


COLOUR = reader(
    name="read.colour",
    version=1,
    asks="Which colours do the sampled frames have, and where in the picture?",
    says="pictures: how many were looked at; coloured: those that have any colour; the small pictures themselves are arrays of the "
    "reading (768 bytes a second of film), named in the module's docstring",
    limits=(
        "16 x 16 cells: what is smaller than a cell is mixed with what lies around it",
        "colour differences are taken as the file codes them; which matrix (BT.601, BT.709) they were made with is not undone, and "
        "wrong in some files: hues are a few degrees, strengths a tenth, less sure than the numbers",
    ),
    cites=("ITU-R BT.601: luma and colour differences",),
    needs="frames",
    start=_start,
    feed_frame=_feed,
    finish=_finish,
    examples=(
        Example(
            says="two seconds of a market",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(),
                "frames": frames_of([_market(k // 5) for k in range(50)]),
                "sound": (),
            },
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found) and (outcome.value["pictures"], outcome.value["coloured"]) == (2, 2)
            ),
        ),
        Example(
            says="the same market without its colours",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(),
                "frames": frames_of([_market(k // 5, strength=0.0) for k in range(50)]),
                "sound": (),
            },
            gives="nothing",
        ),
    ),
)

METHOD = COLOUR.card
