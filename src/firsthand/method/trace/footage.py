"""What tracing needs of a reading, checked: pictures with their times, and how far they reach."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import distances
from firsthand.method.reading import Reading
from firsthand.record.fault import BadReading

F8 = npt.NDArray[np.float64]
GOOD = 50  # PDQ's own advice: a picture of less quality is not compared
CELLS, FINE, TILES = 8, 24, 32  # of them on a side of a picture
RATES = (8, 32)  # parts of a second that tiles are read by
FAR = 3.0  # seconds: pictures further away than this are another moment
MOST = 200  # pictures of a film that are held against all others of it
LONGEST = 14 * 86400.0  # seconds; a reading that claims more is not believed


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """The sampled pictures of one file in order of time. A still picture has one, and no movement.

    `hashes` u1[n,32], `good` bool[n] (telling enough to be compared), `at` f8[n] seconds, `frames` u1[n,32] digests of the
    decoded planes; `moves` f8[m,3]: seconds, mean difference to the step before, mean luma; `start` and `end` the first and
    the last time seen; `cells` u1[m,64] the same difference in 8 x 8 cells, as read.pictures codes it (u1[0,64] where an
    older reading has none); `fine` u1[m,576] the same in 24 x 24 cells (u1[0,576] but of a query). `tiles` u1[r,512] how 32 x 32
    tiles change in parts `tiles_at` i8[r] of the `tiles_rate` of a second; 0 where the reading has none.
    """

    hashes: npt.NDArray[np.uint8]
    good: npt.NDArray[np.bool_]
    at: F8
    frames: npt.NDArray[np.uint8]
    moves: F8
    cells: npt.NDArray[np.uint8]
    fine: npt.NDArray[np.uint8]
    tiles: npt.NDArray[np.uint8]
    tiles_at: npt.NDArray[np.int64]
    tiles_rate: int
    start: float
    end: float

    @property
    def still(self) -> bool:
        return len(self.at) == 1 and not len(self.moves)


def film_of(reading: Reading) -> Film | None:
    """None where the reading has no pictures. Raises BadReading where its arrays do not fit together."""
    arrays = reading.arrays
    if "read.pictures/pdq" not in arrays or not len(arrays["read.pictures/pdq"]):
        return None
    try:
        at = seconds(arrays["read.pictures/pts_num"], arrays["read.pictures/pts_den"])
        hashes, frames = arrays["read.pictures/pdq"], arrays["read.pictures/frame"]
        quality, motion = arrays["read.pictures/quality"], arrays["read.pictures/motion"]
        steps = seconds(arrays["read.pictures/motion_num"], arrays["read.pictures/motion_den"])
    except KeyError as lacks:
        raise BadReading(f"a reading of pictures without {lacks}") from lacks
    count = len(at)
    cells = arrays.get("read.pictures/cells", np.zeros((0, CELLS**2), np.uint8))
    fine = arrays.get("read.pictures/fine", np.zeros((0, FINE**2), np.uint8))
    fits = (
        hashes.dtype == frames.dtype == np.uint8
        and hashes.shape == frames.shape == (count, 32)
        and quality.shape == (count,)
        and motion.shape == (len(steps), 2)
        and np.isfinite(motion).all()
        and cells.dtype == fine.dtype == np.uint8
        and cells.shape in ((len(steps), CELLS**2), (0, CELLS**2))
        and fine.shape in ((len(steps), FINE**2), (0, FINE**2))
    )
    if not fits:
        raise BadReading("a reading of pictures whose arrays do not fit together")
    tiles, tiles_at, tiles_rate = _tiles(reading)
    order, in_time = np.argsort(at, kind="stable"), np.argsort(steps, kind="stable")
    moves = np.column_stack([steps, np.asarray(motion, np.float64)])[in_time]
    reach = np.concatenate([at, steps])
    if reach.max() - reach.min() > LONGEST:
        raise BadReading("a reading whose pictures lie more than a fortnight apart")
    return Film(
        hashes=np.ascontiguousarray(hashes[order]),
        good=np.asarray(quality[order] >= GOOD),
        at=at[order],
        frames=frames[order],
        moves=moves,
        cells=cells[in_time] if len(cells) else cells,
        fine=fine[in_time] if len(fine) else fine,
        tiles=tiles,
        tiles_at=tiles_at,
        tiles_rate=tiles_rate,
        start=float(reach.min()),
        end=float(reach.max()),
    )


def _tiles(reading: Reading) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64], int]:
    """The codes, of which parts of time, and how many parts a second has; 0 where there are none. Raises BadReading."""
    names = [f"read.pictures/tiles{what}" for what in ("", "_at", "_rate")]
    tiles, at, rate = (reading.arrays.get(name) for name in names)
    if tiles is None or at is None or rate is None:
        return np.zeros((0, TILES**2 // 2), np.uint8), np.zeros(0, np.int64), 0
    fits = (
        tiles.dtype == rate.dtype == np.uint8
        and at.dtype == np.int64
        and at.shape == tiles.shape[:1]
        and tiles.shape[1:] == (TILES**2 // 2,)
        and rate.shape == (1,)
        and int(rate[0]) in RATES
    )
    if not fits:
        raise BadReading("tiles of pictures that do not fit together")
    return tiles, at, int(rate[0])


def unlike_itself(film: Film) -> F8:
    """How many bits each picture differs from the likest one at another moment of its film (FAR seconds away and more): where
    it is few, a like picture says nothing of when. Worked out for MOST of them, and by straight lines between; NaN where there
    is no other moment."""
    telling = np.flatnonzero(film.good)
    some = telling[np.linspace(0, len(telling) - 1, min(len(telling), MOST)).astype(int)]
    away = distances(film.hashes[some], film.hashes[telling]).astype(np.float64)
    away[np.abs(film.at[some][:, None] - film.at[telling][None, :]) <= FAR] = np.inf
    nearest = away.min(axis=1, initial=np.inf)
    known = np.isfinite(nearest)
    if not known.any():
        return np.full(len(film.at), np.nan)
    return np.asarray(np.interp(film.at, film.at[some][known], nearest[known]))


def seconds(over: npt.NDArray[Any], under: npt.NDArray[Any]) -> F8:
    """Times given as whole numbers n and d, as n/d seconds. Raises BadReading."""
    if over.shape != under.shape or over.ndim != 1 or over.dtype.kind != "i" or under.dtype.kind != "i":
        raise BadReading("times that are not pairs of whole numbers")
    if (under <= 0).any():
        raise BadReading("a time over a number that is not positive")
    return np.asarray(over, np.float64) / np.asarray(under, np.float64)


def thousandths(number: float) -> Fraction:
    """Seconds as findings give them."""
    return Fraction(round(number * 1000), 1000)


def rounded(number: float) -> float:
    return round(float(number), 3)
