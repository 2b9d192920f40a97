"""Which part of one picture stands where in another: local features met, and the turn, scale and place that most agree on.

Places are shares of a picture's width and height from its upper left corner, so that a film's size in pixels does not matter;
fits are made in the pixels of the picture that the features were read from, so that a turn is a turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import faiss
import numpy as np
import numpy.typing as npt

from .footage import F8
from .local import Points

FAR, RATIO = 68, 0.88  # most bits of 256 between two features that meet, and of the next best's distance elsewhere
NEXT, ELSEWHERE = 5, 0.02  # likes of a feature that are looked at; shares of a picture from which on a place is another
TURN_STEPS, TURN_WIDE = (
    24,
    3,
)  # features that meet are turned alike: steps of a full turn, and so many that count as one
NEAR_PX, NEAR_SIDE = 4.0, 512  # pixels by which a feature may miss its place in a picture of so many on its longer side
LEAST, LEAST_SHARE = 10, 0.2  # features that must agree, and their share of all that met
LEAST_PLACES, FEW_PLACES, STAND = (
    8,
    6,
    4.0,
)  # of them at places of their own (fewer where both axes have one scale), so many pixels apart
SMALLEST, LARGEST, SKEWED = 0.08, 12.0, 1.5  # scales believed, and how unlike the scales of the two axes may be
ROUNDS = 4000
MIRROR = np.array([[-1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])  # in shares
FLAT, MORE = (
    0.04,
    1.25,
)  # least of a homography's last row (in shares), and features that it must bring to their places more


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Features of one and of two that may be the same, places in pixels f8[n,2]; `one_all` and `two_all` are all there are.
    `one_step` and `two_step` f8[n] are the pixels of the pictures in which they were found: no place is known more exactly."""

    one: F8
    two: F8
    one_step: F8
    two_step: F8
    one_all: F8
    two_all: F8
    mirrored: bool
    one_size: tuple[int, int]
    two_size: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How one's picture stands in two's: `transform` f8[2,3] takes shares to shares; so many features `agree` of those `met`.

    `error` is how far (pixels of two, one sigma) agreeing features lie from their places; `corners` the bounds (shares, two
    sigma) of where one's corners come to lie; `bent` what a fit with perspective adds: its last row, (0, 0) where nothing.
    """

    transform: F8
    mirrored: bool
    agree: int
    met: int
    error: float
    corners: float
    turned: float
    scale: tuple[float, float]
    bent: tuple[float, float]


def meet(one: Points, two: Points, *, mirrored: bool = False) -> Met | None:
    """Features of one and their likes in two that are turned alike. `mirrored` says that one's are those of its mirrored picture."""
    if min(len(one.bits), len(two.bits)) < LEAST:
        return None
    # The side with fewer is asked: of the many of a query most have no like in a reference.
    if len(one.bits) <= len(two.bits):
        mine, theirs = _likes(one, two)
    else:
        theirs, mine = _likes(two, one)
    alike = _turned_alike(two.angle[theirs] - one.angle[mine])
    return Met(
        one=one.xy[mine[alike]], two=two.xy[theirs[alike]], one_step=one.step[mine[alike]], two_step=two.step[theirs[alike]],
        one_all=one.xy, two_all=two.xy, mirrored=mirrored, one_size=(one.width, one.height), two_size=(two.width, two.height),
    )  # fmt: skip


def _likes(few: Points, many: Points) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(features of the few, their nearest of the many), where these are clearly nearer than any at another place."""
    away, which = nearest_bits(few.bits, many.bits, min(NEXT, len(many.bits)))
    near = np.flatnonzero(away[:, 0] <= FAR)
    away, which = away[near], which[near]
    places = many.xy[which] / max(many.width, many.height)
    other = np.hypot(*np.moveaxis(places - places[:, :1], 2, 0)) > ELSEWHERE
    next_best = np.where(other, away, 256 / RATIO).min(axis=1)
    kept = np.flatnonzero(away[:, 0] < RATIO * next_best)
    return near[kept], which[kept, 0]


def nearest_bits(
    asked: npt.NDArray[np.uint8], known: npt.NDArray[np.uint8], count: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(bits that differ, which) of the `count` nearest known to each that is asked for, of equals the first.

    By faiss: OpenCV's way takes five to fifteen times as long, and was most of what comparing two films cost.
    """
    away, which = faiss.knn_hamming(np.ascontiguousarray(asked), np.ascontiguousarray(known), count)
    order = np.lexsort((which, away), axis=1)
    return np.take_along_axis(away, order, 1).astype(np.int64), np.take_along_axis(which, order, 1).astype(np.int64)


def _turned_alike(turns: F8) -> npt.NDArray[np.bool_]:
    """Which of some differences of direction lie about the commonest: of chance likes only an eighth does."""
    if not len(turns):
        return np.zeros(0, bool)
    step = np.floor(turns / (2 * np.pi) * TURN_STEPS).astype(int) % TURN_STEPS
    counts = np.bincount(step, minlength=TURN_STEPS)
    around = counts + np.roll(counts, 1) + np.roll(counts, -1)
    off = (step - int(np.argmax(around)) + TURN_WIDE // 2) % TURN_STEPS
    return np.asarray(off < TURN_WIDE)


def pooled(parts: Sequence[Met]) -> Met | None:
    """The same two films' features from several moments, as if of one picture. All of one size each, mirrored alike."""
    if not parts:
        return None
    one, two, one_step, two_step, one_all, two_all = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("one", "two", "one_step", "two_step", "one_all", "two_all")
    )
    return replace(parts[0], one=one, two=two, one_step=one_step, two_step=two_step, one_all=one_all, two_all=two_all)


