"""read.descriptors: a learned copy descriptor of sampled frames, made to stay like through what is done to copies.

Arrays of the reading (n rows, one for each view of a sampled frame that is not too plain):

- read.descriptors/vectors  i1[n,size]  a unit vector times SCALE, rounded; read it with trace/descriptors.py
- read.descriptors/view     u1[n]       which part of the picture: an index into views.VIEWS (0 the whole, 1 within bars)
- read.descriptors/box      u2[n,4]     that part's left, top, right, bottom, 65535 the full width or height
- read.descriptors/pts_num, read.descriptors/pts_den   i8[n]  the frame's presentation time = num/den s: the time of a
                                        sample of read.pictures, to the letter

The reference side is small: the whole picture, and what lies within bars where there are bars, one frame each two seconds (in
triage: of the key frames) and each great change; while the picture stays as it was, one each ten. Pictures by themselves, and
films read by the profile "query", also carry all the parts, and a query has two frames a second.
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

from .fold import Bytes2, Describer, Facts, Frame, Part, Pass, change_between, film_facts, frames_of, reader
from .sampling import Sampling, Thinned, lowest
from .views import View, square, telling, views

WEIGHTS = "copy-descriptor"  # the name of the weights' place, whosever they are
SCALE = 400.0  # a number of a unit vector times this fits one byte
APART = 1.9  # seconds between two described frames of the reference side: a query is described at every sample
STAYS, STAYS_FOR = 2.0, 8.9  # change of the small picture below which it is not described again, for so many seconds
LOOKED_APART = 0.9  # seconds between two frames of a query that are looked at in parts
VIEWED = 200.0  # of the seconds of a long film's query, a frame each so many-th part is looked at in parts
LOOKS, LOOKS_CLOSELY = 320, 960  # pixels of the longer side that views are cut from
MOST = 500_000
AT_ONCE = 8  # views that are described together: a sixth cheaper than one by one, and the same vectors


@dataclass(slots=True)
class _State:
    model: Describer
    thinned: Thinned
    query: bool
    viewed_apart: float
    rows: list[Bytes2] = field(default_factory=list)
    waiting: list[Bytes2] = field(default_factory=list)  # views whose vectors are the next rows
    kinds: "array[int]" = field(default_factory=lambda: array("B"))
    boxes: "array[int]" = field(default_factory=lambda: array("H"))
    times: "array[int]" = field(default_factory=lambda: array("q"))
    frames: int = 0
    plain: int = 0
    dropped: int = 0
    viewed: float | None = None
    last: tuple[float, Bytes2, Bytes2] | None = None  # the last one described: when, and the small picture


def _start(given: Pass, facts: Facts) -> _State:
    profile = facts.get("profile", given.profile)
    whole = float(Fraction(facts["duration"])) if facts.get("duration") else 0.0
    return _State(
        model=facts["weights"][WEIGHTS],
        thinned=Thinned(sampling=Sampling(triage=profile == "triage"), apart=0.0 if profile == "query" else APART),
        query=profile == "query" or facts.get("kind") == "picture",
        viewed_apart=max(LOOKED_APART, whole / VIEWED),
    )


def _feed(state: _State, frame: Frame) -> None:
    if not state.thinned.takes(frame) or (not state.query and _stays(state, frame)):
        return
    if len(state.kinds) >= MOST:
        state.dropped += 1
        return
    state.frames += 1
    parts = state.query and (state.viewed is None or abs(frame.seconds - state.viewed) >= state.viewed_apart)
    if parts:
        state.viewed = frame.seconds
    picture = frame.pixels.colour(LOOKS_CLOSELY if parts else LOOKS)
    for view in views(picture, parts=parts):
        small = square(picture, view, state.model.side)
        if telling(small):
            _keep(state, frame, picture, view)
            state.waiting.append(small)
        else:
            state.plain += 1
    if len(state.waiting) >= AT_ONCE:
        _describe(state)


def _stays(state: _State, frame: Frame) -> bool:
    """Whether the picture is still the one that was described last: its vector would be nearly the same."""
    if state.last is not None:
        soon = abs(frame.seconds - state.last[0]) < STAYS_FOR
        if soon and change_between(frame.tiny, frame.tint, *state.last[1:]) < STAYS:
            return True
    state.last = (frame.seconds, frame.tiny, frame.tint)
    return False


def _keep(state: _State, frame: Frame, picture: Bytes2, view: View) -> None:
    rows, columns = picture.shape[:2]
    across, down = 65535 / columns, 65535 / rows
    state.kinds.append(view.kind)
    state.boxes.extend(
        (round(view.left * across), round(view.top * down), round(view.right * across), round(view.bottom * down))
    )
    state.times.extend((frame.tick * frame.base.numerator, frame.base.denominator))


def _describe(state: _State) -> None:
    for vector in state.model.vectors(np.stack(state.waiting)) if state.waiting else ():
        state.rows.append(np.clip(np.rint(vector * SCALE), -127, 127).astype(np.int8))
    state.waiting.clear()


def _finish(state: _State, ending: Facts) -> Part:
    if not state.frames:
        return Part(outcome=Inconclusive(why="no frame could be decoded"))
    _describe(state)
    value: dict[str, Any] = {
        "frames": state.frames,
        "rows": len(state.rows),
        "plain": state.plain,
        "dropped": state.dropped,
        "weights": state.model.name,
        "sha256": state.model.sha256,
        "size": state.model.size,
    }
    if not state.rows:
        looked = f"{state.frames} frames, all too plain to tell from others"
        return Part(outcome=Nothing(looked=looked, value=value), facts=value)
    times = lowest(state.times)
    arrays: dict[str, npt.NDArray[Any]] = {
        "read.descriptors/vectors": np.stack(state.rows).astype("|i1"),
        "read.descriptors/view": np.array(state.kinds, "|u1"),
        "read.descriptors/box": np.array(state.boxes, "<u2").reshape(-1, 4),
        "read.descriptors/pts_num": times[:, 0],
        "read.descriptors/pts_den": times[:, 1],
    }
    return Part(outcome=Found(value=value), facts=value, arrays=arrays)


@dataclass(frozen=True, slots=True)
class Coarse:
    """A describer without learned weights, for examples and tests: the picture on a small grid, its mean taken off."""

    name: str = "coarse"
    sha256: str = "0" * 64
    side: int = 64
    size: int = 64

    def vectors(self, pictures: Bytes2) -> npt.NDArray[np.float32]:
        small = np.stack([cv2.resize(p, (8, 8), interpolation=cv2.INTER_AREA).mean(axis=2).ravel() for p in pictures])
        small = small - small.mean(axis=1, keepdims=True)
        return np.asarray(small / np.maximum(np.linalg.norm(small, axis=1, keepdims=True), 1e-6), np.float32)


def _yard(width: int = 320, bars: int = 0) -> Bytes2:
    picture = np.zeros((180 + 2 * bars, width, 3), np.uint8)
    for row in range(6):
        for column in range(10):
            picture[bars + row * 30 : bars + row * 30 + 26, column * 32 : column * 32 + 27] = (
                (row * 7 + column * 11) % 9 * 30
            )
    return picture


DESCRIPTORS = reader(
    name="read.descriptors",
    version=2,
    asks="What do the sampled frames look like, in a form that stays like through crops, borders, captions and re-encoding?",
    says="frames: how many were described; rows: vectors of them and of their parts; plain: views without a vector because "
    "nothing in them could be told from others; weights and sha256: what described them; the vectors are arrays of the reading",
    limits=(
        "it says that two pictures look alike, never that one is a copy of the other: every candidate is verified before it is called one",
        "the same place at another moment looks alike; movement over time tells them apart, not this",
        "plain pictures (black, one colour, sky, fog) have no vector and can be found by nothing here",
        "vectors made by other weights cannot be compared; the weights' digest is part of the pass's job",
        "a part that no straight edges enclose, and that is smaller than a third of the picture's side, lies in no view and may be missed",
    ),
    cites=("Pizzi et al., A self-supervised descriptor for image copy detection, CVPR 2022",),
    needs="frames",
    weights=WEIGHTS,
    start=_start,
    feed_frame=_feed,
    finish=_finish,
    examples=(
        Example(
            says="seven seconds of a yard between black bars, of which the camera is turned away after four: two described frames, "
            "each whole and within the bars",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(weights={WEIGHTS: Coarse()}),
                "frames": frames_of([_yard(bars=40)] * 100 + [np.roll(_yard(bars=40), 16, axis=1)] * 75),
                "sound": (),
            },
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found) and (outcome.value["frames"], outcome.value["rows"]) == (2, 4)
            ),
        ),
        Example(
            says="a black film has nothing to describe",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(weights={WEIGHTS: Coarse()}),
                "frames": frames_of([np.zeros((90, 160, 3), np.uint8)] * 30),
                "sound": (),
            },
            gives="nothing",
        ),
        Example(
            says="no weights on this machine: what is cropped, bordered or overlaid is then found by movement and sound only",
            given=Pass(),
            inputs=lambda: {"facts": film_facts(), "frames": frames_of([_yard()]), "sound": ()},
            gives="unsuitable",
        ),
    ),
)

METHOD = DESCRIPTORS.card
