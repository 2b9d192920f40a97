"""Which pictures are near which: the exhaustive search, and the one shape that every other search for them has."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import distances

Numbers = npt.NDArray[np.int64]
BLOCK = 1 << 21  # distances worked out at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Pairs (query, known, bits that differ), by query and then by nearness."""

    query: Numbers
    known: Numbers
    bits: Numbers


# search(queries u1[n,32], known u1[m,32], within, most): for each query at most `most` known hashes at `within` bits or
# less, the nearest. A learned descriptor, or an index on the disk, comes in here (the exhaustive one stays its oracle).
Search = Callable[[npt.NDArray[np.uint8], npt.NDArray[np.uint8], int, int], Near]


def exhaustive(queries: npt.NDArray[np.uint8], known: npt.NDArray[np.uint8], within: int, most: int) -> Near:
    """Every query against every known hash."""
    rows = max(1, BLOCK // max(1, len(known)))
    numbers = np.arange(len(known), dtype=np.int64)
    found: list[tuple[Numbers, Numbers]] = []
    for first in range(0, len(queries), rows):
        # Distance and number in one key: what is kept of equals never depends on the block.
        keys = distances(queries[first : first + rows], known).astype(np.int64) << 32 | numbers
        if most < len(known):
            keys = np.partition(keys, most - 1, axis=1)[:, :most]
        keys = np.sort(keys, axis=1)
        row, place = np.nonzero(keys >> 32 <= within)
        found.append((row + first, keys[row, place]))
    none = np.zeros(0, np.int64)
    query, keys = (np.concatenate([none, *(part[side] for part in found)]) for side in (0, 1))
    return Near(query=query, known=keys & 0xFFFFFFFF, bits=keys >> 32)
