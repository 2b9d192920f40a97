"""Which pictures are near which: the exhaustive searches, and the one shape that every other search for them has."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import distances
from firsthand.record.fault import BadReading

Numbers = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
BLOCK = 1 << 21  # distances worked out at a time
WIDE = 1 << 24  # numbers of vectors taken up at a time
NONE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Pairs (query, known, bits that differ), by query and then by nearness."""

    query: Numbers
    known: Numbers
    bits: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Pairs (query, known, cosine), by query, then by likeness, then by number."""

    query: Numbers
    known: Numbers
    score: Singles


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
    query, keys = (np.concatenate([NONE, *(part[side] for part in found)]) for side in (0, 1))
    return Near(query=query, known=keys & 0xFFFFFFFF, bits=keys >> 32)


# --- vectors of whole bytes ------------------------------------------------------------------------------------------------


def in_bytes(rows: npt.NDArray[Any]) -> npt.NDArray[np.int8]:
    """Vectors as whole bytes, each by a measure of its own: the angle between them is what counts, never their length.

    Products of such vectors are whole numbers below 2^24, so that they come out the same in whatever order they are added.
    Raises BadReading: numbers that are none, or another kind.
    """
    if rows.ndim != 2 or rows.dtype not in (np.int8, np.float32):
        raise BadReading(f"vectors of the kind {rows.dtype.str} in {rows.ndim} dimensions")
    if rows.dtype == np.int8:
        return np.ascontiguousarray(rows)
    if not np.isfinite(rows).all():
        raise BadReading("a vector with a number that is none")
    longest = np.abs(rows).max(axis=1, keepdims=True, initial=0.0)
    return np.asarray(np.rint(rows / np.where(longest > 0, longest, 1) * 127), np.int8)


def inverse_lengths(rows: npt.NDArray[Any]) -> Singles:
    """1 over the length of each vector; 0 for one of zeros, which is then like nothing."""
    numbers = rows.astype(np.float32, copy=False)
    squares = np.einsum("ij,ij->i", numbers, numbers)
    return np.where(squares > 0, 1 / np.sqrt(np.maximum(squares, 1)), 0).astype(np.float32)


def once(rows: npt.NDArray[Any]) -> Numbers:
    """Numbers of the rows that are not the same to the bit as an earlier one, in their order."""
    if not len(rows):
        return NONE
    plain = np.ascontiguousarray(rows)
    whole = plain.view(np.dtype((np.void, plain.dtype.itemsize * plain.shape[1]))).reshape(-1)
    return np.sort(np.unique(whole, return_index=True)[1]).astype(np.int64)


Table = Callable[[npt.NDArray[Any], npt.NDArray[Any]], Singles]  # (queries, known) -> f4[queries, known]


def nearest(
    queries: npt.NDArray[Any], known: npt.NDArray[Any], least: float, most: int, table: Table | None = None
) -> Alike:
    """For each query at most `most` known vectors of a score of `least` or more: every one against every one.

    The best are kept; of equals the first. `known` may be a mapped file: it is gone through block by block. `table` gives
    the scores of a block, cosines where it is not given.
    """
    scored = table or cosines
    parts = [Alike(query=NONE, known=NONE, score=np.zeros(0, np.float32))]
    rows = max(1, min(len(queries), 1024))
    step = max(1, min(BLOCK // rows, WIDE // max(1, known.shape[1])))
    for top in range(0, len(queries), rows):
        block = queries[top : top + rows]
        found = [
            _part(scored(block, known[left : left + step]), least, most, top, left)
            for left in range(0, len(known), step)
        ]
        parts.append(best(found, most))
    return best(parts, most)


def _part(table: Singles, least: float, most: int, top: int, left: int) -> Alike:
    part = kept(table, least, most)
    return Alike(query=part.query + top, known=part.known + left, score=part.score)


def cosines(queries: npt.NDArray[np.int8], known: npt.NDArray[np.int8]) -> Singles:
    """f4[queries, known]."""
    mine, theirs = queries.astype(np.float32), known.astype(np.float32)
    return np.asarray((mine @ theirs.T) * inverse_lengths(mine)[:, None] * inverse_lengths(theirs)[None, :], np.float32)


def kept(table: Singles, least: float, most: int) -> Alike:
    """Of a table f4[queries, known] the best `most` a query that reach `least`; of equals the first."""
    if most < table.shape[1]:
        floor = np.partition(table, table.shape[1] - most, axis=1)[:, table.shape[1] - most]
        query, known = np.nonzero((table >= np.float32(least)) & (table >= floor[:, None]))
    else:
        query, known = np.nonzero(table >= np.float32(least))
    return best([Alike(query=query, known=known, score=table[query, known])], most)


def best(parts: list[Alike], most: int) -> Alike:
    """Several answers to the same queries as one, the best `most` a query."""
    query = np.concatenate([NONE, *(part.query for part in parts)])
    known = np.concatenate([NONE, *(part.known for part in parts)])
    score = np.concatenate([np.zeros(0, np.float32), *(part.score for part in parts)])
    order = np.lexsort((known, -score, query))
    order = order[places(query[order]) < most]
    return Alike(query=query[order], known=known[order], score=score[order])


def places(sorted_numbers: Numbers) -> Numbers:
    """How many equal ones stand before each, in numbers that are sorted."""
    if not len(sorted_numbers):
        return NONE
    starts = np.flatnonzero(np.r_[True, np.diff(sorted_numbers) != 0])
    counts = np.diff(np.r_[starts, len(sorted_numbers)])
    return np.arange(len(sorted_numbers)) - np.repeat(starts, counts)
