"""Parts of a picture that are looked at apart: what lies within bars, and where a copy may hide in part of another picture."""

from dataclasses import dataclass

import cv2
import numpy as np

from .enclosed import enclosed
from .fold import Bytes2, shrink

WHOLE, CONTENT = 0, 1
# Left, top, right, bottom as shares of what lies within bars. The order is lasting: rows of readings name views by it.
PARTS: tuple[tuple[str, float, float, float, float], ...] = (
    ("whole", 0.0, 0.0, 1.0, 1.0),
    ("content", 0.0, 0.0, 1.0, 1.0),
    ("left half", 0.0, 0.0, 0.5, 1.0),
    ("right half", 0.5, 0.0, 1.0, 1.0),
    ("upper half", 0.0, 0.0, 1.0, 0.5),
    ("lower half", 0.0, 0.5, 1.0, 1.0),
    ("upper left quarter", 0.0, 0.0, 0.5, 0.5),
    ("upper right quarter", 0.5, 0.0, 1.0, 0.5),
    ("lower left quarter", 0.0, 0.5, 0.5, 1.0),
    ("lower right quarter", 0.5, 0.5, 1.0, 1.0),
    ("middle", 0.25, 0.25, 0.75, 0.75),
    ("upright panel", 0.34, 0.0, 0.66, 1.0),
    ("level panel", 0.0, 0.34, 1.0, 0.66),
    ("upper left corner", 0.0, 0.0, 0.33, 0.33),
    ("upper right corner", 0.67, 0.0, 1.0, 0.33),
    ("lower left corner", 0.0, 0.67, 0.33, 1.0),
    ("lower right corner", 0.67, 0.67, 1.0, 1.0),
)
ENCLOSED, BOXES = len(PARTS), 4  # what straight edges enclose, and how many such boxes of a picture
VIEWS = (*(name for name, *_ in PARTS), "enclosed")
FLAT, DRIFT = 2.5, 4.0  # levels: a line of a bar varies less than this, and is as bright as the first one
LEAST_LEFT = 0.25  # of a side: where bars would leave less, there are none
SAME = 0.96  # of a side: a box that leaves out less than this is the whole
GRID, PLAIN = 32, 2.0  # levels between neighbours of a GRID x GRID picture, below which there is no shape to tell
EDGES_SEEN = 320  # pixels of the longer side in which straight edges are looked for
LEAST_SIDE = 24  # pixels: a smaller part is not looked at


@dataclass(frozen=True, slots=True)
class View:
    """A part of a picture: which of VIEWS, and its left, top, right and bottom in pixels."""

    kind: int
    left: int
    top: int
    right: int
    bottom: int


def content_box(luma: Bytes2) -> tuple[int, int, int, int]:
    """What lies within bars of one colour: left, top, right, bottom in pixels, right and bottom left out."""
    top, bottom = _within(luma)
    left, right = _within(luma[top:bottom].T)
    return left, top, right, bottom


def _within(lines: Bytes2) -> tuple[int, int]:
    """First and past-last line that is no bar; all of them where too little would be left."""
    wide = lines.astype(np.float32)
    level, varies = wide.mean(axis=1), wide.std(axis=1)
    count = len(level)
    ends = []
    for step in (1, -1):
        like = (varies[::step] < FLAT) & (np.abs(level[::step] - level[::step][0]) < DRIFT)
        ends.append(count if like.all() else int(np.argmin(like)))
    first, last = ends[0], count - ends[1]
    return (first, last) if last - first >= LEAST_LEFT * count else (0, count)


def views(picture: Bytes2, *, parts: bool) -> list[View]:
    """The views of an RGB picture: the whole, what lies within bars where there are any, and with `parts` all the others."""
    rows, columns = picture.shape[:2]
    luma = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    left, top, right, bottom = content_box(luma)
    wide, high = right - left, bottom - top
    made = [View(WHOLE, 0, 0, columns, rows)]
    if wide < SAME * columns or high < SAME * rows:
        made.append(View(CONTENT, left, top, right, bottom))
    for kind, (_, x0, y0, x1, y1) in enumerate(PARTS) if parts else ():
        view = View(
            kind, left + round(x0 * wide), top + round(y0 * high), left + round(x1 * wide), top + round(y1 * high)
        )
        if kind > CONTENT and min(view.right - view.left, view.bottom - view.top) >= LEAST_SIDE:
            made.append(view)
    return [*made, *_enclosed(luma)] if parts else made


def _enclosed(luma: Bytes2) -> list[View]:
    """What straight edges enclose, looked for in a smaller picture."""
    small = shrink(luma, EDGES_SEEN)
    across, down = luma.shape[1] / small.shape[1], luma.shape[0] / small.shape[0]
    return [
        View(ENCLOSED, round(box[0] * across), round(box[1] * down), round(box[2] * across), round(box[3] * down))
        for box in enclosed(small, BOXES)
    ]


def square(picture: Bytes2, view: View, side: int) -> Bytes2:
    """A view squeezed to `side` x `side`."""
    part = picture[view.top : view.bottom, view.left : view.right]
    shrinks = min(part.shape[:2]) >= side
    return np.asarray(
        cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR), np.uint8
    )


def telling(picture: Bytes2) -> bool:
    """Whether an RGB picture has shape enough to be told from others: not black, not one colour, no plain sky."""
    small = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (GRID, GRID), interpolation=cv2.INTER_AREA)
    wide = small.astype(np.int16)
    steps = np.abs(np.diff(wide, axis=0)).mean() + np.abs(np.diff(wide, axis=1)).mean()
    return bool(steps >= PLAIN)
