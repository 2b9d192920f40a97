"""read.shots: where one shot ends and the next begins, each cut between two exact presentation times."""

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from firsthand.method.shape import Example
from firsthand.record.finding import Found, Inconclusive, Nothing, Unsuitable

from .fold import Bytes2, Facts, Frame, Part, Pass, change_between, film_facts, frames_of, ratio, reader

LEAST = 14.0  # a change below this is no cut, however still the frames around it
STANDS_OUT = 3.0  # times the mean change of its neighbours
FAR = 25.0  # in triage, a change between key frames from which on it is worth a look
APART = 0.2  # seconds: of two cuts closer together the second is movement or a flash
AROUND = 2  # neighbours on each side
MOST = 20_000


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of a frame for a while: never its full picture."""

    tick: int
    base: Fraction
    change: float
    tiny: Bytes2
    tint: Bytes2

    @property
    def at(self) -> Fraction:
        return self.tick * self.base


@dataclass(slots=True)
class _State:
    triage: bool
    window: deque[_Seen] = field(default_factory=deque)  # up to AROUND before, the one asked about, AROUND after
    before: _Seen | None = None
    spot: int = 0  # where in the window the frame next asked about stands
    cuts: list[tuple[Fraction, Fraction, float]] = field(default_factory=list)
    frames: int = 0
    first: _Seen | None = None
    dropped: int = 0


def _start(given: Pass, facts: Facts) -> _State:
    return _State(triage=facts.get("profile", given.profile) == "triage")


def _feed(state: _State, frame: Frame) -> None:
    state.frames += 1
    seen = _Seen(frame.tick, frame.base, frame.change, frame.tiny, frame.tint)
    state.first = state.first or seen
    if state.triage and state.before is not None and seen.change >= FAR:
        _keep(state, state.before, seen)
    state.before = seen
    if state.triage:
        return
    state.window.append(seen)
    if len(state.window) - state.spot > AROUND:
        _ask(state)


def _ask(state: _State) -> None:
    """Judges the frame at `spot`, with the frames around it that are there."""
    here, window = state.spot, state.window
    frame = window[here]
    if frame.change >= LEAST and here > 0:
        around = [window[k].change for k in range(len(window)) if k != here]
        calm = sum(around) / len(around) if around else 0.0
        if frame.change >= STANDS_OUT * calm and not _flash(window, here):
            _keep(state, window[here - 1], frame)
    if here == AROUND + 1:
        window.popleft()
    else:
        state.spot += 1


def _flash(window: deque[_Seen], here: int) -> bool:
    """Whether a picture from before comes back within the window: a flash, a muzzle, a lost frame, not a cut."""
    before, after = [window[k] for k in range(here)], [window[k] for k in range(here, len(window))]
    nearest = min(change_between(a.tiny, a.tint, b.tiny, b.tint) for a in before for b in after)
    return nearest < 0.5 * window[here].change


def _keep(state: _State, before: _Seen, frame: _Seen) -> None:
    if state.cuts and 0 <= frame.at - state.cuts[-1][1] < APART:
        return
    if len(state.cuts) >= MOST:
        state.dropped += 1
        return
    state.cuts.append((before.at, frame.at, frame.change))


def _finish(state: _State, ending: Facts) -> Part:
    while not state.triage and state.spot < len(state.window):
        _ask(state)
    if state.first is None or state.before is None:
        return Part(outcome=Inconclusive(why="no frame could be decoded"))
    cuts = [{"after": ratio(a), "at": ratio(b), "change": round(c, 2)} for a, b, c in state.cuts]
    first, last = ratio(state.first.at), ratio(state.before.at)
    value: dict[str, Any] = {
        "cuts": cuts,
        "frames": state.frames,
        "first": first,
        "last": last,
        "dropped": state.dropped,
    }
    looked = f"{state.frames} frames from {first} to {last} s"
    if state.triage and state.frames == 1 and ending.get("kind") != "picture":
        return Part(outcome=Inconclusive(why="a single key frame shows no cut", value=value), facts=value)
    if state.frames == 1:
        return Part(outcome=Unsuitable(why="a single picture has no shots"), facts=value)
    if state.triage and cuts:
        why = "key frames only: each change may be a cut or movement; the full profile tells"
        return Part(outcome=Inconclusive(why=why, value=value), facts=value)
    if ending.get("stopped"):
        return Part(outcome=Inconclusive(why=f"read in part: {ending['stopped']}", value=value), facts=value)
    if not cuts:
        return Part(
            outcome=Nothing(looked=looked + (", key frames only" if state.triage else ""), value=value), facts=value
        )
    return Part(outcome=Found(value=value), facts=value)


def _plain(*levels: int) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
    return [np.full((72, 128, 3), level, np.uint8) for level in levels]


SHOTS = reader(
    name="read.shots",
    version=1,
    asks="Where do the shots of this film begin and end?",
    says="cuts: a list of {after, at, change}: the cut lies after the last frame of one shot (`after`) and at or before the "
    "first of the next (`at`), both presentation times n/d s; change 0 to 510; frames, first, last: what was looked at",
    limits=(
        "dissolves, fades and wipes are not seen as cuts",
        "a cut between two takes of one fixed view changes too little to be seen",
        "a bright explosion or a camera torn round within one frame may pass for a cut",
        "in triage only key frames are compared, so that a change is no proof of a cut",
    ),
    cites=(
        "the change against its neighbours, after the AdaptiveDetector of PySceneDetect (measured beside it in bench/)",
    ),
    needs="frames",
    start=_start,
    feed_frame=_feed,
    finish=_finish,
    examples=(
        Example(
            says="dark, then bright: one cut between the fifth and the sixth frame",
            given=Pass(),
            inputs=lambda: {"facts": film_facts(), "frames": frames_of(_plain(*[40] * 5, *[200] * 5)), "sound": ()},
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and [(cut["after"], cut["at"]) for cut in outcome.value["cuts"]] == [("4/25", "1/5")]
            ),
        ),
        Example(
            says="a flash of one frame is not a cut",
            given=Pass(),
            inputs=lambda: {"facts": film_facts(), "frames": frames_of(_plain(*[40] * 5, 250, *[40] * 5)), "sound": ()},
            gives="nothing",
        ),
        Example(
            says="key frames only: a change that may be a cut",
            given=Pass(profile="triage"),
            inputs=lambda: {
                "facts": film_facts(profile="triage"),
                "frames": frames_of(_plain(40, 40, 200), rate=Fraction(1, 4)),
                "sound": (),
            },
            gives="inconclusive",
        ),
        Example(
            says="a sound file has no shots",
            given=Pass(),
            inputs=lambda: {"facts": film_facts(picture=None, sound=0), "frames": (), "sound": ()},
            gives="unsuitable",
        ),
    ),
)

METHOD = SHOTS.card
