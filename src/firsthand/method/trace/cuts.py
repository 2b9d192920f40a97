"""Where a film's picture changes at once, and where only one of two films laid upon one another does: there a copy ends."""

from dataclasses import dataclass

import numpy as np

from .cells import LEVELS, covered
from .footage import F8, Film

CUT, JUMP = (
    8.0,
    2.0,
)  # levels by which the picture changes at a cut; at what may be one, in a picture that stands nearly still
STANDS_OUT, STANDS_OUT_FAR = (
    2.5,
    5.0,
)  # times what it changes around a cut (their median); around a jump (the most of them)
AROUND = 4  # steps on either side
LONE = 1 / 3  # of the change in the one film: where the other changes less at that moment, only the one was cut
BLOCK = 100_000  # steps that are looked through at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """The sudden changes of a film: `rows` of its movement, `before` the last frame of the old shot, `at` the first of the
    new one (seconds)."""

    rows: tuple[int, ...]
    before: F8
    at: F8

    def around(self, seconds: F8) -> tuple[F8, F8]:
        """When the shot of each second begins, and when the next one does."""
        ends = np.concatenate([[-np.inf], self.at - 1e-6, [np.inf]])
        shot = np.searchsorted(self.at - 1e-6, seconds, "right")
        return ends[shot], ends[shot + 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lone:
    """A sudden change that only one of two films has (`of` says which), on the clock of the first: the old shot's last frame,
    the new one's first; `clear` where it is a cut beyond doubt."""

    of: str  # "one", "two"
    before: float
    at: float
    clear: bool


def cuts_of(film: Film) -> Cuts:
    """Every step by which the picture changes far more than by those around it."""
    steps = film.moves[:, 1]
    rows: list[int] = []
    for first in range(0, len(steps), BLOCK):
        rows += _rows(steps, first, min(first + BLOCK, len(steps)))
    at = film.moves[rows, 0]
    before = np.concatenate([[film.start], film.moves[:, 0]])[rows]
    return Cuts(rows=tuple(rows), before=before, at=at)


def _rows(steps: F8, first: int, last: int) -> list[int]:
    wanted = np.flatnonzero(steps[first:last] >= JUMP) + first
    places = wanted[:, None] + np.r_[-AROUND:0, 1 : AROUND + 1]
    around = np.where((places >= 0) & (places < len(steps)), steps[np.clip(places, 0, len(steps) - 1)], np.nan)
    known = np.isfinite(around).any(axis=1)
    wanted, around = wanted[known], around[known]
    if not len(wanted):
        return []
    here, most = steps[wanted], np.nanmax(around, axis=1)
    cut = (here >= CUT) & (here >= STANDS_OUT * np.nanmedian(around, axis=1)) & (here >= most)
    return [int(row) for row in wanted[cut | (here >= STANDS_OUT_FAR * most)]]


def lone(
    one: tuple[Film, Cuts], two: tuple[Film, Cuts], offset: float, speed: float, transform: F8, within: tuple[float, float],
    frame: float,
) -> list[Lone]:  # fmt: skip
    """The sudden changes within some seconds of one that only one of the two films has, in the part of the picture that both
    show; `frame` is how far (seconds of one) a change may lie from its like."""
    weights = covered(transform)
    if weights is None:
        return []
    mine, theirs = _places(one[1], within), _places(two[1], (offset + within[0] * speed, offset + within[1] * speed))
    found = []
    for place in mine:
        at = float(one[1].at[place])
        changed = _changed(one[0], at, 0.0, weights, True)
        there = _changed(two[0], offset + at * speed, frame * speed, weights, False)
        if max(changed, there) and there < LONE * changed:
            found.append(Lone(of="one", before=float(one[1].before[place]), at=at, clear=changed >= CUT))
    for place in theirs:
        at = float(two[1].at[place])
        changed = _changed(two[0], at, 0.0, weights, False)
        here = (at - offset) / speed
        there = _changed(one[0], here, frame, weights, True)
        if max(changed, there) and there < LONE * changed:
            before = (float(two[1].before[place]) - offset) / speed
            found.append(Lone(of="two", before=before, at=here, clear=changed >= CUT))
    return sorted(found, key=lambda cut: cut.at)


def _places(cuts: Cuts, within: tuple[float, float]) -> range:
    first, last = np.searchsorted(cuts.at, within)
    return range(int(first), int(last))


def _changed(film: Film, second: float, around: float, weights: F8, drawn: bool) -> float:
    """By how many levels the shared part of the picture changes about a second, at the most."""
    first, last = np.searchsorted(film.moves[:, 0], [second - around - 1e-6, second + around + 1e-6])
    if last <= first:
        return 0.0
    if len(film.cells) != len(film.moves):
        return float(film.moves[first:last, 1].max())
    steps = LEVELS[film.cells[first:last]]
    filled = weights.any(axis=1)
    shown = steps @ weights[filled].T if drawn else steps[:, filled]
    return float(shown.mean(axis=1).max())
