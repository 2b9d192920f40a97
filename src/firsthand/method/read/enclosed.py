"""What straight edges enclose: a film laid into another picture has four sides that are straight, level and stand out."""

import cv2
import numpy as np
import numpy.typing as npt

from .fold import Bytes2

Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels, right and bottom left out
STANDS_OUT = 7  # levels between two neighbours across an edge
LINES = 16  # columns, and rows, that are tried as sides
LEAST, MOST = 0.12, 0.92  # of the picture's side: what is enclosed is not smaller or larger
STRAIGHT = 0.6  # of each side's length, where the edge stands out
BEYOND = 0.7  # weight of how far sides run on past the corners
EDGE = 0.7  # what the picture's own edge counts as: a panel may reach it
ALIKE = 0.5  # overlap over union from which on two boxes are one


def enclosed(luma: Bytes2, most: int) -> list[Box]:
    """Up to `most` boxes whose four sides are edges, the straightest first, no two nearly the same."""
    rows, columns = luma.shape
    if min(rows, columns) < 32:
        return []
    wide = luma.astype(np.int16)
    upright = _marked(np.abs(np.diff(wide, axis=1)) >= STANDS_OUT)  # [rows, columns + 1]: an edge left of each column
    level = _marked((np.abs(np.diff(wide, axis=0)) >= STANDS_OUT).T)  # [columns, rows + 1]: an edge above each row
    across, down = _lines(upright, rows), _lines(level, columns)
    lefts, rights = _pairs(across, columns)
    tops, bottoms = _pairs(down, rows)
    if not len(lefts) or not len(tops):
        return []
    along_x, along_y = np.cumsum(upright, axis=0), np.cumsum(level, axis=0)
    sides = [
        _share(along_x, tops[None], bottoms[None], lefts[:, None], columns),
        _share(along_x, tops[None], bottoms[None], rights[:, None], columns),
        _share(along_y, lefts[:, None], rights[:, None], tops[None], rows),
        _share(along_y, lefts[:, None], rights[:, None], bottoms[None], rows),
    ]
    least = np.minimum.reduce(sides)
    score = least + 0.1 * np.mean(sides, axis=0) - BEYOND * _beyond(along_x, along_y, lefts, tops, rights, bottoms)
    large = (rights - lefts)[:, None] * (bottoms - tops)[None] > MOST * MOST * rows * columns
    score[large | (least < STRAIGHT)] = 0.0
    return _best(score, lefts, tops, rights, bottoms, most)


def _marked(edges: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Edges between samples as lines 0 to n, one line of tolerance to each side."""
    made = np.zeros((edges.shape[0], edges.shape[1] + 2), np.uint8)
    made[:, 1:-1] = edges
    return np.asarray(cv2.dilate(made, np.ones((1, 3), np.uint8)), np.float32)


def _lines(marked: npt.NDArray[np.float32], length: int) -> npt.NDArray[np.int64]:
    """The lines along which edges run longest, and the picture's own two."""
    window = max(8, round(LEAST * length))
    runs = cv2.blur(marked, (1, window), borderType=cv2.BORDER_REPLICATE).max(axis=0)
    runs[[0, -1]] = 0.0
    peaks = runs.copy()
    chosen = [0, marked.shape[1] - 1]
    for _ in range(LINES):
        place = int(peaks.argmax())
        if peaks[place] < STRAIGHT:
            break
        chosen.append(place)
        peaks[max(0, place - 1) : place + 2] = 0.0
    return np.array(sorted(chosen))


def _pairs(lines: npt.NDArray[np.int64], length: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    first, second = np.triu_indices(len(lines), 1)
    far = lines[second] - lines[first] >= LEAST * length
    return lines[first][far], lines[second][far]


def _share(
    along: npt.NDArray[np.float32], begin: npt.NDArray[np.int64], end: npt.NDArray[np.int64],
    line: npt.NDArray[np.int64], last: int,
) -> npt.NDArray[np.float32]:  # fmt: skip
    """The share of each side, from `begin` to `end` on its line, where the edge stands out."""
    begin, end, line = np.broadcast_arrays(begin, end, line)
    found = along[end - 1, line] - np.where(begin > 0, along[np.maximum(begin - 1, 0), line], 0.0)
    return np.asarray(np.where((line == 0) | (line == last), EDGE, found / (end - begin)), np.float32)


def _beyond(
    along_x: npt.NDArray[np.float32], along_y: npt.NDArray[np.float32], lefts: npt.NDArray[np.int64],
    tops: npt.NDArray[np.int64], rights: npt.NDArray[np.int64], bottoms: npt.NDArray[np.int64],
) -> npt.NDArray[np.float32]:  # fmt: skip
    """How far the four sides run on past the corners, as a mean share: those of a film laid in end there."""
    found = []
    for along, begin, end, lines in (
        (along_x, tops[None], bottoms[None], (lefts[:, None], rights[:, None])),
        (along_y, lefts[:, None], rights[:, None], (tops[None], bottoms[None])),
    ):
        length, last = along.shape[0], along.shape[1] - 1
        reach = np.maximum(4, (end - begin) // 4)
        for line in lines:
            for low, high in ((begin - reach, begin - 2), (end + 2, end + reach)):
                low, high = np.clip(low, 0, length - 1), np.clip(high, 1, length)
                share = _share(along, low, np.maximum(high, low + 1), line, last)
                found.append(np.where((high - low < 3) | (line == 0) | (line == last), 0.3, share))
    return np.asarray(np.mean(found, axis=0), np.float32)


def _best(
    score: npt.NDArray[np.float32], lefts: npt.NDArray[np.int64], tops: npt.NDArray[np.int64],
    rights: npt.NDArray[np.int64], bottoms: npt.NDArray[np.int64], most: int,
) -> list[Box]:  # fmt: skip
    made: list[Box] = []
    for place in np.argsort(-score, axis=None, kind="stable")[:200]:
        row, column = divmod(int(place), score.shape[1])
        if len(made) >= most or score[row, column] <= 0:
            break
        box = int(lefts[row]), int(tops[column]), int(rights[row]), int(bottoms[column])
        if all(_overlap(box, other) < ALIKE for other in made):
            made.append(box)
    return made


def _overlap(one: Box, two: Box) -> float:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    if wide <= 0 or high <= 0:
        return 0.0
    areas = ((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return wide * high / (sum(areas) - wide * high)
