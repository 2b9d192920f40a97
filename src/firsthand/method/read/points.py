"""read.points: local features of sampled frames, by which a candidate is verified and what was done to it is told.

Arrays of the reading (n looks at frames, k points in all):

- read.points/first    u4[n+1]  the points of look i are rows first[i] to first[i+1]
- read.points/size     u2[n,2]  width and height, in pixels, of the upright picture that the frame's points were found in
- read.points/form     u1[n]    0 the picture as it is, 1 mirrored: a query has both of a frame that is looked at closely; 2 as it is,
  but only a few points of a frame between those: where a camera goes about, pictures are laid upon one another at one moment
- read.points/pts_num, read.points/pts_den   i8[n]  the frame's presentation time = num/den s: that of a sample of read.pictures
- read.points/xy       u2[k,2]  where, 65535 the full width or height of the upright picture
- read.points/octave   u1[k]    how coarse: the point was found in the picture made smaller by STEP ** octave
- read.points/angle    u1[k]    its direction, 256 a full turn, clockwise
- read.points/bits     u1[k,32] ORB, 256 bits; how many differ says how unlike two points are

No points in triage: the archive is only indexed. In the other profiles one frame a second and each great change. A
query is looked at closely: enlarged, in tiles, and mirrored too, so that the reference side stays small.
"""

from array import array
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from firsthand.method.shape import Example
from firsthand.record.finding import Found, Inconclusive, Nothing, Unsuitable

from .corners import CLOSE, Corners, Finder, enlarged
from .fold import Bytes2, Facts, Frame, Part, Pass, film_facts, frames_of, reader
from .sampling import Sampling, Thinned, lowest

SIDE = 512  # pixels of the longer side: the same picture as PDQ's
APART = 0.9  # seconds
MOST_FRAMES = 7_200  # two hours at one a second, some 96 MB; longer films are looked at less often
CLOSELY = 200.0  # of a long film's query, a frame each so many-th part is looked at closely, and mirrored
# Seconds between frames of a query that have some points (no part of a second: so some of them meet a picture of any other film at its
# very moment); and as many of a long film at the most, 20 MB.
BETWEEN, MOST_BETWEEN = 0.11, 1_500
AS_IS, MIRRORED, IN_BETWEEN = 0, 1, 2  # of `form`
FEW = 20  # points a frame, below which geometry cannot be told


@dataclass(slots=True)
class _State:
    thinned: Thinned
    finder: Finder | None  # none where nothing is to be found
    closely_apart: float | None  # seconds between frames that are looked at closely; none but a query is
    between: float  # seconds between frames of a query that have points at all
    first: "array[int]" = field(default_factory=lambda: array("I", [0]))
    sizes: "array[int]" = field(default_factory=lambda: array("H"))
    forms: "array[int]" = field(default_factory=lambda: array("B"))
    times: "array[int]" = field(default_factory=lambda: array("q"))
    found: list[Corners] = field(default_factory=list)
    closely: float | None = None
    last: float | None = None
    close: tuple[int, int] | None = None  # rows and columns of the picture that is looked at closely
    frames: int = 0
    telling: int = 0
    dropped: int = 0


def _start(given: Pass, facts: Facts) -> _State:
    whole = float(Fraction(facts["duration"])) if facts.get("duration") else 0.0
    profile = facts.get("profile", given.profile)
    only_indexed = profile == "triage" and facts.get("kind") != "picture"
    return _State(
        thinned=Thinned(sampling=Sampling(triage=False), apart=max(APART, whole / MOST_FRAMES)),
        finder=None if only_indexed else Finder(),
        closely_apart=max(APART, whole / CLOSELY) if profile == "query" else None,
        between=max(BETWEEN, whole / MOST_BETWEEN),
    )


def _feed(state: _State, frame: Frame) -> None:
    if state.finder is None:
        return
    if not state.thinned.takes(frame):
        _look_between(state, state.finder, frame)
        return
    if state.frames > MOST_FRAMES:
        state.dropped += 1
        return
    state.frames += 1
    state.last = frame.seconds
    grey = frame.pixels.grey(SIDE)
    last = state.closely
    if state.closely_apart is None or (last is not None and abs(frame.seconds - last) < state.closely_apart):
        found = state.finder.few(grey)
        _keep(state, frame, grey.shape, found, AS_IS)
    else:
        state.closely = frame.seconds
        close = enlarged(frame.pixels.grey(CLOSE))
        state.close = close.shape[0], close.shape[1]
        found = state.finder.many(grey, close)
        _keep(state, frame, close.shape, found, AS_IS)
        mirror = state.finder.many(np.ascontiguousarray(grey[:, ::-1]), np.ascontiguousarray(close[:, ::-1]))
        _keep(state, frame, close.shape, mirror, MIRRORED)
    state.telling += len(found.bits) >= FEW


