"""The small colour pictures of two films laid upon one another: at each place that both show, what colour either has."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.reading import Reading
from firsthand.record.fault import BadReading

from .boxes import boxes
from .cuts import Cuts
from .footage import F8, seconds

C16 = npt.NDArray[np.complex128]
SIDE, NEUTRAL = 16, 128  # cells on a side, as read.colour has them; a difference that is no colour
MOST = 48  # pictures of a stretch that are compared
LATE = 0.6  # seconds between two pictures of one moment: each film has one a second
COARSE = 2  # cells of the coarser picture on a side of a place, at the least: so that where the other's edges lie weighs little
MOST_PLACES = 8  # on a side
FINE = 4  # points on a side of a cell of it
EDGE = 0.05  # cells by which one may reach beyond what both show
COVERED = 0.9  # of which so many must lie in both pictures
# Something that is laid over one of the two, or another shot: places, or pictures, that differ by so many times what they usually do,
# and by so many levels.
STRANGE, STRANGE_LEVELS, MOST_STRANGE = 4.0, 6.0, 0.4
STILL_THERE = 0.7  # share of the colour of one of the two that must be left


@dataclass(frozen=True, slots=True, kw_only=True)
class Tints:
    """The small pictures of a film: `at` f8[n] seconds, in order; `cells` u1[n,16,16,3] luma, blue and red difference."""

    at: F8
    cells: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Places of pictures of one moment: colour as blue + i red difference, and luma, each [pictures, places]; `across` and `down`
    number the places within the picture; `covered` is the share that was left out because something lies over it."""

    one: C16
    two: C16
    one_luma: F8
    two_luma: F8
    across: npt.NDArray[np.int64]
    down: npt.NDArray[np.int64]
    covered: float


def tints_of(reading: Reading) -> Tints | None:
    """None where the reading has none (an older one, or a memory's). Raises BadReading."""
    names = [f"read.colour/{name}" for name in ("cells", "pts_num", "pts_den")]
    cells, over, under = (reading.arrays.get(name) for name in names)
    if cells is None or over is None or under is None or not len(cells):
        return None
    at = seconds(over, under)
    if cells.dtype != np.uint8 or cells.shape != (len(at), SIDE * SIDE, 3):
        raise BadReading("small colour pictures that do not fit together")
    order = np.argsort(at, kind="stable")
    return Tints(at=at[order], cells=cells[order].reshape(-1, SIDE, SIDE, 3))


def laid(
    one: Tints, two: Tints, shots: Cuts, within: tuple[float, float], offset: float, speed: float, transform: F8
) -> Laid | None:
    """None where no pictures meet, or none of their places. `shots` are the cuts of two, `within` seconds of one."""
    rows = _meeting(one, two, shots, within, offset, speed)
    places = _places(transform)
    if not len(rows) or places is None:
        return None
    on_one, on_two, numbers = places
    mine, theirs = (
        tints.cells[pick].reshape(len(pick), -1, 3)[:, index].astype(np.float64).mean(axis=2)
        for tints, pick, index in ((one, rows[:, 0], on_one), (two, rows[:, 1], on_two))
    )
    kept, shown = _plain(_complex(mine), _complex(theirs))
    mine, theirs = (each[shown][:, kept] for each in (mine, theirs))
    return Laid(
        one=_complex(mine), two=_complex(theirs), one_luma=mine[..., 0], two_luma=theirs[..., 0],
        across=numbers[kept, 0], down=numbers[kept, 1], covered=float(1 - kept.mean()),
    )  # fmt: skip


def _complex(values: npt.NDArray[Any]) -> C16:
    return np.asarray((values[..., 1] - NEUTRAL) + 1j * (values[..., 2] - NEUTRAL))


def _meeting(
    one: Tints, two: Tints, shots: Cuts, within: tuple[float, float], offset: float, speed: float
) -> npt.NDArray[np.int64]:
    """Rows of one and of two at one moment and in one shot, i8[n,2]: of each part of the stretch the pair that lies nearest."""
    rows = np.flatnonzero((one.at >= within[0] - 0.05) & (one.at <= within[1] + 0.05))
    expected = offset + speed * one.at[rows]
    after = np.clip(np.searchsorted(two.at, expected), 1, max(1, len(two.at) - 1))
    other = np.where(
        np.abs(two.at[after - 1] - expected) <= np.abs(two.at[np.minimum(after, len(two.at) - 1)] - expected),
        after - 1,
        np.minimum(after, len(two.at) - 1),
    )
    late = np.abs(two.at[other] - expected) / speed
    begun, ended = shots.around(expected)
    meets = (late <= LATE) & (two.at[other] >= begun) & (two.at[other] < ended)
    rows, other, late = rows[meets], other[meets], late[meets]
    parts = [part for part in np.array_split(np.arange(len(rows)), min(MOST, max(1, len(rows)))) if len(part)]
    best = [int(part[np.argmin(late[part])]) for part in parts]
    return np.column_stack([rows[best], other[best]]).astype(np.int64).reshape(-1, 2)


