"""Laid upon one another at a lag: for how long do two films show the same? The unbroken run for which most speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from . import cells as by_cells
from . import motion as by_motion
from .cells import MOVES, Laid
from .closer import part_of
from .cuts import Lone, lone
from .footage import F8
from .guess import Placing, laid_so
from .moments import NEAR_BITS, UNLIKE_BITS, Features, Pictures
from .motion import RATE, WINDOW, Motion
from .prepared import Prepared

SHORT = 1.0  # seconds: a shorter stretch is not one
# Correlations of the whole picture's movement, and the cells', from which they speak for an offset.
ASKED = (0.35, 0.15)
ANY_MOMENT = 0.1  # what a like picture is worth where the film looks like itself at other moments too
SUPPORTED, AGAINST = 0.3, 0.2  # likeness by cells from which a part is the same, and below which it is not
SUPPORTED_WHOLE = 0.6  # the same of the picture as a whole, of which a second or two is soon alike by luck
LEAST = 6  # points of a part that are asked about


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """Two films' movement laid upon one another: of the picture as a whole, and by cells where both readings have them.

    Both stand on the same grid: they are made of the same steps.
    """

    laid: Laid | None
    one: Motion
    two: Motion
    in_part: bool  # one of them stands in a small part of the other: what is around it moves otherwise

    def evidence(self, lag: int, first: int, last: int) -> F8:
        if self.laid is None:
            return by_motion.evidence(self.one, self.two, lag, first, last)
        if self.in_part:
            return by_cells.evidence(self.laid.one, self.laid.two, lag, first, last, ASKED[1])
        whole = by_cells.evidence(self.one.rows, self.two.rows, lag, first, last, ASKED[0])
        return whole + by_cells.evidence(self.laid.one, self.laid.two, lag, first, last, ASKED[1])

    def alike(self, lag: int, first: int, last: int) -> float | None:
        """How alike the cells (or the whole picture) move over some points of one; None where too little moves to tell."""
        if last - first < LEAST:
            return None
        if self.laid is None:
            told = by_motion.likeness(self.one, self.two, lag, first, last)
            return told.median if told.telling else None
        near, far = self.laid.raw[0][:, first:last], self.laid.raw[1][:, first + lag : last + lag]
        if min(np.ptp(near, axis=1).max(), np.ptp(far, axis=1).max()) < MOVES:
            return None
        return by_cells.alike(self.laid.one[:, first:last], self.laid.two[:, first + lag : last + lag])

    def reach(self, lag: int) -> tuple[int, int]:
        """The points of one that have one of two at a lag."""
        return max(0, -lag), min(self.one.length, self.two.length - lag)


def moving(one: Prepared, two: Prepared, speed: float, placing: Placing) -> Moving | None:
    film, other = one.motion(), two.motion(speed)
    if film is None or other is None:
        return None
    laid = laid_so(one, two, speed, placing)
    in_part = laid is not None and part_of(one, two, placing.transform) is not None
    return Moving(laid=laid, one=film, two=other, in_part=in_part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What pictures and features say for or against each point of one's movement."""

    points: F8
    met: Pictures
    features: Features

    def same(self, start: float, end: float) -> bool:
        """Whether most pictures that were looked at between two seconds of one are the same, by either."""
        return any(self._told(start, end))

    def other(self, start: float, end: float) -> bool:
        """Whether pictures were looked at there, and most are not the same."""
        told = self._told(start, end)
        return len(told) > 0 and not any(told)

    def _told(self, start: float, end: float) -> list[bool]:
        pictures, (looked, agreed) = self.met.within(start, end), self.features.within(start, end)
        near = [float(np.median(pictures.bits)) <= NEAR_BITS] if len(pictures.bits) else []
        return near + ([agreed > 0.5 * looked] if looked else [])


def spoken(
    one: Prepared, two: Prepared, offset: float, speed: float, said: tuple[Pictures, Features], film: Motion, within: int,
    against: bool,
) -> Spoken:  # fmt: skip
    """A picture speaks for the second around it, within its shot; for little where the film looks so at other moments too.

    Where only movement or local features placed the picture (`against` is not set), unlike pictures do not speak against it.
    """
    met, features = said
    says = np.select([met.bits <= NEAR_BITS, met.bits <= within, met.bits > UNLIKE_BITS], [1.5, 0.7, -0.5], 0.0)
    says = says if against else np.maximum(says, 0)
    at = np.concatenate([met.at, features.at])
    worth = np.concatenate([says, np.where(features.same, 1.5, 0.0)]) / RATE
    own = np.fmin(one.own(at), two.own(offset + at * speed))
    worth = np.where((worth > 0) & ~(own > NEAR_BITS), worth * ANY_MOMENT, worth)
    begun, ended = one.cuts().around(at)
    there, gone = two.cuts().around(offset + at * speed)
    begun, ended = np.maximum(begun, (there - offset) / speed), np.minimum(ended, (gone - offset) / speed)
    low = np.ceil((np.maximum(begun, at - 0.5) - film.start) * RATE - 1e-6)
    high = np.floor((np.minimum(ended, at + 0.5) - film.start) * RATE + 1e-6) + 1
    points = np.zeros(film.length + 1)
    np.add.at(points, np.clip(low, 0, film.length).astype(int), worth)
    np.add.at(points, np.clip(np.maximum(low, high), 0, film.length).astype(int), -worth)
    return Spoken(points=np.cumsum(points)[:-1], met=met, features=features)


