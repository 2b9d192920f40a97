"""What tracing needs of local features in a reading, checked: for each looked-at frame its points, where and how they look."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from firsthand.method.reading import Reading
from firsthand.record.fault import BadReading

from .footage import F8, seconds

LEVELS = 16  # more steps of scale than that no reading has
MOST = 4096  # points of one frame
STEP = 1.2  # as read/points says: a point of octave k was found in the picture made smaller by STEP ** k


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The points of one frame: `xy` f8[k,2] in pixels of a picture `width` x `height`, upright; `octave` u1[k] (found in the
    picture made smaller by read/points.STEP to that power), `angle` f8[k] radians clockwise, `bits` u1[k,32]."""

    width: int
    height: int
    xy: F8
    octave: npt.NDArray[np.uint8]
    angle: F8
    bits: npt.NDArray[np.uint8]

    @property
    def step(self) -> F8:
        """Pixels of this picture that one pixel has of the smaller one in which each point was found: it lies no nearer."""
        return np.asarray(STEP ** self.octave.astype(np.float64))

    def seen_in_mirror(self) -> "Points":
        """The same points, their places and directions as a mirror shows them; how they look stays."""
        return replace(self, xy=self.xy * (-1.0, 1.0) + (float(self.width), 0.0), angle=np.pi - self.angle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """The looked-at frames of one file in order of time: `at` f8[n] seconds, each that of a picture of `footage.Film`;
    `mirrored` the same of its mirrored pictures, which only a query has (those frames that were looked at closely); `often` of more
    frames than these, the others with few points, which only a query has too."""

    at: F8
    mirrored: "Local | None"
    often: "Local | None"
    _order: npt.NDArray[np.int64]
    _first: npt.NDArray[np.int64]
    _size: npt.NDArray[np.uint16]
    _xy: npt.NDArray[np.uint16]
    _octave: npt.NDArray[np.uint8]
    _angle: npt.NDArray[np.uint8]
    _bits: npt.NDArray[np.uint8]

    def count(self, row: int) -> int:
        """How many points the row-th frame has."""
        frame = self._order[row]
        return int(self._first[frame + 1] - self._first[frame])

    def points(self, row: int) -> Points:
        """The points of the row-th frame."""
        frame = self._order[row]
        rows = slice(self._first[frame], self._first[frame + 1])
        width, height = (int(side) for side in self._size[frame])
        octave = self._octave[rows]
        # A point is told by its pixel's corner: its middle is half a pixel on, of the smaller picture that it was found in.
        middle = 0.5 * STEP ** octave.astype(np.float64)
        return Points(
            width=width,
            height=height,
            xy=self._xy[rows] * (np.array([width, height]) / 65535.0) + middle[:, None],
            octave=octave,
            angle=np.asarray(self._angle[rows] * (2 * np.pi / 256), np.float64),
            bits=self._bits[rows],
        )

    def nearest(self, second: float) -> int:
        """The row whose time lies nearest."""
        after = int(np.searchsorted(self.at, second))
        rows = [row for row in (after - 1, after) if 0 <= row < len(self.at)]
        return min(rows, key=lambda row: abs(float(self.at[row]) - second))


def local_of(reading: Reading) -> Local | None:
    """None where the reading has no points. Raises BadReading where its arrays do not fit together."""
    arrays = reading.arrays
    if "read.points/first" not in arrays or len(arrays["read.points/first"]) < 2:
        return None
    try:
        at = seconds(arrays["read.points/pts_num"], arrays["read.points/pts_den"])
        first, size, xy, octave, angle, bits = (
            arrays[f"read.points/{name}"] for name in ("first", "size", "xy", "octave", "angle", "bits")
        )
    except KeyError as lacks:
        raise BadReading(f"a reading of points without {lacks}") from lacks
    form = arrays.get("read.points/form", np.zeros(len(at), np.uint8))  # an older reading has no mirrored ones
    count = len(bits)
    fits = (
        first.dtype == np.uint32
        and size.dtype == xy.dtype == np.uint16
        and form.dtype == octave.dtype == angle.dtype == bits.dtype == np.uint8
        and first.shape == (len(at) + 1,)
        and size.shape == (len(at), 2)
        and xy.shape == (count, 2)
        and octave.shape == angle.shape == (count,)
        and bits.shape == (count, 32)
    )
    if not fits:
        raise BadReading("a reading of points whose arrays do not fit together")
    places = first.astype(np.int64)
    steps = np.diff(places)
    if places[0] != 0 or places[-1] != count or (steps < 0).any() or (steps > MOST).any():
        raise BadReading("a reading of points whose frames do not add up")
    if (size == 0).any() or octave.max(initial=0) >= LEVELS or form.shape != at.shape or form.max(initial=0) > 2:
        raise BadReading("a reading of points with a size, a scale or a form that is none")
    order = np.argsort(at, kind="stable")

    def of(looks: npt.NDArray[np.int64], mirrored: Local | None = None, often: Local | None = None) -> Local:
        return Local(
            at=at[looks], mirrored=mirrored, often=often, _order=looks, _first=places, _size=size, _xy=xy, _octave=octave,
            _angle=angle, _bits=bits,
        )  # fmt: skip

    plain, turned, upright = (order[np.isin(form[order], forms)] for forms in ((0,), (1,), (0, 2)))
    if not len(plain):
        return None
    return of(plain, of(turned) if len(turned) else None, of(upright) if len(upright) > len(plain) else None)
