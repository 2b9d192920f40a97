"""Which frames of a film are sampled: one rule for every reader, so that what they say of a moment speaks of one frame."""

from array import array
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .fold import Frame

EVERY = 0.5  # seconds between samples: a copy cut at any instant has one within a quarter of a second of each of ours
APART = 0.3  # least seconds between two samples that a change calls for
CHANGED = 25.0  # of Frame.change


@dataclass(slots=True)
class Sampling:
    """In triage every frame that is decoded; else two a second, and one at each great change."""

    triage: bool
    last: float | None = None
    changed: float | None = None

    def takes(self, frame: Frame) -> bool:
        now = frame.seconds
        if self.last is not None and not self.triage:
            changed = frame.change >= CHANGED and (self.changed is None or abs(now - self.changed) >= APART)
            if abs(now - self.last) < EVERY and not changed:
                return False
            self.changed = now if changed else self.changed
        self.last = now
        return True


@dataclass(slots=True)
class Thinned:
    """Of the samples, those at least `apart` seconds after the one taken before, and those at a great change."""

    sampling: Sampling
    apart: float
    last: float | None = None

    def takes(self, frame: Frame) -> bool:
        if not self.sampling.takes(frame):
            return False
        near = self.last is not None and abs(frame.seconds - self.last) < self.apart
        if near and (self.sampling.triage or frame.change < CHANGED):
            return False
        self.last = frame.seconds
        return True


def lowest(times: "array[int]") -> npt.NDArray[np.int64]:
    """Fractions, numerator after denominator, as i8[n,2] in lowest terms."""
    pairs = np.array(times, "<i8").reshape(-1, 2)
    return np.asarray(pairs // np.gcd(pairs[:, :1], pairs[:, 1:]), np.int64)