def once(met: Met) -> Met:
    """Each pair of places once: what stands still meets in every picture again, by chance or in truth, and tells no more for it."""
    places = np.column_stack([met.one, met.two])
    first: list[int] = []
    for row in np.sort(np.unique(np.round(places), axis=0, return_index=True)[1]):
        if not first or np.abs(places[first] - places[row]).max(axis=1).min() >= STAND:
            first.append(int(row))
    return replace(
        met, one=met.one[first], two=met.two[first], one_step=met.one_step[first], two_step=met.two_step[first]
    )


def view(met: Met | None, *, least: int = LEAST, bent: bool = False, even: bool = False) -> View | None:
    """The turn, scale and place on which most features agree; None where too few do, or where it is no picture's. `even`: of one
    scale in both axes, on which fewer need to agree."""
    if met is None or len(met.one) < least:
        return None
    fitted = cv2.estimateAffinePartial2D if even else cv2.estimateAffine2D
    found, inside = fitted(
        met.one, met.two, method=cv2.RANSAC, ransacReprojThreshold=near(met), maxIters=ROUNDS, confidence=0.9999
    )
    if found is None:
        return None
    agree = inside[:, 0] > 0
    if not _enough(met, agree, least, FEW_PLACES if even else LEAST_PLACES) or not _believed(found):
        return None
    fit, error, spread = _fitted(met.one[agree], met.two[agree], met.one_size)
    fit = np.asarray(found, np.float64) if even else fit
    if not _believed(fit):
        return None
    singular = np.linalg.svd(fit[:, :2])[1]
    return View(
        transform=in_shares(fit, met), mirrored=met.mirrored, agree=int(agree.sum()), met=len(met.one), error=error,
        corners=spread / min(met.two_size), turned=float(np.degrees(np.arctan2(fit[1, 0] - fit[0, 1], fit[0, 0] + fit[1, 1]))),
        scale=(float(singular[0]), float(singular[1])), bent=_bent(met, agree) if bent else (0.0, 0.0),
    )  # fmt: skip


def near(met: Met) -> float:
    """Pixels of two by which a feature may miss its place: more in a larger picture, whose coarse features lie less exactly."""
    return NEAR_PX * float(np.sqrt(max(met.two_size) / NEAR_SIDE))


def agreeing(met: Met, transform: F8) -> npt.NDArray[np.bool_]:
    """Which of the features that met lie where a view's transform (of the picture as it is) puts them."""
    shares = np.column_stack([met.one / met.one_size, np.ones(len(met.one))])
    if met.mirrored:
        shares[:, 0] = 1.0 - shares[:, 0]
    put = shares @ transform.T * met.two_size
    return np.asarray(np.hypot(*(put - met.two).T) <= 1.5 * near(met))


def _enough(met: Met, agree: npt.NDArray[np.bool_], least: int, least_places: int) -> bool:
    places = min(len(np.unique(np.round(side[agree] / STAND), axis=0)) for side in (met.one, met.two))
    return bool(agree.sum() >= max(least, LEAST_SHARE * len(agree)) and places >= least_places)


def _believed(fit: npt.NDArray[Any]) -> bool:
    """Whether a picture can have been changed so: not turned inside out, not crushed, its axes alike in scale."""
    turn = fit[:, :2]
    if not np.isfinite(fit).all() or np.linalg.det(turn) <= 0:
        return False
    large, small = np.linalg.svd(turn)[1]
    return bool(SMALLEST <= small and large <= LARGEST and large / small <= SKEWED)


def _fitted(one: F8, two: F8, size: tuple[int, int]) -> tuple[F8, float, float]:
    """(the affine map of least squares, one sigma of a feature's miss, two sigma of where the picture's corners come to lie)."""
    known = np.column_stack([one, np.ones(len(one))])
    fit, *_ = np.linalg.lstsq(known, two, rcond=None)
    error = float(np.sqrt(((known @ fit - two) ** 2).sum() / max(1, 2 * len(one) - 6)))
    corners = np.array([[0, 0, 1], [size[0], 0, 1], [0, size[1], 1], [size[0], size[1], 1]], float)
    weight = np.linalg.pinv(known.T @ known)
    spread = 2 * error * float(np.sqrt(np.einsum("ij,jk,ik->i", corners, weight, corners).max()))
    return np.asarray(fit.T), error, spread


def _bent(met: Met, agree: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """The last row of a fit with perspective, in shares of one, where it brings clearly more features to their places."""
    found, inside = cv2.findHomography(met.one, met.two, cv2.RANSAC, near(met), maxIters=ROUNDS, confidence=0.9999)
    if found is None or abs(found[2, 2]) < 1e-9:
        return 0.0, 0.0
    wide, high = met.one_size
    bent = float(found[2, 0] / found[2, 2] * wide), float(found[2, 1] / found[2, 2] * high)
    more = int(inside.sum()) >= MORE * int(agree.sum()) and len(met.one) >= 40
    return bent if more and max(abs(bent[0]), abs(bent[1])) > FLAT else (0.0, 0.0)


def in_shares(fit: F8, met: Met) -> F8:
    """A map of pixels as one of shares, of the picture as it is (a mirrored one is mirrored back first)."""
    scale = np.diag([*met.one_size, 1.0])
    full = np.vstack([fit, [0.0, 0.0, 1.0]])
    made = np.diag([1 / met.two_size[0], 1 / met.two_size[1], 1.0]) @ full @ scale
    if met.mirrored:
        made = made @ np.vstack([MIRROR, [0.0, 0.0, 1.0]])
    return np.asarray(made[:2])
