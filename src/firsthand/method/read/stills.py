"""read.stills: which moments of a film are kept as small pictures for people to look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from firsthand.method.shape import Example
from firsthand.record.finding import Found, Inconclusive

from .fold import Facts, Frame, Part, Pass, film_facts, frames_of, reader

MOST = 60
STEPS = 12  # after this many stills the least distances double, so that a film without a stated end is not used up at its start
SHOT_APART = 1.0  # seconds
INTERVAL = 10.0  # seconds
CHANGED = 25.0  # as in read.shots: change of the tiny picture


@dataclass(slots=True)
class _State:
    shot_apart: float
    interval: float
    single: bool
    kept: list[dict[str, Any]] = field(default_factory=list)
    last: float | None = None
    frames: int = 0


def _start(given: Pass, facts: Facts) -> _State:
    whole = float(Fraction(facts["duration"])) if facts.get("duration") else 0.0
    return _State(
        shot_apart=max(SHOT_APART, whole / MOST),
        interval=max(INTERVAL, whole / (MOST // 2)),
        single=facts.get("kind") == "picture",
    )


def _feed(state: _State, frame: Frame) -> str | None:
    state.frames += 1
    why = _why(state, frame)
    if why:
        state.last = frame.seconds
        state.kept.append({"pts": frame.pts, "why": why, "frame": frame.pixels.digest()})
    return why


def _why(state: _State, frame: Frame) -> str | None:
    if state.last is None:
        return "only" if state.single else "shot"
    if len(state.kept) >= MOST or state.single:
        return None
    away, grown = abs(frame.seconds - state.last), 2.0 ** (len(state.kept) // STEPS)
    if frame.change >= CHANGED and away >= state.shot_apart * grown:
        return "shot"
    return "interval" if away >= state.interval * grown else None


def _finish(state: _State, ending: Facts) -> Part:
    value: Mapping[str, Any] = {"stills": state.kept, "frames": state.frames}
    if not state.kept:
        return Part(outcome=Inconclusive(why="no frame could be decoded"))
    return Part(outcome=Found(value=value), facts=value)


def _film(seconds: int) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
    return [np.full((36, 64, 3), 40 if k < seconds else 200, np.uint8) for k in range(2 * seconds)]


STILLS = reader(
    name="read.stills",
    version=1,
    asks="Which moments of this file are kept as stills?",
    says="stills: a list of {pts, why, frame}: presentation time n/d s; why it was kept: shot (first of the file, or after a "
    "great change), interval (nothing kept for a while) or only (a single picture); frame: digest of the decoded native planes",
    limits=(
        "a still shows one instant: what happens between two stills is not in them",
        "at most 60 a file, the fewer the longer it runs; a short shot may have none",
    ),
    cites=("HOUSE: a still is a derivative that names its parent and how it was made",),
    needs="frames",
    start=_start,
    feed_frame=_feed,
    finish=_finish,
    examples=(
        Example(
            says="two shots of thirty seconds: the first frame of each, and one each ten seconds",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(duration="60/1"),
                "frames": frames_of(_film(30), rate=Fraction(1)),
                "sound": (),
            },
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and [still["pts"] for still in outcome.value["stills"]]
                == ["0/1", "10/1", "20/1", "30/1", "40/1", "50/1"]
            ),
        ),
        Example(
            says="a film of which no frame could be decoded",
            given=Pass(),
            inputs=lambda: {"facts": film_facts(), "frames": (), "sound": ()},
            gives="inconclusive",
        ),
    ),
)

METHOD = STILLS.card
