"""Parts of a picture in shares of it: where one picture stands in another, and how a change tells of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .footage import F8

WHOLE = 0.03  # shares by which a part may fall short of the whole picture and still be it


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of a picture in shares: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def whole(self) -> bool:
        return min(self.left, self.top, 1 - self.right, 1 - self.bottom) >= -1 and (
            max(self.left, self.top, 1 - self.right, 1 - self.bottom) <= WHOLE
        )

    @property
    def size(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


def boxes(transform: F8) -> tuple[Box, Box]:
    """(the part of one's picture that two shows, the part of two's picture in which it stands)."""
    back = np.linalg.inv(np.vstack([transform, [0.0, 0.0, 1.0]]))[:2]
    return _box(back), _box(transform)


def sides(transform: F8) -> F8:
    """Left, top, width and height of both parts (`boxes`) one after the other, where they reach beyond the picture too."""
    back = np.linalg.inv(np.vstack([transform, [0.0, 0.0, 1.0]]))[:2]
    made = []
    for across, down in (_middles(back), _middles(transform)):
        made += [across[0], down[0], across[-1] - across[0], down[-1] - down[0]]
    return np.array(made)


def _box(transform: F8) -> Box:
    """Where a whole picture comes to lie in another, as far as it lies within."""
    across, down = (np.clip(side, 0, 1) for side in _middles(transform))
    return Box(left=float(across[0]), top=float(down[0]), right=float(across[-1]), bottom=float(down[-1]))


def _middles(transform: F8) -> tuple[F8, F8]:
    """Where the middles of a picture's sides come to lie, in order across and down: so that a turned one is not made larger."""
    middles = np.array([[0, 0.5, 1], [1, 0.5, 1], [0.5, 0, 1], [0.5, 1, 1]]) @ transform.T
    return np.sort(middles[:, 0]), np.sort(middles[:, 1])


def measured(part: Box, bounds: Sequence[float]) -> dict[str, dict[str, float]]:
    """A part's left, top, width and height, each within so many shares of what is told."""
    shares = {"left": part.left, "top": part.top, "width": part.right - part.left, "height": part.bottom - part.top}
    within = list(zip(shares.items(), bounds, strict=True))
    return {
        "measures": {name: round(share, 4) for name, share in shares.items()},
        "least": {name: round(share - bound, 4) for (name, share), bound in within},
        "most": {name: round(share + bound, 4) for (name, share), bound in within},
    }
