"""Parts of a picture in shares of it: where one picture stands in another, and how a change tells of it."""

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


def _box(transform: F8) -> Box:
    """Where a whole picture comes to lie in another, as far as it lies within: the box of its sides' middles, so that a turned
    one is not made larger."""
    middles = np.array([[0, 0.5, 1], [1, 0.5, 1], [0.5, 0, 1], [0.5, 1, 1]]) @ transform.T
    across, down = np.clip(np.sort(middles[:, 0]), 0, 1), np.clip(np.sort(middles[:, 1]), 0, 1)
    return Box(left=float(across[0]), top=float(down[0]), right=float(across[-1]), bottom=float(down[-1]))


def measured(part: Box, bound: float) -> dict[str, dict[str, float]]:
    shares = {"left": part.left, "top": part.top, "width": part.right - part.left, "height": part.bottom - part.top}
    return {
        "measures": {name: round(share, 4) for name, share in shares.items()},
        "least": {name: round(share - bound, 4) for name, share in shares.items()},
        "most": {name: round(share + bound, 4) for name, share in shares.items()},
    }
