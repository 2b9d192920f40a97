"""Search among millions of vectors: near ones stand in one list, a few bits of each say which are worth measuring exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.trace.near import NONE, Alike, cosines, inverse_lengths, kept

from .vectors_file import Part, give_back

SEED = 20240301
LISTS, SHORTEST = 2048, 64  # lists that are made at most, and the least rows of one on average
LEARNT_FROM = 48  # rows a list
ROUNDS = 10
PROBED, LARGE = (
    (16, 64),
    2_000_000,
)  # lists that one query looks into; the second past so many rows (bench/trace/scale.py)
MEASURED = 384  # rows that are measured exactly, at least
BLOCK = 1 << 16
LOOKED_AT = 1024  # rows read from the disk, here and there, after which their pages are given back: up to 64 KB are mapped a row
SAMPLED = 16
F4 = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What is learnt from the rows: centres f4[k, wide] of the lists, and a turn f4[wide, wide] after which every sign of a
    vector tells as much as any other."""

    centres: F4
    turn: F4

    def signs_of(self, rows: npt.NDArray[np.int8], list_of: npt.NDArray[Any]) -> tuple[npt.NDArray[np.uint8], F4]:
        """(u1[n, wide / 8] signs of each row as seen from its list's centre, f4[n] how far it lies from there)."""
        away = units(rows) - self.centres[list_of]
        return np.packbits(away @ self.turn > 0, axis=1), np.linalg.norm(away, axis=1).astype(np.float32)


def units(rows: npt.NDArray[np.int8]) -> F4:
    return np.asarray(rows.astype(np.float32) * inverse_lengths(rows)[:, None], np.float32)


