"""The last step of an alignment: the offset on a fine grid, and the ends of a stretch at the very frames where it was cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from . import closer
from .cells import alike, likeness
from .cuts import Lone
from .footage import F8
from .guess import Placing, Room
from .motion import RATE, SHORTEST, Likeness
from .prepared import Prepared
from .runs import lone_cuts

Series = npt.NDArray[Any]
FINE = 50.0  # grid points a second
STEP = 1 / FINE
TRIED = 7  # grid points on either side
LONGEST = 60.0  # seconds of a stretch that the fine grid is laid over: its middle
NEAR_END = 0.7  # seconds around an end in which a cut is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """A stretch of one with its offset, worked out anew; `error` seconds within which the offset lies; `parts` how alike the
    cells move on the fine grid, where a tenth of a second decides less; None where that was not told. `starts` and `ends` say
    why it begins and ends there: "file" (one of the two does), "cut" or "splice" (with another picture past the cut), and of which
    ("one", "two", "both"); empty where that is not told."""

    start: float
    end: float
    offset: float
    error: float
    parts: Likeness | None
    starts: str
    ends: str


def refined(
    one: Prepared, two: Prepared, start: float, end: float, offset: float, speed: float, placing: Placing,
    beyond: tuple[bool, bool], room: Room | None = None,
) -> Ends:  # fmt: skip
    """The offset on the fine grid, where both move enough to tell, and the ends where either film was cut; `beyond` says whether
    the two were seen to show different pictures before and after; `room` what is left of a film beside what is known: a stretch
    that fills it ends at a splice."""
    offset, error, parts = _fine(one, two, start, end, offset, speed, placing.transform)
    return replace(ended(one, two, start, end, offset, speed, placing, beyond, room), error=error, parts=parts)


def ended(
    one: Prepared, two: Prepared, start: float, end: float, offset: float, speed: float, placing: Placing,
    beyond: tuple[bool, bool], room: Room | None = None,
) -> Ends:  # fmt: skip
    """The ends alone, at an offset that is known."""
    earliest = max(one.film.start, (two.film.start - offset) / speed)
    latest = min(one.film.end, (two.film.end - offset) / speed)
    frame = 1.5 * max(one.frame(), two.frame() / speed)
    begun, ended = (two.film.start - offset) / speed, (two.film.end - offset) / speed
    left = room.on_one(offset, speed) if room is not None else (earliest, latest)
    bound = left[0] > earliest, left[1] < latest
    earliest, latest = max(earliest, left[0]), min(latest, left[1])
    within = max(earliest - frame, start - NEAR_END), min(latest + frame, end + NEAR_END)
    cuts = lone_cuts(one, two, offset, speed, placing, within)
    first, last = _cut(cuts, start, ends=False), _cut(cuts, end, ends=True)
    start = max(earliest, first.at) if first else start
    start = earliest if start - earliest < 0.5 and not first else start
    end = min(latest, last.before) if last else end
    end = latest if latest - end < 0.5 and not last else end
    starts = _why(first, start - earliest < frame, one.film.start - begun, frame, beyond[0])
    ends = _why(last, latest - end < frame, ended - one.film.end, frame, beyond[1])
    if room is not None:
        starts = f"splice {room.of}" if bound[0] and start - earliest < frame else starts
        ends = f"splice {room.of}" if bound[1] and latest - end < frame else ends
    return Ends(start=start, end=end, offset=offset, error=0.0, parts=None, starts=starts, ends=ends)


def _why(cut: Lone | None, at_end: bool, sooner: float, frame: float, other: bool) -> str:
    """Why a stretch ends: `at_end` that a file does there, by `sooner` seconds the first of the two; `other` that something else
    is seen past it."""
    if cut is not None and (
        cut.clear or at_end
    ):  # where a file ends, the other was cut there, though its picture changes little
        return f"{'splice' if other or at_end else 'cut'} {cut.of}"
    if at_end:
        return "file both" if abs(sooner) < frame else f"file {'one' if sooner > 0 else 'two'}"
    return ""


def _fine(
    one: Prepared, two: Prepared, start: float, end: float, offset: float, speed: float, transform: F8
) -> tuple[float, float, Likeness | None]:
    """(offset, error, likeness) where the movement of the cells, or of the whole picture, fits best on the fine grid."""
    middle, half = (start + end) / 2, min(LONGEST, end - start) / 2
    low, high = middle - half, middle + half
    within = (low - 0.3, high + 0.3), (offset + low * speed - 0.5, offset + high * speed + 0.5)
    laid = closer.laid(one, two, speed, transform, rate=FINE, within=within)
    if laid is not None:
        lag, told = _best(laid.one, laid.two, laid.first.start, laid.second.start, offset / speed)
        if not told:
            return offset, 1 / RATE, None
        first = max(0, round((low - laid.first.start) * FINE))
        parts = (
            likeness(laid, round(lag), first, round((high - laid.first.start) * FINE))
            if end - start <= LONGEST
            else None
        )
        return (laid.second.start - laid.first.start + lag / FINE) * speed, 2 * STEP, parts
    mine, theirs = one.motion(1.0, FINE), two.motion(speed, FINE)
    if mine is None or theirs is None:
        return offset, 1 / RATE, None
    first, last = (max(0, round((t - mine.start) * FINE)) for t in (low, high))
    begins = mine.start + first / FINE
    lag, told = _best(mine.rows[:, first:last], theirs.rows, begins, theirs.start, offset / speed)
    return ((theirs.start - begins + lag / FINE) * speed, 2 * STEP, None) if told else (offset, 1 / RATE, None)


def _best(one: Series, two: Series, start: float, there: float, apart: float) -> tuple[float, bool]:
    """Of the lags near an offset (seconds of one's clock) the one at which two sets of series, on grids that start so, are most
    alike; and whether any of them tells."""
    expected = round((apart - there + start) * FINE)
    lags = np.arange(expected - TRIED, expected + TRIED + 1)
    tried = np.array([_alike(one, two, int(lag)) for lag in lags])
    best = int(np.argmax(tried))
    lag = float(lags[best])
    if 0 < best < len(lags) - 1:
        before, here, after = tried[best - 1 : best + 2]
        bend = before - 2 * here + after
        lag += float(np.clip(0.5 * (before - after) / bend, -0.5, 0.5)) if bend < -1e-9 else 0.0
    return lag, bool(tried[best] >= 0.3)


def _alike(one: Series, two: Series, lag: int) -> float:
    low, high = max(0, -lag), min(one.shape[1], two.shape[1] - lag)
    if high - low < SHORTEST * FINE / RATE:
        return -1.0
    return alike(one[:, low:high], two[:, low + lag : high + lag])


def _cut(cuts: Sequence[Lone], second: float, *, ends: bool) -> Lone | None:
    """The cut nearest to a second that only one of the two films has: the stretch begins with the first frame after it, or ends
    with the last before it."""
    near = [cut for cut in cuts if abs(cut.at - second) <= NEAR_END]
    return min(near, key=lambda cut: (not cut.clear, abs((cut.before if ends else cut.at) - second)), default=None)
