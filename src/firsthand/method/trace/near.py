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
    found: list[tuple[Numbers, Numbers, Numbers]] = []
    for first in range(0, len(queries), rows):
        away = distances(queries[first : first + rows], known)
        query, other = np.nonzero(away <= within)
        found.append(_nearest(query, other, away[query, other].astype(np.int64), most, first))
    none = np.zeros(0, np.int64)
    return Near(
        query=np.concatenate([none, *(part[0] for part in found)]),
        known=np.concatenate([none, *(part[1] for part in found)]),
        bits=np.concatenate([none, *(part[2] for part in found)]),
    )


def _nearest(query: Numbers, other: Numbers, bits: Numbers, most: int, first: int) -> tuple[Numbers, Numbers, Numbers]:
    order = np.lexsort((other, bits, query))
    query, other, bits = query[order], other[order], bits[order]
    starts = np.flatnonzero(np.r_[True, query[1:] != query[:-1]]) if len(query) else np.zeros(0, np.int64)
    rank = np.arange(len(query)) - np.repeat(starts, np.diff(np.r_[starts, len(query)]))
    keep = rank < most
    return query[keep] + first, other[keep], bits[keep]