def learn(rows: Sequence[npt.NDArray[np.int8]], wide: int) -> Lists:
    """From rows in several pieces. The same rows in the same pieces give the same lists."""
    import faiss  # a tenth of a second, and only needed here

    count = sum(len(piece) for piece in rows)
    lists = max(1, min(LISTS, count // SHORTEST))
    rng = np.random.default_rng(SEED)
    sample = units(_picked(rows, np.sort(rng.choice(count, min(count, LEARNT_FROM * lists), replace=False))))
    turn = np.linalg.qr(rng.standard_normal((wide, wide)))[0].astype(np.float32)
    taught = faiss.Kmeans(
        wide, lists, niter=ROUNDS, seed=SEED, min_points_per_centroid=1, max_points_per_centroid=LEARNT_FROM
    )
    taught.train(sample)
    return Lists(centres=np.asarray(taught.centroids, np.float32), turn=turn)


def _picked(pieces: Sequence[npt.NDArray[np.int8]], wanted: npt.NDArray[Any]) -> npt.NDArray[np.int8]:
    ends = np.cumsum([len(piece) for piece in pieces])
    found = []
    for piece, end in zip(pieces, ends, strict=True):
        mine = wanted[(wanted >= end - len(piece)) & (wanted < end)] - (end - len(piece))
        found.append(piece[mine])
    return np.concatenate(found)


def assigned(lists: Lists, rows: npt.NDArray[np.int8]) -> npt.NDArray[np.int32]:
    """The list of each row: that of the nearest centre."""
    far = (lists.centres**2).sum(axis=1) / 2
    made = np.empty(len(rows), np.int32)
    for first in range(0, len(rows), BLOCK):
        block = units(rows[first : first + BLOCK])
        made[first : first + len(block)] = np.argmax(block @ lists.centres.T - far, axis=1)
    return made


# --- asking ---------------------------------------------------------------------------------------------------------------


class Asked:
    """A part with lists, made ready to be asked: what of it is small is held, what is long stays mapped."""

    def __init__(self, part: Part) -> None:
        arrays = part.arrays
        self.part = part
        self.centres = np.array(arrays["centres"])
        self.turn = np.array(arrays["turn"])
        self.turned = self.centres @ self.turn
        self.long = (self.centres**2).sum(axis=1)
        self.starts = np.array(arrays["starts"])
        wide = part.space.wide
        self._looked_at = 0
        # The angle between two vectors, told by how many of their signs differ.
        self.cosine = np.cos(np.pi * np.arange(wide + 1) / wide).astype(np.float32)

    def search(self, queries: npt.NDArray[np.int8], least: float, most: int, live: npt.NDArray[np.bool_]) -> Alike:
        """`live` tells which of the part's files still hold. Scores are exact; a row may be passed over."""
        ready = units(queries)
        turned, near = ready @ self.turn, ready @ self.centres.T
        empty = Alike(query=NONE, known=NONE, score=np.zeros(0, np.float32))
        found = [empty, *(self._one(n, queries, ready, turned, near, least, most, live) for n in range(len(queries)))]
        return Alike(
            query=np.concatenate([part.query for part in found]),
            known=np.concatenate([part.known for part in found]),
            score=np.concatenate([part.score for part in found]),
        )

    def _one(
        self,
        number: int,
        queries: npt.NDArray[np.int8],
        ready: F4,
        turned: F4,
        near: F4,
        least: float,
        most: int,
        live: npt.NDArray[np.bool_],
    ) -> Alike:
        lists = self._nearest_lists(near[number])
        guess = self._guesses(lists, turned[number], near[number])
        firsts, count = self.starts[lists], np.diff(self.starts)[lists]
        before = np.cumsum(count) - count
        wanted = max(MEASURED, 2 * most)
        if live.all():
            best = _largest(guess, wanted)
            which = np.searchsorted(before, best, "right") - 1  # of equal places the last: lists before it are empty
            rows = firsts[which] + best - before[which]
        else:
            rows = np.repeat(firsts - before, count) + np.arange(len(guess))
            there = live[self.part.arrays["owner"][rows]]
            rows, guess = rows[there], guess[there]
            rows = rows[_largest(guess, wanted)]
        rows = np.sort(rows)
        self._looked_at += len(rows)
        if self._looked_at > LOOKED_AT:
            give_back(self.part.arrays["rows"])
            self._looked_at = len(rows)
        part = kept(cosines(queries[number : number + 1], self.part.arrays["rows"][rows]), least, most)
        return Alike(query=part.query + number, known=rows[part.known], score=part.score)

    def _nearest_lists(self, near: F4) -> npt.NDArray[Any]:
        away = near - self.long / 2
        probed = PROBED[self.part.count > LARGE]
        if len(away) <= probed:
            return np.arange(len(away))
        return np.sort(np.argpartition(away, len(away) - probed)[-probed:])

    def _guesses(self, lists: npt.NDArray[Any], turned: F4, near: F4) -> F4:
        """Of every row of some lists: about its cosine with the query, from its signs and its way from the centre."""
        away = turned - self.turned[lists]
        signs = np.packbits(away > 0, axis=1)
        ends = [(int(self.starts[one]), int(self.starts[one + 1])) for one in lists]
        count = [last - first for first, last in ends]
        along = self.cosine[_apart(self.part.arrays["signs"], ends, signs)] * np.repeat(
            np.linalg.norm(away, axis=1).astype(np.float32), count
        )
        reach = np.concatenate([self.part.arrays["reach"][first:last] for first, last in ends])
        base = np.repeat(near[lists] + (1 - self.long[lists]) / 2, count)
        return np.asarray(base + reach * (along - reach / 2), np.float32)


def _largest(guess: F4, wanted: int) -> npt.NDArray[np.int64]:
    """Where the largest are, in no order. Every sixteenth tells about how large they must be: most need no more of a look."""
    if len(guess) <= wanted:
        return np.arange(len(guess))
    some = guess[::SAMPLED]
    rank = min(len(some), 2 * (wanted // SAMPLED) + SAMPLED)
    there = np.flatnonzero(guess >= np.partition(some, len(some) - rank)[len(some) - rank])
    if len(there) < wanted:
        there = np.arange(len(guess))
    return there[np.argpartition(guess[there], len(there) - wanted)[-wanted:]]


def _apart(
    signs: npt.NDArray[np.uint8], ends: Sequence[tuple[int, int]], mine: npt.NDArray[np.uint8]
) -> npt.NDArray[np.int32]:
    """How many signs differ of every row of some lists; of each list from signs of its own."""
    import faiss

    swig: Any = faiss  # its types leave out what it wraps as it is
    differ = np.empty(sum(last - first for first, last in ends), np.int32)
    at = 0
    for place, (first, last) in enumerate(ends):
        if last > first:
            swig.hammings(
                swig.swig_ptr(mine[place : place + 1]),
                swig.swig_ptr(np.ascontiguousarray(signs[first:last])),
                1,
                last - first,
                signs.shape[1],
                swig.swig_ptr(differ[at : at + last - first]),
            )
        at += last - first
    return differ
