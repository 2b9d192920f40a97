"""read.points: local features of sampled frames, by which a candidate is verified and what was done to it is told.

Arrays of the reading (n frames, k points in all):

- read.points/first    u4[n+1]  the points of frame i are rows first[i] to first[i+1]
- read.points/size     u2[n,2]  width and height, in pixels, of the upright picture that the frame's points were found in
- read.points/pts_num, read.points/pts_den   i8[n]  the frame's presentation time = num/den s: that of a sample of read.pictures
- read.points/xy       u2[k,2]  where, 65535 the full width or height of the upright picture
- read.points/octave   u1[k]    how coarse: the point was found in the picture made smaller by STEP ** octave
- read.points/angle    u1[k]    its direction, 256 a full turn, clockwise
- read.points/bits     u1[k,32] ORB, 256 bits; how many differ says how unlike two points are

No points in triage: the archive is only indexed. In the other profiles one frame a second and each great change.
"""

from array import array
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import cv2
import numpy as np

from firsthand.method.shape import Example
from firsthand.record.finding import Found, Inconclusive, Nothing, Unsuitable

from .fold import Bytes2, Facts, Frame, Part, Pass, film_facts, frames_of, reader
from .sampling import Sampling, Thinned, lowest

SIDE = 512  # pixels of the longer side: the same picture as PDQ's
# Points a frame and steps of the pyramid: in the picture, and again in the picture of half its size, for a copy may be much
# larger or smaller and its likes are then found only among the coarse ones (bench/trace: crops and insets).
FINE, COARSE = (200, 4), (150, 6)
MOST_POINTS = FINE[0] + COARSE[0]
STEP, HALF = 1.2, 4  # of the pyramid; a picture of half the size is nearly so many steps down
THRESHOLD = 7  # levels by which a corner stands out: low, so that dim pictures have points too
EDGE = 15  # pixels at the edge of a picture in which no point is sought: few, for small pictures are nearly all edge
LEAST_SIDE = 32  # pixels: what is read around a point does not fit into a smaller picture
APART = 0.9  # seconds
MOST_FRAMES = 7_200  # two hours at one a second, some 96 MB; longer films are looked at less often
FEW = 20  # points a frame, below which geometry cannot be told


@dataclass(slots=True)
class _State:
    thinned: Thinned
    finders: tuple[Any, ...]  # none where nothing is to be found
    first: "array[int]" = field(default_factory=lambda: array("I", [0]))
    sizes: "array[int]" = field(default_factory=lambda: array("H"))
    times: "array[int]" = field(default_factory=lambda: array("q"))
    xy: list[Bytes2] = field(default_factory=list)
    shape: list[Bytes2] = field(default_factory=list)
    bits: list[Bytes2] = field(default_factory=list)
    telling: int = 0
    dropped: int = 0


def _start(given: Pass, facts: Facts) -> _State:
    whole = float(Fraction(facts["duration"])) if facts.get("duration") else 0.0
    only_indexed = facts.get("profile", given.profile) == "triage" and facts.get("kind") != "picture"
    return _State(
        thinned=Thinned(sampling=Sampling(triage=False), apart=max(APART, whole / MOST_FRAMES)),
        finders=() if only_indexed else tuple(_finder(*wanted) for wanted in (FINE, COARSE)),
    )


def _finder(points: int, levels: int) -> Any:
    return cv2.ORB_create(  # type: ignore[attr-defined]
        nfeatures=points,
        scaleFactor=STEP,
        nlevels=levels,
        fastThreshold=THRESHOLD,
        edgeThreshold=EDGE,
        scoreType=cv2.ORB_FAST_SCORE,
    )


def _feed(state: _State, frame: Frame) -> None:
    if not state.finders or not state.thinned.takes(frame):
        return
    if len(state.first) > MOST_FRAMES:
        state.dropped += 1
        return
    grey = frame.pixels.grey(SIDE)
    rows, columns = grey.shape
    half = cv2.resize(grey, (max(1, columns // 2), max(1, rows // 2)), interpolation=cv2.INTER_AREA)
    found = [_found(finder, picture) for finder, picture in zip(state.finders, (grey, half), strict=True)]
    count = sum(len(points) for points, _ in found)
    state.times.extend((frame.tick * frame.base.numerator, frame.base.denominator))
    state.sizes.extend((columns, rows))
    state.first.append(state.first[-1] + count)
    state.telling += count >= FEW
    for (points, bits), (high, wide), coarse in zip(found, (grey.shape, half.shape), (0, HALF), strict=True):
        if points:
            where = cv2.KeyPoint.convert(points) * (65535.0 / np.array([wide, high]))
            state.xy.append(np.clip(np.rint(where), 0, 65535).astype("<u2"))
            octave = np.array([p.octave for p in points]) & 15
            angle = np.rint(np.array([p.angle for p in points]) / 360 * 256).astype(np.int64) & 255
            state.shape.append(np.column_stack([octave + coarse, angle]).astype("|u1"))
            state.bits.append(bits)


def _found(finder: Any, picture: Any) -> tuple[Any, Bytes2]:
    """Points of a picture, no more than were asked for, and their bits."""
    if min(picture.shape) < LEAST_SIDE:
        return (), np.zeros((0, 32), np.uint8)
    points, bits = finder.detectAndCompute(picture, None)
    most = finder.getMaxFeatures()
    return points[:most], np.asarray(bits[:most] if len(points) else np.zeros((0, 32)), "|u1")


def _finish(state: _State, ending: Facts) -> Part:
    if not state.finders:
        return Part(outcome=Unsuitable(why="a triage pass only indexes: read the file in full to verify and align it"))
    frames = len(state.first) - 1
    if not frames:
        return Part(outcome=Inconclusive(why="no frame could be decoded"))
    value = {"frames": frames, "points": state.first[-1], "telling": state.telling, "dropped": state.dropped}
    times = lowest(state.times)
    shape = np.concatenate([np.zeros((0, 2), "|u1"), *state.shape])
    arrays = {
        "read.points/first": np.array(state.first, "<u4"),
        "read.points/size": np.array(state.sizes, "<u2").reshape(-1, 2),
        "read.points/pts_num": times[:, 0],
        "read.points/pts_den": times[:, 1],
        "read.points/xy": np.concatenate([np.zeros((0, 2), "<u2"), *state.xy]),
        "read.points/octave": shape[:, 0],
        "read.points/angle": shape[:, 1],
        "read.points/bits": np.concatenate([np.zeros((0, 32), "|u1"), *state.bits]),
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
    version=2,
    asks="Which points of the sampled frames stand out, and what does each look like?",
    says="frames: how many were looked at; points: found in all of them; telling: frames with 20 points or more; the points are "
    "arrays of the reading (about 38 bytes each, 13 kB a second of film at the most), named in the module's docstring",
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
