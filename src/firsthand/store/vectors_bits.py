"""Search among hashes by how many of their bits differ: every one against every one, but counted by the processor's own count."""

from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.trace.near import NONE, Alike, best, nearest

from .vectors import shares

FEW = 1 / 3  # share of bits that may differ, past which nearly everything is near and nothing is won
QUERIES, ROWS = 64, 1 << 16  # that are compared at a time: where all are alike, every pair is a hit


def nearest_bits(queries: npt.NDArray[np.uint8], known: npt.NDArray[np.uint8], least: float, most: int) -> Alike:
    """As near.nearest with shares of bits, to the last hit; some fifteen times faster (bench/trace/scale.py)."""
    bits = queries.shape[1] * 8
    scores = np.asarray(1 - np.arange(bits + 1, dtype=np.uint16) / np.float32(bits), np.float32)
    within = int(np.count_nonzero(scores >= np.float32(least))) - 1
    if within > FEW * bits or within < 0 or not len(queries):
        return nearest(queries, known, least, most, shares)
    parts = [Alike(query=NONE, known=NONE, score=np.zeros(0, np.float32))]
    for top in range(0, len(queries), QUERIES):
        asked = np.ascontiguousarray(queries[top : top + QUERIES])
        found = [
            _within(asked, known[left : left + ROWS], within, top, left, scores) for left in range(0, len(known), ROWS)
        ]
        parts.append(best(found, most))
    return best(parts, most)


def _within(
    asked: npt.NDArray[np.uint8],
    known: npt.NDArray[np.uint8],
    within: int,
    top: int,
    left: int,
    scores: npt.NDArray[Any],
) -> Alike:
    import faiss  # a tenth of a second, and only needed here

    index = faiss.IndexBinaryFlat(asked.shape[1] * 8)
    index.add(np.ascontiguousarray(known))
    ends, differ, places = index.range_search(asked, within + 1)
    return Alike(
        query=np.repeat(np.arange(len(asked)), np.diff(ends.astype(np.int64))) + top,
        known=places.astype(np.int64) + left,
        score=scores[differ.astype(np.int64)],
    )
