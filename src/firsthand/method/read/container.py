"""read.container: what the container says of its streams, clocks and makers, and what it turned out to hold."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

import numpy as np

from firsthand.method.shape import Example
from firsthand.record.finding import Found, Inconclusive, Outcome, Unsuitable

from .fold import Facts, Frame, Part, Pass, Sound, film_facts, frames_of, ratio, reader
from .texts import counted_time, shown

EPOCHS = {"1904": datetime(1904, 1, 1), "1970": datetime(1970, 1, 1), "2001": datetime(2001, 1, 1)}
# Samples at the stream's own rate that an encoder puts before the true start, least and most by what encoders do.
PRIMING = {
    **dict.fromkeys(("aac", "aac_latm", "aac_fixed"), (0, 2112)),
    **dict.fromkeys(("mp3", "mp3float"), (0, 2257)),
    **dict.fromkeys(("mp2", "mp2float"), (0, 481)),
    **dict.fromkeys(("ac3", "ac3_fixed", "eac3"), (0, 256)),
    **dict.fromkeys(("opus", "libopus"), (0, 3840)),
}
MAKERS = ("encoder", "writing_application", "major_brand", "compatible_brands", "handler_name", "vendor_id", "software")
FINE = 4  # ticks a frame from which on a tick more or less is rounding


@dataclass(slots=True)
class _State:
    facts: Facts
    frames: int = 0
    keys: int = 0
    first: Fraction | None = None
    last: Fraction | None = None
    base: Fraction = Fraction(1)
    tick: int = 0
    back: int = 0
    steps: Counter[int] = field(default_factory=Counter)
    sound_first: Fraction | None = None
    sound_samples: int = 0
    gaps: int = 0


def _start(given: Pass, facts: Facts) -> _State:
    return _State(facts=facts)


def _feed_frame(state: _State, frame: Frame) -> None:
    if state.first is None:
        state.first, state.base = frame.at, frame.base
    else:
        step = frame.tick - state.tick
        state.back += step <= 0
        if step in state.steps or len(state.steps) < 4096:
            state.steps[step] += 1
    state.frames += 1
    state.keys += frame.key
    state.tick = frame.tick


def _feed_sound(state: _State, block: Sound) -> None:
    if state.sound_first is None:
        state.sound_first = block.at
    elif not block.joined:
        state.gaps += 1
    state.sound_samples += len(block.samples)


def _rate(state: _State) -> dict[str, Any] | None:
    """How evenly frames follow one another. Steps that differ by one tick are rounding, unless ticks are as long as frames."""
    steps = [step for step in state.steps if step > 0]
    if not steps:
        return None
    least, most = min(steps), max(steps)
    total = sum(step * count for step, count in state.steps.items() if step > 0)
    mean = Fraction(sum(count for step, count in state.steps.items() if step > 0), total) / state.base
    return {
        "constant": most == least or (most - least == 1 and least >= FINE),
        "mean_per_s": ratio(mean),
        "least_step_s": ratio(least * state.base),
        "most_step_s": ratio(most * state.base),
        "back_steps": state.back,
    }


def _delay(state: _State, ending: Facts) -> dict[str, Any] | None:
    """How far the container may have moved the sound against its true start: a named term with its bounds, seconds."""
    index = ending.get("sound")
    if index is None:
        return None
    stream: Facts = next((row for row in ending.get("streams", ()) if row.get("index") == index), {})
    trimmed, rate = ending.get("priming_trimmed"), stream.get("rate") or 0
    least, most = (0, 0) if trimmed else PRIMING.get(str(stream.get("codec", "")), (0, 0))
    later = None
    if state.first is not None and state.sound_first is not None:
        later = ratio(state.sound_first - state.first)
    return {
        "name": "encoder priming left in the sound",
        "trimmed_by_container": bool(trimmed),
        "least_s": ratio(Fraction(least, rate)) if rate else "0/1",
        "most_s": ratio(Fraction(most, rate)) if rate else "0/1",
        "sound_begins_after_picture_s": later,
    }


def _times(facts: Facts) -> list[dict[str, Any]]:
    return [
        counted_time(str(row["where"]), int(row["seconds"]), EPOCHS[row["epoch"]], str(row["stated"]))
        for row in facts.get("counted_times", ())
    ]


def _traces(facts: Facts) -> list[dict[str, str]]:
    """What the making programs left of themselves, verbatim, each once."""
    rows = [
        {"where": shown(str(row["where"])), "key": shown(str(row["key"])), "text": shown(str(row["text"]))}
        for row in facts.get("texts", ())
        if str(row["key"]).lower() in MAKERS
    ]
    rows += [
        {"where": "stream bytes", "key": "encoder", "text": shown(str(text))} for text in facts.get("encoder_bytes", ())
    ]
    return [row for place, row in enumerate(rows) if row not in rows[:place]]


def _streams(ending: Facts) -> list[dict[str, Any]]:
    """Each stream as stated, with what was met for those that were read."""
    return [{key: shown(v) if isinstance(v, str) else v for key, v in row.items()} for row in ending.get("streams", ())]


def _finish(state: _State, ending: Facts) -> Part:
    last = state.tick * state.base if state.frames else None
    value: dict[str, Any] = {
        "kind": ending.get("kind"),
        "format": ending.get("format"),
        "looks_like": ending.get("looks_like"),
        "bytes": ending.get("bytes"),
        "profile": ending.get("profile"),
        "duration_stated_s": ending.get("duration"),
        "start_stated_s": ending.get("start"),
        "streams": _streams(ending),
        "picture": None
        if ending.get("picture") is None
        else {
            "stream": ending["picture"],
            "frames": state.frames,
            "key_frames": state.keys,
            "first": None if state.first is None else ratio(state.first),
            "last": None if last is None else ratio(last),
            "rate": _rate(state) if ending.get("profile") != "triage" else None,
            "times": ending.get("times", "stated"),
            "turned_deg": ending.get("turned", 0),
        },
        "sound": None
        if ending.get("sound") is None
        else {
            "stream": ending["sound"],
            "seconds": ratio(Fraction(state.sound_samples, 8000)),
            "first": None if state.sound_first is None else ratio(state.sound_first),
            "gaps": state.gaps,
            "delay": _delay(state, ending),
        },
        "edit_lists": list(ending.get("edit_lists", ())),
        "boxes": [shown(str(row)) for row in ending.get("layout", ())],
        "created": _times(ending),
        "encoder_traces": _traces(ending),
        "damage": list(ending.get("damage", ())),
        "damage_count": ending.get("damage_count", 0),
    }
    return Part(outcome=_outcome(state, ending, value), facts=value)


def _outcome(state: _State, ending: Facts, value: dict[str, Any]) -> Outcome:
    if ending.get("stopped"):
        return Inconclusive(why=f"read in part: {ending['stopped']}", value=value)
    if ending.get("unopened"):
        return Inconclusive(why=str(ending["unopened"]), value=value)
    wanted = [kind for kind in ("picture", "sound") if ending.get(kind) is not None]
    if not wanted:
        if ending.get("streams"):
            return Unsuitable(why="neither pictures nor sound that this house reads", code="outside.not-footage")
        return Inconclusive(why="the container could not be opened as far as its streams", value=value)
    read = {"picture": state.frames, "sound": state.sound_samples}
    if not any(read[kind] for kind in wanted):
        return Inconclusive(why="nothing of its streams could be decoded", value=value)
    return Found(value=value)


_AAC = {"index": 1, "type": "audio", "codec": "aac", "rate": 48000}

CONTAINER = reader(
    name="read.container",
    version=1,
    asks="What does the container say of its streams, clocks and makers, and what did it turn out to hold?",
    says="format, streams, stated and met durations (n/d s); picture.rate: constant or variable, with the least and the most "
    "step; turned_deg: counter-clockwise turn for showing; sound.delay: encoder priming left in, with bounds; edit_lists; "
    "created: stated times, `span` without any zone and `if_utc` if the format was kept to; encoder_traces, verbatim; damage met",
    limits=(
        "all of this can be written by anyone: it is what the file says, not what happened",
        "a container's creation time is the time of writing by a clock nobody checked, and many devices write local time as UTC",
        "a platform's re-encoding replaces most traces of the first device",
        "bounds of encoder priming are what common encoders do; an unusual one may leave more",
        "the decoder hides some damage: no damage met is no proof of wholeness",
    ),
    cites=("ISO/IEC 14496-12", "Matroska, RFC 9559", "QuickTime File Format Specification (Apple)"),
    needs="",
    start=_start,
    feed_frame=_feed_frame,
    feed_sound=_feed_sound,
    finish=_finish,
    examples=(
        Example(
            says="a film of ten even frames, with sound whose priming nobody trimmed",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(sound=1, streams=[_AAC], format="mpegts"),
                "frames": frames_of([np.zeros((36, 64, 3), np.uint8)] * 10),
                "sound": [Sound(at=Fraction(0), samples=np.zeros(800, np.float32), joined=False)],
            },
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["picture"]["rate"]["constant"] is True
                and outcome.value["sound"]["delay"]["most_s"] == "11/250"
            ),
        ),
        Example(
            says="a container whose index was cut off",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(picture=None, format="mov", damage=[{"where": "container", "what": "no index"}]),
                "frames": (),
                "sound": (),
            },
            gives="inconclusive",
        ),
    ),
)

METHOD = CONTAINER.card
