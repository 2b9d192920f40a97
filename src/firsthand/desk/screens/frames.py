"""The frames of one file: their exact times, one frame as a still, the sound's outline, and a copy that a browser can play."""

from dataclasses import dataclass
from typing import Literal

from .library import Plays

CopyState = Literal["none", "making", "ready", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameIndex:
    """Every frame that is presented, in order: `pts` are ticks of `time_base` seconds ("n/d"); `keys` the places of key frames.

    `media_time_zero` is the time ("n/d" s) that a browser's clock calls nought for these bytes, None where it is not known:
    then only a viewing copy tells. `how`: "packets" where the container states the times, "decoding" where they were counted.
    `end` is where the last frame's showing ends, in ticks.
    """

    file: str
    stream: int
    time_base: str
    pts: tuple[int, ...]
    keys: tuple[int, ...]
    end: int
    width: int
    height: int
    rotation: int
    vfr: bool
    codec: str
    how: str
    plays: Plays
    why_not: str
    media_time_zero: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameMoment:
    """One exact frame, as an observation names it; `at` its place in the index."""

    at: int
    file: str
    stream: int
    pts: str
    frame: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waveform:
    """The outline of the sound. Bucket k holds exactly the samples from ceil(k*rate/per_second) to before the next bucket's
    first, counted from `start` ("n/d" s). `low` and `high` are -127 to 127; a gap in the sound is 0 and 0."""

    file: str
    start: str
    rate: int
    per_second: int
    samples: int
    low: tuple[int, ...]
    high: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFrames:
    """Times of a viewing copy's frames, one for each of the original's in the same order."""

    time_base: str
    pts: tuple[int, ...]
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewingCopy:
    """A viewing copy and how far it is. Pictures on it are for looking: whatever is measured is measured on the original."""

    state: CopyState
    job: str | None
    done: float
    whole: float
    digest: str | None
    how: str
    why: str
    frames: CopyFrames | None