def best_run(laid: Moving, lag: int, said: F8) -> tuple[float, int, int]:
    """(weight, first, last): the unbroken run of points for which most speaks at a lag."""
    low, high = laid.reach(lag)
    if high - low < RATE * SHORT / 2:
        return 0.0, 0, 0
    sums = np.concatenate([[0.0], np.cumsum(laid.evidence(lag, low, high) + said[low:high])])
    gain = sums - np.minimum.accumulate(sums)
    last = int(np.argmax(gain))
    first = int(np.argmin(sums[: last + 1]))
    return float(gain[last]), low + first, low + last


def lone_cuts(
    one: Prepared, two: Prepared, offset: float, speed: float, placing: Placing, within: tuple[float, float]
) -> list[Lone]:
    """The cuts near a stretch that only one of the two films has."""
    sides = (one.film, one.cuts()), (two.film, two.cuts())
    frame = 1.5 * max(one.frame(), two.frame() / speed) + 0.5 / RATE
    return lone(*sides, offset, speed, placing.transform, within, frame)


def bounded(
    laid: Moving, lag: int, run: tuple[int, int], cuts: Sequence[Lone], said: Spoken, taken: npt.NDArray[np.bool_]
) -> tuple[int, int]:
    """A run without what lies past a cut that only one of the films has, unless that moves alike by itself; and with what
    lies before the next such cut, unless it moves otherwise."""
    start = laid.one.start
    places = [(round((cut.at - start) * RATE), cut.clear) for cut in cuts]
    inside = [(at, clear) for at, clear in places if run[0] + 2 < at < run[1] - 2]
    edges = [run[0], *(at for at, _ in inside), run[1]]
    parts = list(pairwise(edges))
    weights = [float((laid.evidence(lag, a, b) + said.points[a:b]).sum()) for a, b in parts]
    same = [said.same(start + a / RATE, start + b / RATE) for a, b in parts]
    first = last = max(range(len(parts)), key=lambda n: (same[n], weights[n]))
    while last < len(inside) and _goes_on(laid, lag, edges[last + 1], edges[last + 2], inside[last][1], said):
        last += 1
    while first > 0 and _goes_on(laid, lag, edges[first - 1], edges[first], inside[first - 1][1], said):
        first -= 1
    low, high = laid.reach(lag)
    kept = edges[first], edges[last + 1]
    before = max([at for at, _ in places if at <= kept[0] + 2] + [low])
    after = min([at for at, _ in places if at >= kept[1] - 2] + [high])
    return (
        kept[0] if before >= kept[0] else _widened(laid, lag, kept[0], before, said, taken),
        kept[1] if after <= kept[1] else _widened(laid, lag, kept[1], after, said, taken),
    )


def _goes_on(laid: Moving, lag: int, first: int, last: int, clear: bool, said: Spoken) -> bool:
    """Past a cut beyond doubt the pictures must be the same and move alike; past what may be none they must not move otherwise."""
    alike = laid.alike(lag, first, last)
    if not clear:
        return alike is None or alike >= AGAINST
    start = laid.one.start
    same = said.same(start + first / RATE, start + last / RATE)
    return same and alike is not None and alike >= SUPPORTED


def _widened(laid: Moving, lag: int, end: int, bound: int, said: Spoken, taken: npt.NDArray[np.bool_]) -> int:
    """An end moved towards a bound, by WINDOW points at a time, for as long as the pictures are the same and nothing moves
    otherwise."""
    step = WINDOW if bound > end else -WINDOW
    while end != bound:
        until = min(end + step, bound) if step > 0 else max(end + step, bound)
        first, last = sorted((end, until))
        alike = laid.alike(lag, first, last)
        start = laid.one.start
        same = said.same(start + first / RATE, start + last / RATE)
        against = alike is not None and alike < (AGAINST if laid.laid is not None else SUPPORTED_WHOLE)
        if taken[first:last].any() or against or not (same or (alike or 0.0) >= SUPPORTED):
            return end
        end = until
    return end
