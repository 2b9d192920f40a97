"""Points of one picture that stand out (ORB): the few that every file keeps, and the many of a query, spread over all its parts."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .fold import Bytes2

# Points a frame and steps of the pyramid: in the picture, and again in the picture of half its size, for a copy may be much
# larger or smaller and its likes are then found only among the coarse ones (bench/trace: crops and insets).
FINE, COARSE = (200, 4), (150, 6)
STEP, HALF = 1.2, 4  # of the pyramid; a picture of half the size is nearly so many steps down
THRESHOLD = 7  # levels by which a corner stands out: low, so that dim pictures have points too
NEXT = (
    0.8  # of what the weakest point kept of a picture stands out by: the next one is first asked for points above that
)
EDGE = 15  # pixels at the edge of a picture in which no point is sought: few, for small pictures are nearly all edge
LEAST_SIDE = 32  # pixels: what is read around a point does not fit into a smaller picture
# A film laid into a fifth of another has a few dozen lines there, among many stronger corners: a query's picture is enlarged, and
# each of its tiles has so many points at the most.
CLOSE, CLOSE_STEPS, TILES, OF_TILE = 1280, 8, (5, 4), 120
TRIED = 20_000  # points of a whole picture, of which those of the tiles are chosen
MOST_COARSE = 15  # steps of the pyramid that are told apart


@dataclass(frozen=True, slots=True)
class Corners:
    """`xy` u2[k,2] (65535 the full side), `shape` u1[k,2] (how coarse, direction in 1/256 of a turn), `bits` u1[k,32]."""

    xy: npt.NDArray[np.uint16]
    shape: Bytes2
    bits: Bytes2


@dataclass(slots=True)
class _Kept:
    """Finds the strongest points of each step of a pyramid.

    Most of the work goes into corners that are weaker than all that is kept. So a picture is first asked for what stands out
    nearly as much as what the one before it kept, and for all where that is not enough. What comes out is the same.
    """

    points: int
    levels: int
    coarse: int  # steps of the pyramid by which the picture itself is smaller
    asked: int = THRESHOLD
    finder: Any = None
    share: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # of each step

    def __post_init__(self) -> None:
        self.finder, self.share = _orb(self.points, self.levels), _shares(self.points, self.levels)

    def of(self, picture: Any) -> Corners:
        rows, columns = picture.shape
        if min(rows, columns) < LEAST_SIDE:
            return _made(_NONE, np.zeros((0, 32), np.uint8), columns, rows, self.coarse)
        points, bits, short = self._found(picture)
        if short and self.asked > THRESHOLD:
            self.asked = THRESHOLD
            points, bits, short = self._found(picture)
        self.asked = THRESHOLD if short else max(THRESHOLD, int(NEXT * points.strength.min()))
        order = np.lexsort((points.xy[:, 0], points.xy[:, 1], -points.strength, points.octave))
        octave = points.octave[order]
        stands = np.arange(len(octave)) - np.searchsorted(octave, octave)  # so many of its step stand out more
        kept = order[stands < self.share[octave]]
        return _made(points.of(kept), bits[kept] if len(kept) else bits, columns, rows, self.coarse)

    def _found(self, picture: Any) -> "tuple[_Points, Any, bool]":
        """Points, how they look, and whether a step of the pyramid has fewer than its share."""
        self.finder.setFastThreshold(self.asked)
        found, bits = self.finder.detectAndCompute(picture, None)
        points = _points(found)
        return points, bits, bool((np.bincount(points.octave, minlength=self.levels) < self.share).any())


class Finder:
    """The finders of points, made once for a pass."""

    def __init__(self) -> None:
        self._kept = _Kept(*FINE, 0), _Kept(*COARSE, HALF)
        self._close = _orb(TRIED, CLOSE_STEPS)

    def few(self, grey: Bytes2) -> Corners:
        """What every file keeps of a picture."""
        rows, columns = grey.shape
        half = cv2.resize(grey, (max(1, columns // 2), max(1, rows // 2)), interpolation=cv2.INTER_AREA)
        return _joined(kept.of(picture) for kept, picture in zip(self._kept, (grey, half), strict=True))

    def many(self, grey: Bytes2, close: Bytes2) -> Corners:
        """What a query has: the few of `grey`, and those of each tile of the same picture in `close`."""
        return _joined((self.few_of(grey, close.shape[1]), self._tiled(close)))

    def few_of(self, grey: Bytes2, wide: int) -> Corners:
        """The few of `grey`, as if found in the same picture `wide` pixels across."""
        coarser = round(np.log(wide / grey.shape[1]) / np.log(STEP))
        few = self.few(grey)
        few.shape[:, 0] = np.minimum(few.shape[:, 0] + coarser, MOST_COARSE)
        return few

    def _tiled(self, close: Bytes2) -> Corners:
        rows, columns = close.shape
        if min(rows, columns) < LEAST_SIDE:
            return _made(_NONE, np.zeros((0, 32), np.uint8), columns, rows, 0)
        tiles: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for point in sorted(self._close.detect(close, None), key=lambda p: (-p.response, p.pt)):
            tile = tiles[int(point.pt[0] * TILES[0] / columns), int(point.pt[1] * TILES[1] / rows)]
            if len(tile) < OF_TILE:
                tile.append(point)
        points, bits = self._close.compute(close, [point for tile in tiles.values() for point in tile])
        return _made(_points(points), bits, columns, rows, 0)


def enlarged(grey: Bytes2) -> Bytes2:
    """A picture no side of which is longer than CLOSE, twice as large where it is less than half of that."""
    rows, columns = grey.shape
    if max(rows, columns) * 2 > CLOSE or min(rows, columns) < LEAST_SIDE:
        return grey
    return np.asarray(cv2.resize(grey, (columns * 2, rows * 2), interpolation=cv2.INTER_LINEAR), np.uint8)


def _orb(points: int, levels: int) -> Any:
    return cv2.ORB_create(  # type: ignore[attr-defined]
        nfeatures=points,
        scaleFactor=STEP,
        nlevels=levels,
        fastThreshold=THRESHOLD,
        edgeThreshold=EDGE,
        scoreType=cv2.ORB_FAST_SCORE,
    )


def _shares(points: int, levels: int) -> npt.NDArray[np.int64]:
    """How many of the points wanted the finder keeps on each step of its pyramid, as it reckons them (in single precision)."""
    factor = np.float32(1 / np.float32(STEP))
    wanted = np.float32(points * (1 - factor) / np.float32(1 - np.float32(float(factor) ** levels)))
    made = []
    for _ in range(levels - 1):
        made.append(int(np.rint(wanted)))
        wanted = np.float32(wanted * factor)
    return np.array([*made, max(points - sum(made), 0)], np.int64)


@dataclass(frozen=True, slots=True)
class _Points:
    """What a finder says of points: `xy` f4[k,2] in pixels, `octave` i8[k], `angle` f8[k] degrees, `strength` f8[k]."""

    xy: npt.NDArray[np.float32]
    octave: npt.NDArray[np.int64]
    angle: npt.NDArray[np.float64]
    strength: npt.NDArray[np.float64]

    def of(self, rows: npt.NDArray[np.int64]) -> "_Points":
        return _Points(self.xy[rows], self.octave[rows], self.angle[rows], self.strength[rows])


def _points(found: Any) -> _Points:
    if not len(found):
        return _NONE
    rest = np.array([(point.octave, point.angle, point.response) for point in found])
    return _Points(
        np.asarray(cv2.KeyPoint.convert(found), np.float32), rest[:, 0].astype(np.int64) & 15, rest[:, 1], rest[:, 2]
    )


_NONE = _Points(np.zeros((0, 2), np.float32), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


def _made(points: _Points, bits: Any, wide: int, high: int, coarse: int) -> Corners:
    if not len(points.octave):
        return Corners(np.zeros((0, 2), "<u2"), np.zeros((0, 2), "|u1"), np.zeros((0, 32), "|u1"))
    where = points.xy * (65535.0 / np.array([wide, high]))
    angle = np.rint(points.angle / 360 * 256).astype(np.int64) & 255
    shape = np.column_stack([points.octave + coarse, angle]).astype("|u1")
    return Corners(np.clip(np.rint(where), 0, 65535).astype("<u2"), shape, np.asarray(bits, "|u1"))


def _joined(parts: Any) -> Corners:
    xy, shape, bits = zip(*((part.xy, part.shape, part.bits) for part in parts), strict=True)
    return Corners(np.concatenate(xy), np.concatenate(shape), np.concatenate(bits))