def _look_between(state: _State, finder: Finder, frame: Frame) -> None:
    """The few points of a query's frame, as if found in the picture that is looked at closely."""
    if state.closely_apart is None or state.close is None or state.last is None:
        return
    if abs(frame.seconds - state.last) < state.between:
        return
    state.last = frame.seconds
    grey = frame.pixels.grey(SIDE)
    found = finder.few_of(grey, state.close[1])
    _keep(state, frame, state.close, found, IN_BETWEEN)


def _keep(state: _State, frame: Frame, size: tuple[int, ...], found: Corners, form: int) -> None:
    rows, columns = size
    state.times.extend((frame.tick * frame.base.numerator, frame.base.denominator))
    state.sizes.extend((columns, rows))
    state.forms.append(form)
    state.first.append(state.first[-1] + len(found.bits))
    state.found.append(found)


def _finish(state: _State, ending: Facts) -> Part:
    if state.finder is None:
        return Part(outcome=Unsuitable(why="a triage pass only indexes: read the file in full to verify and align it"))
    frames = state.frames
    if not frames:
        return Part(outcome=Inconclusive(why="no frame could be decoded"))
    value = {"frames": frames, "points": state.first[-1], "telling": state.telling, "dropped": state.dropped}
    times, shape = lowest(state.times), np.concatenate([found.shape for found in state.found])
    arrays = {
        "read.points/first": np.array(state.first, "<u4"),
        "read.points/size": np.array(state.sizes, "<u2").reshape(-1, 2),
        "read.points/form": np.array(state.forms, "|u1"),
        "read.points/pts_num": times[:, 0],
        "read.points/pts_den": times[:, 1],
        "read.points/xy": np.concatenate([found.xy for found in state.found]),
        "read.points/octave": shape[:, 0],
        "read.points/angle": shape[:, 1],
        "read.points/bits": np.concatenate([found.bits for found in state.found]),
    }
    if not state.telling:
        looked = f"{frames} frames, none with {FEW} points that stand out"
        return Part(outcome=Nothing(looked=looked, value=value), facts=value, arrays=arrays)
    return Part(outcome=Found(value=value), facts=value, arrays=arrays)


def _fence(shift: int) -> Bytes2:
    """Boards of unlike heights and greys: corners enough."""
    picture = np.full((180, 320, 3), 30, np.uint8)
    for board in range(24):
        left, top = (board * 53 + shift) % 300, (board * 37) % 150
        picture[top : top + 9 + board % 7, left : left + 8 + board % 5] = 90 + board * 6
    return picture


POINTS = reader(
    name="read.points",
    version=5,
    asks="Which points of the sampled frames stand out, and what does each look like?",
    says="frames: how many were looked at; points: found in all of them; telling: frames with 20 points or more; the points are "
    "arrays of the reading (about 38 bytes each, 13 kB a second of film at the most, 300 kB of a query), named in the module's docstring",
    limits=(
        "where points agree, the background agrees: the same place at another moment has the same points",
        "blur, darkness and plain walls have few points; what cannot be told from them is not told",
        "lettering and fences repeat: single points match wrongly, only many that agree in geometry say anything",
    ),
    cites=("Rublee et al., ORB: an efficient alternative to SIFT or SURF, ICCV 2011",),
    needs="frames",
    start=_start,
    feed_frame=_feed,
    finish=_finish,
    examples=(
        Example(
            says="two seconds of a fence",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(),
                "frames": frames_of([_fence(k // 5) for k in range(50)]),
                "sound": (),
            },
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found) and (outcome.value["frames"], outcome.value["telling"]) == (2, 2)
            ),
        ),
        Example(
            says="an even wall has no point that stands out",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(),
                "frames": frames_of([np.full((90, 160, 3), 128, np.uint8)] * 3),
                "sound": (),
            },
            gives="nothing",
        ),
        Example(
            says="a triage pass only indexes",
            given=Pass(profile="triage"),
            inputs=lambda: {
                "facts": film_facts(profile="triage"),
                "frames": frames_of([_fence(0)] * 3),
                "sound": (),
            },
            gives="unsuitable",
        ),
    ),
)

METHOD = POINTS.card
