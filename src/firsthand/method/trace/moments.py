"""What the pictures of two films say at an offset: how near by PDQ, and how many local features stand where they should."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import differing, distances, forms

from .cuts import Cuts
from .footage import F8, FAR, Film
from .geometry import Met, agreeing
from .guess import Placing
from .prepared import Prepared

SLACK = 0.75  # seconds: pictures are sampled twice a second, or once, so the nearest may be so far off
BESIDE = 1.2  # seconds between two pictures, from which on a camera may have gone anywhere meanwhile
MOST_APART = 100  # pictures that are held against all other moments
MOST_FEATURES = 12  # pictures of a stretch whose local features are compared
NEAR_BITS, UNLIKE_BITS = 31, 96  # the published rule for "the same picture"; clearly another
AGREE = 8  # features at their places, from which two pictures are the same to them
FEW_AGREE, MOST_AGREE = 4, 0.4  # the same of a plain picture; and the share of those that met, that they must be
LATE = 0.1  # seconds between two pictures, from which nearer ones are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Pictures of one met by a picture of two at an offset: when, how many bits off, how much further two's other moments are
    (worked out for some of them, NaN for the others)."""

    at: F8
    bits: F8
    apart: F8

    def within(self, start: float, end: float) -> "Pictures":
        inside = (self.at >= start - 0.05) & (self.at <= end + 0.05)
        return Pictures(at=self.at[inside], bits=self.bits[inside], apart=self.apart[inside])


def met_at(one: Film, two: Film, shots: Cuts, offset: float, speed: float, form: int) -> Pictures:
    """`shots` are the cuts of two: a picture is never held against one of another shot."""
    mine, theirs = np.flatnonzero(one.good), np.flatnonzero(two.good)
    expected = offset + speed * one.at[mine]
    begun, ended = shots.around(expected)
    low, high = np.maximum(expected - SLACK * speed, begun), np.minimum(expected + SLACK * speed, ended)
    first, last = np.searchsorted(two.at[theirs], low), np.searchsorted(two.at[theirs], high)
    meets = np.flatnonzero(last > first)
    hashes, known = forms(one.hashes[mine[meets]], (form,))[0], two.hashes[theirs]
    bits = np.full(len(meets), 256.0)
    for step in range(int((last - first).max(initial=0))):
        there = np.minimum(first[meets] + step, last[meets] - 1)
        bits = np.minimum(bits, differing(hashes, known[there]))
    apart = np.full(len(meets), np.nan)
    for row in np.linspace(0, len(meets) - 1, min(len(meets), MOST_APART)).astype(int):
        away = distances(hashes[row : row + 1], known)[0]
        other = away[np.abs(two.at[theirs] - expected[meets[row]]) > FAR * speed]
        apart[row] = float(other.min()) - bits[row] if len(other) else 0.0
    return Pictures(at=one.at[mine[meets]], bits=bits, apart=apart)


def aligned(
    one: Prepared, two: Prepared, offset: float, speed: float, within: tuple[float, float], most: int, *, mirrored: bool = False
) -> list[tuple[int, int]]:  # fmt: skip
    """Rows of local features of one and of two that an offset puts at one moment, spread over a stretch of one."""
    faces = one.faces(two, mirrored=mirrored)
    if faces is None:
        return []
    mine, theirs = faces
    rows = np.flatnonzero((mine.at >= within[0] - 0.05) & (mine.at <= within[1] + 0.05))
    pairs = []
    for row in rows[np.linspace(0, len(rows) - 1, min(len(rows), 2 * most)).astype(int)] if len(rows) else ():
        expected = offset + speed * float(mine.at[row])
        other = theirs.nearest(expected)
        begun, ended = two.cuts().around(np.array([expected]))
        if abs(float(theirs.at[other]) - expected) <= SLACK * speed and begun <= theirs.at[other] < ended:
            pairs.append((int(row), other))
    return pairs[:: max(1, len(pairs) // most)][:most]


def around(
    one: Prepared, two: Prepared, offset: float, speed: float, within: tuple[float, float], most: int, *, mirrored: bool = False
) -> list[tuple[int, int, float]]:  # fmt: skip
    """(row of one, row of two, seconds of one by which two's was taken later), rows of `faces(often=True)`: to pictures of the film that
    has fewer in a stretch, spread over it, the other's before and after, in the same shot of either."""
    faces = one.faces(two, mirrored=mirrored, often=True)
    if faces is None:
        return []
    times = faces[0].at, (faces[1].at - offset) / speed
    inside = [np.flatnonzero((at >= within[0] - 0.05) & (at <= within[1] + 0.05)) for at in times]
    shots = [(one.cuts().around(at)[0], two.cuts().around(offset + speed * at)[0]) for at in times]
    fewer = int(len(inside[1]) < len(inside[0]))
    rows, others, found = inside[fewer], inside[1 - fewer], []
    for row in rows[np.linspace(0, len(rows) - 1, min(len(rows), most)).astype(int)] if len(rows) else ():
        at = float(times[fewer][row])
        after = int(np.searchsorted(times[1 - fewer][others], at))
        for other in others[max(0, after - 1) : after + 1]:
            mine, theirs = (int(other), int(row)) if fewer else (int(row), int(other))
            late = float(times[1][theirs] - times[0][mine])
            if abs(late) <= BESIDE and all(shots[0][n][mine] == shots[1][n][theirs] for n in (0, 1)):
                found.append((mine, theirs, late))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """At so many moments local features were compared; where the placing puts them, so many `agree`, of so many that met."""

    at: F8
    agree: F8
    met: F8

    @property
    def same(self) -> npt.NDArray[np.bool_]:
        """Of which moments the pictures are the same: many features agree, or of few that met most do."""
        few = (self.agree >= FEW_AGREE) & (self.agree >= MOST_AGREE * self.met)
        return np.asarray((self.agree >= AGREE) | few)

    def within(self, start: float, end: float) -> tuple[int, int]:
        """(moments with features enough, those of them that agree)."""
        inside = (self.at >= start - 0.05) & (self.at <= end + 0.05)
        return int(inside.sum()), int(self.same[inside].sum())


def features_at(one: Prepared, two: Prepared, offset: float, speed: float, placing: Placing) -> Features:
    rows = []
    mirrored = placing.mirrored
    faces, often = (one.faces(two, mirrored=mirrored, often=often) for often in (False, True))
    if faces is not None and often is not None:
        within = (two.film.start - offset) / speed, (two.film.end - offset) / speed
        for row, other in aligned(one, two, offset, speed, within, MOST_FEATURES, mirrored=mirrored):
            at, there = float(faces[0].at[row]), float(faces[1].at[other])
            met = one.met(two, row, other, mirrored=mirrored)
            told = _agree(met, placing)
            if told[0] < AGREE and abs(there - offset - speed * at) > LATE * speed and not mirrored:
                # A camera may have gone on between the two: a query has points of pictures nearer to that moment.
                mine, theirs = often[0].nearest((there - offset) / speed), often[1].nearest(offset + speed * at)
                nearer = (mine, often[1].nearest(there)) if often[1] is faces[1] else (often[0].nearest(at), theirs)
                told = max(told, _agree(one.met(two, *nearer, often=True), placing))
            if met is not None:
                rows.append((at, *told))
    table = np.array(rows, float).reshape(-1, 3)
    return Features(at=table[:, 0], agree=table[:, 1], met=table[:, 2])


def _agree(met: Met | None, placing: Placing) -> tuple[float, float]:
    """(features that lie where a placing puts them, features that met)."""
    return (float(agreeing(met, placing.transform).sum()), float(len(met.one))) if met is not None else (0.0, 0.0)
