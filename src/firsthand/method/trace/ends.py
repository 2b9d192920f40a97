"""The last step of an alignment: the offset on a fine grid, and the ends of a stretch at the very frames where it was cut."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .cells import alike, course, lay
from .footage import F8, Film
from .motion import RATE, SHORTEST
from .prepared import Prepared

Series = npt.NDArray[Any]
FINE = 50.0  # grid points a second
STEP = 1 / FINE
TRIED = 7  # grid points on either side
LONGEST = 60.0  # seconds of a stretch that the fine grid is laid over: its middle
NEAR_END = 0.7  # seconds around an end in which a cut is looked for
CUT, STANDS_OUT = 5.0, 2.5  # levels by which the picture changes at a cut, and times what it does around it


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """A stretch of one with its offset, worked out anew; `error` seconds within which the offset lies."""

    start: float
    end: float
    offset: float
    error: float


def frame_of(film: Film) -> float:
    """Seconds from one frame to the next, as far as the steps of movement tell; half a second where there are none."""
    steps = np.diff(film.moves[:, 0])
    return float(np.median(steps)) if len(steps) else 0.5


def refined(one: Prepared, two: Prepared, start: float, end: float, offset: float, speed: float, transform: F8) -> Ends:
    """The offset on the fine grid, where both move enough to tell, and the ends where either film was cut."""
    offset, error = _fine(one, two, start, end, offset, speed, transform)
    earliest = max(one.film.start, (two.film.start - offset) / speed)
    latest = min(one.film.end, (two.film.end - offset) / speed)
    start = earliest if start - earliest < 0.5 else _cut(one.film, two.film, start, offset, speed)
    end = latest if latest - end < 0.5 else _cut(one.film, two.film, end, offset, speed)
    return Ends(start=max(start, earliest), end=min(end, latest), offset=offset, error=error)


def _fine(
    one: Prepared, two: Prepared, start: float, end: float, offset: float, speed: float, transform: F8
) -> tuple[float, float]:
    """(offset, error) where the movement of the cells, or of the whole picture, fits best on the fine grid."""
    middle, half = (start + end) / 2, min(LONGEST, end - start) / 2
    low, high = middle - half, middle + half
    film = course(one.film, rate=FINE, within=(low - 0.3, high + 0.3))
    other = course(two.film, speed=speed, rate=FINE, within=(offset + low * speed - 0.5, offset + high * speed + 0.5))
    laid = lay(film, other, transform) if film is not None and other is not None else None
    if laid is not None:
        return _best(laid.one, laid.two, laid.first.start, laid.second.start, offset, speed)
    mine, theirs = one.motion(1.0, FINE), two.motion(speed, FINE)
    if mine is None or theirs is None:
        return offset, 1 / RATE
    first, last = (max(0, round((t - mine.start) * FINE)) for t in (low, high))
    return _best(mine.rows[:, first:last], theirs.rows, mine.start + first / FINE, theirs.start, offset, speed)


def _best(one: Series, two: Series, start: float, there: float, offset: float, speed: float) -> tuple[float, float]:
    """Of the offsets near a guess the one at which two sets of series, on grids that start so, are most alike."""
    expected = round((offset / speed - there + start) * FINE)
    lags = np.arange(expected - TRIED, expected + TRIED + 1)
    tried = np.array([_alike(one, two, int(lag)) for lag in lags])
    best = int(np.argmax(tried))
    if tried[best] < 0.3:
        return offset, 1 / RATE
    lag = float(lags[best])
    if 0 < best < len(lags) - 1:
        before, here, after = tried[best - 1 : best + 2]
        bend = before - 2 * here + after
        lag += float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < -1e-9 else 0.0
    return (there - start + lag / FINE) * speed, 2 * STEP


def _alike(one: Series, two: Series, lag: int) -> float:
    low, high = max(0, -lag), min(one.shape[1], two.shape[1] - lag)
    if high - low < SHORTEST * FINE / RATE:
        return -1.0
    return alike(one[:, low:high], two[:, low + lag : high + lag])


def _cut(one: Film, two: Film, second: float, offset: float, speed: float) -> float:
    """The cut nearest to a second of one that only one of the two films has: there the stretch begins or ends."""
    mine = _cuts(one, second, NEAR_END)
    theirs = [(at - offset) / speed for at in _cuts(two, offset + second * speed, NEAR_END * speed)]
    close = 1.5 * max(frame_of(one), frame_of(two) / speed)
    alone = [at for at in mine if all(abs(at - other) > close for other in theirs)]
    alone += [at for at in theirs if all(abs(at - other) > close for other in mine)]
    return min(alone, key=lambda at: abs(at - second)) if alone else second


def _cuts(film: Film, second: float, around: float) -> list[float]:
    """Where the picture changes at once near a second: the first frame of the new shot."""
    first, last = np.searchsorted(film.moves[:, 0], [second - around, second + around])
    found = []
    for row in range(int(first), int(last)):
        others = np.concatenate([film.moves[max(0, row - 4) : row, 1], film.moves[row + 1 : row + 5, 1]])
        changed = film.moves[row, 1]
        if (
            changed >= CUT
            and len(others)
            and changed >= STANDS_OUT * float(np.median(others))
            and changed >= others.max()
        ):
            found.append(float(film.moves[row, 0]))
    return found
