"""A film laid into a small part of another: the movement of that part alone, looked at as if it were the whole picture."""

from dataclasses import dataclass

import numpy as np

from .cells import F4, Course, Laid, course, lay, told, weighed
from .footage import CELLS, F8, FINE
from .motion import RATE
from .prepared import Prepared

SMALL = 0.36  # share of a picture's area, below which its 8 x 8 cells are too coarse for what stands in it
OF_PART = 4  # cells of a part on a side: more of them have too few points of a small part each
LEAST = 0.04  # of a side: what is smaller is not looked at closer


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Of which film (the first of a pair, or the second) a part is looked at closer, and which: a box in shares."""

    of_first: bool
    left: float
    top: float
    wide: float
    high: float


def part_of(one: Prepared, two: Prepared, transform: F8) -> Part | None:
    """The small part of either film's picture in which all of the other's stands; None where there is none, or where that film
    was not read finely enough to tell what moves in it."""
    for of_first, film in ((False, two), (True, one)):
        box = _box(_back(transform) if of_first else transform)
        small = box[2] * box[3] <= SMALL and min(box[2], box[3]) >= LEAST
        if small and len(film.film.fine):
            return Part(of_first=of_first, left=box[0], top=box[1], wide=box[2], high=box[3])
    return None


def _box(transform: F8) -> tuple[float, float, float, float]:
    """Left, top, width and height, within the picture, of where another's corners come to lie."""
    corners = np.array([[0, 0, 1], [1, 0, 1], [0, 1, 1], [1, 1, 1]], float) @ transform.T
    low, high = np.clip(corners.min(axis=0), 0, 1), np.clip(corners.max(axis=0), 0, 1)
    return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


def laid(
    one: Prepared, two: Prepared, speed: float, transform: F8, *, rate: float = RATE,
    within: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None),
) -> Laid | None:  # fmt: skip
    """Two films' movement by cells, as a transform lays them; where one of them stands in a small part of the other, by the cells of
    that part. `within` are the stretches of either (their own seconds) that are wanted."""
    part = part_of(one, two, transform)
    first = _course(one, 1.0, rate, within[0], part if part is not None and part.of_first else None)
    second = _course(two, speed, rate, within[1], part if part is not None and not part.of_first else None)
    if first is None or second is None:
        return None
    if part is None:
        return lay(first, second, transform)
    seen = _seen_closer(transform, part)
    near, far = _in_part(first, second, seen) if not part.of_first else _in_part(second, first, _back(seen))[::-1]
    return Laid(one=told(near, rate), two=told(far, rate), raw=(near, far), first=first, second=second)


def _course(
    film: Prepared, speed: float, rate: float, within: tuple[float, float] | None, part: Part | None
) -> Course | None:
    if part is None and within is None:
        return film.course(speed, rate)
    return course(film.film, speed=speed, rate=rate, within=within, of=None if part is None else _drawn(part))


def _in_part(whole: Course, part: Course, transform: F8) -> tuple[F4, F4]:
    """What a whole picture shows in each of the cells of a part, and what moves there."""
    weights = weighed(transform).reshape(OF_PART, CELLS // OF_PART, OF_PART, CELLS // OF_PART, CELLS**2)
    held = weights.sum(axis=(1, 3)).reshape(OF_PART**2, CELLS**2)
    drawn = held / np.maximum(held.sum(axis=1, keepdims=True), 1e-9)
    return drawn.astype(np.float32) @ whole.went, part.went


def _back(transform: F8) -> F8:
    return np.asarray(np.linalg.pinv(np.vstack([transform, [0.0, 0.0, 1.0]]))[:2])


def _seen_closer(transform: F8, part: Part) -> F8:
    """The transform between the whole of one picture and the part of the other, as if that were its whole."""
    full = np.vstack([transform, [0.0, 0.0, 1.0]])
    if part.of_first:
        full = full @ np.array([[part.wide, 0, part.left], [0, part.high, part.top], [0, 0, 1.0]])
    else:
        near = np.array(
            [[1 / part.wide, 0, -part.left / part.wide], [0, 1 / part.high, -part.top / part.high], [0, 0, 1]]
        )
        full = near @ full
    return np.asarray(full[:2])


def _drawn(part: Part) -> F4:
    """What share each fine cell has in each of the cells of a part, f4[576, 16]."""
    across, down = _along(part.left, part.wide), _along(part.top, part.high)
    return np.asarray(np.einsum("ri,cj->rcij", down, across).reshape(FINE**2, OF_PART**2), np.float32)


def _along(begin: float, size: float) -> F8:
    """What share each fine line has in each line of a part, f8[24, 4]: each column sums to 1."""
    edges = begin + size * np.arange(OF_PART + 1) / OF_PART
    fine = np.arange(FINE + 1) / FINE
    held = np.minimum(fine[1:, None], edges[None, 1:]) - np.maximum(fine[:-1, None], edges[None, :-1])
    held = np.maximum(held, 0.0)
    return np.asarray(held / np.maximum(held.sum(axis=0), 1e-9))