def _places(transform: F8) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]] | None:
    """(cells of one, cells of two) that make each place, i8[places, points], and the places' numbers across and down.

    Places are whole cells, COARSE of them and more on a side, of the picture that shows what both show in fewer: an edge that went
    through its cells would mix in what lies beyond. Cells at the edge of what both show are left out where it goes through them."""
    forth = np.vstack([transform, [0.0, 0.0, 1.0]])
    coarse_two = abs(float(np.linalg.det(forth))) <= 1
    part = boxes(transform)[int(coarse_two)]
    there = np.linalg.inv(forth) if coarse_two else forth
    grid, counts, sizes = [], [], []
    for low, high in ((part.left, part.right), (part.top, part.bottom)):
        first, last = math.ceil(low * SIDE - EDGE), math.floor(high * SIDE + EDGE)
        count = min(MOST_PLACES, max(1, (last - first) // COARSE))
        size = (last - first) // count
        if size < 1:
            return None
        first += (last - first - count * size) // 2
        grid.append((first + (np.arange(count * size * FINE) + 0.5) / FINE) / SIDE)
        counts.append(count)
        sizes.append(size * FINE)
    points = np.stack(np.meshgrid(*grid), axis=-1)  # [rows, columns, 2]
    mapped = points @ there[:2, :2].T + there[:2, 2]
    inside = np.asarray(((mapped >= 0) & (mapped < 1)).all(axis=-1), np.float64)
    cells = [_grouped(_cells(each), counts, sizes) for each in (points, np.clip(mapped, 0, 1 - 1e-9))]
    kept = np.flatnonzero(_grouped(inside, counts, sizes).mean(axis=1) >= COVERED)
    if not len(kept):
        return None
    numbers = np.column_stack([kept % counts[0], kept // counts[0]])
    on_coarse, on_fine = (np.asarray(each[kept], np.int64) for each in cells)
    return (on_fine, on_coarse, numbers) if coarse_two else (on_coarse, on_fine, numbers)


def _cells(points: F8) -> npt.NDArray[np.int64]:
    index = np.minimum((points * SIDE).astype(np.int64), SIDE - 1)
    return np.asarray(index[..., 1] * SIDE + index[..., 0], np.int64)


def _grouped(values: npt.NDArray[Any], counts: list[int], sizes: list[int]) -> npt.NDArray[Any]:
    """[places, points] of a picture of points."""
    (across, down), (wide, high) = counts, sizes
    return values.reshape(down, high, across, wide).transpose(0, 2, 1, 3).reshape(down * across, high * wide)


def _plain(one: C16, two: C16) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """(places, pictures) that follow what most of them do: nothing of another colour lies over them, no other shot stands beside."""
    middles = [np.median(each.real) + 1j * np.median(each.imag) for each in (one, two)]
    apart = [float(np.median(np.abs(each - middle))) for each, middle in zip((one, two), middles, strict=True)]
    turn = np.vdot(one - middles[0], two - middles[1])
    turned = turn / abs(turn) if abs(turn) > 0 else 1.0
    scale = apart[1] / apart[0] if apart[0] > 0 else 0.0
    off = np.abs(two - middles[1] - scale * turned * (one - middles[0]))
    places = _usual(np.median(off, axis=0))
    # Where most of a picture has no colour, what has some stands out as well: it is not left out in both.
    left = [np.linalg.norm(each[:, places]) >= STILL_THERE * np.linalg.norm(each) for each in (one, two)]
    return places if any(left) else np.ones(len(places), bool), _usual(np.median(off, axis=1))


def _usual(off: F8) -> npt.NDArray[np.bool_]:
    strange = off > max(STRANGE_LEVELS, STRANGE * float(np.median(off)))
    return np.asarray(~strange if strange.mean() <= MOST_STRANGE else np.ones(len(off), bool))
