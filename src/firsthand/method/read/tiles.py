"""How the brightness of small tiles comes and goes: what a copy keeps of a film in which nothing seems to move.

A frame holds until the next one. Of that the mean over each even part of time is taken, in each tile, whatever frames a copy has
kept; and coded in four bits as the change against what the codes before add up to, so that no error grows. A part of time in which no
tile changes has no row.
"""

from array import array
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from .fold import Bytes2

SIDE = 32  # tiles on a side of the picture
RATE, CLOSE = 8, 32  # parts of a second; of a query
MOST = 9600  # rows, 4.9 MB: twenty minutes, five of a query read closely; of what is longer none are kept
HELD = 2.0  # seconds that a frame holds at the most: what is longer is a gap
LEVELS = np.array([0, 0.25, 0.5, 1, 2, 5, 15, 60], np.float32)  # of 0 to 255; the code's fourth bit says downwards
CODE = np.searchsorted((LEVELS[1:] + LEVELS[:-1]) / 2, np.arange(256 * 8) / 8, side="right").astype(
    np.uint8
)  # by 1/8 level
F4 = npt.NDArray[np.float32]


def tiled(closely: bool, seconds: float) -> "Tiled":
    """For a film that lasts so long (0: not known); closely, if it is a query and not long."""
    return Tiled(rate=CLOSE if closely and seconds <= MOST / CLOSE else RATE)


@dataclass(slots=True)
class Tiled:
    """The fold of it: frames in, rows of codes out."""

    rate: int
    codes: bytearray = field(default_factory=bytearray)
    at: "array[int]" = field(default_factory=lambda: array("q"))  # which part of time, counted from second 0
    known: F4 | None = None  # what the codes add up to
    held: F4 | None = None
    since: float = 0.0
    sums: Any = None  # of the part of time that is not over, f4 as `held`
    part: int = 0
    begun: int = 0  # the first part that is seen from its begin

    def feed(self, picture: Bytes2, now: float) -> None:
        frame = picture.astype(np.float32)
        if self.held is None or self.held.shape != frame.shape or not 0 <= now - self.since <= HELD:
            self.part, self.begun = floor(now * self.rate), ceil(now * self.rate)
            self.sums = np.zeros_like(frame)
        else:
            while (edge := (self.part + 1) / self.rate) <= now:
                self._lasts(edge)
                self._keep()
                self.part += 1
                self.sums = np.zeros_like(frame)
            self._lasts(now)
        self.held, self.since = frame, now

    def _lasts(self, until: float) -> None:
        if until > self.since and self.held is not None:
            self.sums = cv2.scaleAdd(self.held, until - self.since, self.sums)
            self.since = until

    def _keep(self) -> None:
        if self.part < self.begun or len(self.at) > MOST:
            return
        tiles = cv2.resize(self.sums, (SIDE, SIDE), interpolation=cv2.INTER_AREA) * np.float32(self.rate)
        if self.known is None:
            self.known = np.round(tiles)
        apart = tiles - self.known
        codes = CODE[np.minimum(np.abs(apart) * 8, 2047).astype(np.int32)]
        if not codes.any():
            return
        self.known += np.copysign(LEVELS[codes], apart)
        flat = (codes | ((apart < 0) & (codes > 0)).astype(np.uint8) << 3).ravel()
        self.codes += (flat[::2] << 4 | flat[1::2]).tobytes()
        self.at.append(self.part)

    def arrays(self, turned: int) -> dict[str, npt.NDArray[Any]]:
        """What the reading keeps of the picture as it is shown: it was fed as it was filmed, `turned` degrees away."""
        if len(self.at) > MOST:
            return {}
        return {
            "read.pictures/tiles": self._upright(turned),
            "read.pictures/tiles_at": np.array(self.at, "<i8"),
            "read.pictures/tiles_rate": np.array([self.rate], "|u1"),
        }

    def _upright(self, turned: int) -> npt.NDArray[np.uint8]:
        packed = np.frombuffer(bytes(self.codes), np.uint8).reshape(-1, SIDE * SIDE // 2)
        quarter = round(turned / 90) % 4
        if not quarter:
            return packed
        apart = np.stack([packed >> 4, packed & 15], axis=2).reshape(-1, SIDE, SIDE)
        flat = np.rot90(apart, quarter, axes=(1, 2)).reshape(-1, SIDE * SIDE)
        return np.asarray(flat[:, ::2] << 4 | flat[:, 1::2], np.uint8)
