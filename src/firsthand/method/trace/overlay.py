"""What was laid over a picture: features that stand still through a stretch where the other film has others, or none at all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from firsthand.record.footage import Change

from .boxes import Box, boxes, measured
from .footage import CELLS, F8
from .geometry import NEAR_SIDE, Met, agreeing
from .guess import Placing

COVERED_BY = 0.2  # of the share of features that is met in the picture: so much at most in a cell that is laid over
ELSEWHERE = 0.25  # of the features of the side with fewer, that must agree at all
MOST_FEW = 350  # features of a picture that any file has; a query's others come after them
# Features of a picture that has as many as are kept; that it must have in a cell of the other, for that cell to be told; or so many
# that stand still there, where both show the picture at one scale.
FULL, THERE = 340, 1.0
MANY_STANDING, ONE_SCALE = 8, 1.25
LEAST_PICTURES = 3
STANDS, STAYS = 4.0, 0.6  # pixels within which a feature stands still, and share of the pictures in which it is there
LEAST_STANDING = 4  # such features of a cell


def laid_over(one: str, two: str, parts: Sequence[Met], placing: Placing) -> tuple[list[Change], list[str]]:
    """Cells that have features which stand still through all pictures, and which the other film has not at any."""
    if len(parts) < LEAST_PICTURES:
        return [], []
    in_one, in_two = boxes(placing.transform)
    over_one, over_two = (
        _strange(parts, placing, side) & _within(part) for side, part in (("one", in_one), ("two", in_two))
    )
    found = {two: list(_regions(over_two)), one: list(_regions(over_one))}
    made = [_region(file, *region) for file, regions in found.items() for region in regions]
    if found[one] and found[two]:
        why = "which of the two something was laid over: in both some features stand still that the other has not"
        return [replace(change, file="") for change in made if change.file == two], [why]
    return made, []


def _strange(parts: Sequence[Met], placing: Placing, side: str) -> npt.NDArray[np.bool_]:
    """Cells of a side's picture with features of its own that stand still, where nearly none of the other's agree though it has
    some there: a picture that has as many as are kept may have been full before its plainer parts had any."""
    held, shared, others = (np.zeros((CELLS, CELLS)) for _ in range(3))
    places: dict[tuple[int, int], set[int]] = {}
    size = np.array(parts[0].one_size if side == "one" else parts[0].two_size, float)
    stands = STANDS * max(size.max() / NEAR_SIDE, 1.0)
    for number, met in enumerate(parts):
        own, other, agree = _on(met, placing, side)
        held += _counted(own)
        shared += _counted(agree)
        others += _counted(other)
        for x, y in np.floor(own * size / stands).astype(int):
            places.setdefault((int(x), int(y)), set()).add(number)
    standing = [key for key, seen_in in places.items() if len(seen_in) >= STAYS * len(parts)]
    still = _counted((np.array(standing, float).reshape(-1, 2) + 0.5) * stands / size)
    fewer = sum(min(len(met.one_all), len(met.two_all)) for met in parts)
    if float(shared.sum()) < ELSEWHERE * fewer:
        return np.zeros((CELLS, CELLS), bool)
    usual = float(shared.sum()) / max(1.0, float(held.sum()))
    full = float(np.median([len(met.two_all if side == "one" else met.one_all) for met in parts])) >= FULL
    alike = all(1 / ONE_SCALE <= scale <= ONE_SCALE for scale in np.linalg.svd(placing.transform[:, :2])[1])
    there = (others >= THERE * len(parts)) | (not full) | (alike & (still >= MANY_STANDING))
    return np.asarray((still >= LEAST_STANDING) & (shared <= COVERED_BY * usual * held) & there)


def _on(met: Met, placing: Placing, side: str) -> tuple[F8, F8, F8]:
    """(a side's features, the other's, those that agree), places in shares of that side's picture. Of a query those are taken that any
    file has: both are then equally rich."""
    one, two = met.one_all[:MOST_FEW] / met.one_size, met.two_all[:MOST_FEW] / met.two_size
    if met.mirrored:  # one's features are those of its mirrored picture
        one = one * (-1.0, 1.0) + (1.0, 0.0)
    agree = agreeing(met, placing.transform)
    full = np.vstack([placing.transform, [0.0, 0.0, 1.0]])
    if side == "two":
        return two, _put(one, full), (met.two / met.two_size)[agree]
    some = met.one / met.one_size
    some = some * (-1.0, 1.0) + (1.0, 0.0) if met.mirrored else some
    return one, _put(two, np.linalg.pinv(full)), some[agree]


def _put(places: F8, by: F8) -> F8:
    """Places as a transform puts them, those within the picture."""
    put = np.column_stack([places, np.ones(len(places))]) @ by[:2].T
    return np.asarray(put[((put >= 0) & (put <= 1)).all(axis=1)])


def _counted(places: F8) -> F8:
    cells = np.clip((places * CELLS).astype(int), 0, CELLS - 1)
    return np.bincount(cells[:, 1] * CELLS + cells[:, 0], minlength=CELLS**2).reshape(CELLS, CELLS).astype(float)


def _within(part: Box) -> npt.NDArray[np.bool_]:
    low, high = np.arange(CELLS) / CELLS, (np.arange(CELLS) + 1) / CELLS
    across = (low >= part.left - 0.02) & (high <= part.right + 0.02)
    down = (low >= part.top - 0.02) & (high <= part.bottom + 0.02)
    return np.asarray(down[:, None] & across[None, :])


def _regions(over: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """Boxes (left, top, right, bottom in cells) of cells that touch, from two cells on."""
    left = over.copy()
    for row, column in np.argwhere(over):
        if not left[row, column]:
            continue
        group, waiting = [], [(int(row), int(column))]
        left[row, column] = False
        while waiting:
            r, c = waiting.pop()
            group.append((r, c))
            for near in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                if 0 <= near[0] < CELLS and 0 <= near[1] < CELLS and left[near]:
                    left[near] = False
                    waiting.append(near)
        if len(group) >= 2:
            rows, columns = [r for r, _ in group], [c for _, c in group]
            yield min(columns), min(rows), max(columns) + 1, max(rows) + 1


def _region(file: str, left: int, top: int, right: int, bottom: int) -> Change:
    box = Box(left=left / CELLS, top=top / CELLS, right=right / CELLS, bottom=bottom / CELLS)
    says = f"something laid over {box.right - box.left:.0%} x {box.bottom - box.top:.0%} of the picture"
    return Change(what="overlay", says=says, file=file, **measured(box, [1 / CELLS] * 4))
