"""Which pairs of many files are worth comparing: those with a near picture, a like descriptor or common landmarks of sound."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import FORMS, forms
from firsthand.record.digest import sha256

from .near import NONE, exhaustive, nearest, once
from .sketch import Sketch

Pair = tuple[str, str]
PDQ = sha256(b"pdq/1")  # the name of the rule, where an index asks for a model
COSINE = 0.4  # of two learned vectors, from which their films are compared
MOST = 300  # near pictures that one picture may bring into question
FILES = 64  # files that one file may bring into question by either kind of picture: the most alike
ASKED = (
    200_000  # pictures that are asked for, of all files together: of many and long files some, spread over their length
)
EACH = 24  # of one file at least
SHARED = 64  # files that have a landmark in common at most, for it to tell anything
AT_ONCE = 4_000_000  # landmarks of all files, and pairs of them, that are looked at together


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Rows near those asked for: `query` which one, `file` whose row (a place in `names`), `score` how like they are."""

    names: Sequence[str]
    query: npt.NDArray[Any]
    file: npt.NDArray[Any]
    score: npt.NDArray[Any]


class Hits(Protocol):
    """What an index gives back (port.Hits), or a search of all (Near)."""

    @property
    def names(self) -> Sequence[str]: ...
    @property
    def query(self) -> npt.NDArray[Any]: ...
    @property
    def file(self) -> npt.NDArray[Any]: ...
    @property
    def score(self) -> npt.NDArray[Any]: ...


# look(model's digest, queries i1[n,size] or u1[n,32], least score, most) -> what is near: every row, or an index over them.
Look = Callable[[str, npt.NDArray[Any], float, int], Hits]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How near pictures are looked for among all files: by their hashes, and by their learned vectors."""

    pictures: Look
    vectors: Look

    @classmethod
    def over(cls, files: Mapping[str, Sketch]) -> "Looks":
        """Every row of some files, each compared: the oracle of every index."""
        return cls(pictures=every_picture(files), vectors=every_row(files))


def every_row(files: Mapping[str, Sketch]) -> Look:
    """All vectors that an index would keep of some files."""
    described = {name: one.rows for name, one in files.items() if one.rows is not None}
    kept: dict[str, tuple[list[str], npt.NDArray[np.int8], npt.NDArray[np.int64]]] = {}
    for model in {one.model for one in described.values()}:
        names = sorted(name for name, one in described.items() if one.model == model)
        rows = [described[name].rows[described[name].reference] for name in names]
        kept[model] = names, np.concatenate(rows), _owners([len(part) for part in rows])

    def look(model: str, queries: npt.NDArray[np.int8], least: float, most: int) -> Near:
        if model not in kept:
            return Near(names=(), query=NONE, file=NONE, score=np.zeros(0, np.float32))
        names, known, owner = kept[model]
        near = nearest(queries, known, least, most)
        return Near(names=names, query=near.query, file=owner[near.known], score=near.score)

    return look


def every_picture(files: Mapping[str, Sketch]) -> Look:
    """All hashes of some files."""
    names = sorted(files)
    rows = [np.zeros((0, 32), np.uint8), *(files[name].pictures for name in names)]
    known, owner = np.concatenate(rows), _owners([len(part) for part in rows[1:]])

    def look(model: str, queries: npt.NDArray[np.uint8], least: float, most: int) -> Near:
        near = exhaustive(queries, known, round((1 - least) * 256), most)
        score = np.asarray(1 - near.bits / np.float32(256), np.float32)
        return Near(names=names, query=near.query, file=owner[near.known], score=score)

    return look


def by_vectors(files: Mapping[str, Sketch], look: Look, asking: Iterable[str] | None = None) -> set[Pair]:
    """Pairs with a like learned vector; of one model each. `asking` are files that are asked for, all where none are named.

    All views of a file are asked for, against what an index keeps of the others: whole pictures, and what lies in their bars.
    """
    wanted = sorted(files if asking is None else set(asking) & set(files))
    found: set[Pair] = set()
    for name in wanted:
        if (mine := files[name].rows) is not None:
            found |= likest(name, look(mine.model, _spread(mine.rows, len(wanted)), COSINE, MOST))
    return found


def by_pictures(files: Mapping[str, Sketch], within: int, look: Look, asking: Iterable[str] | None = None) -> set[Pair]:
    """Pairs with a picture that is near by its coarse shape (PDQ), mirrored too."""
    wanted = sorted(files if asking is None else set(asking) & set(files))
    found: set[Pair] = set()
    for name in wanted:
        if len(files[name].pictures):
            for turned in forms(_spread(files[name].pictures, len(wanted)), (0, FORMS.index("mirrored"))):
                found |= likest(name, look(PDQ, turned, 1 - within / 256, MOST))
    return found


def _owners(counts: list[int]) -> npt.NDArray[np.int64]:
    return np.repeat(np.arange(len(counts)), counts)


def _spread(rows: npt.NDArray[Any], files: int) -> npt.NDArray[Any]:
    """Rows that differ, thinned evenly where all files together have too many."""
    different = once(rows)
    most = max(EACH, ASKED // max(1, files))
    if len(different) > most:
        different = different[np.linspace(0, len(different) - 1, most).astype(int)]
    return rows[different]


def likest(name: str, near: Hits) -> set[Pair]:
    """The files most alike: each picture asked for votes once for a file, by its best likeness."""
    best: dict[tuple[int, int], float] = {}
    for file, asked, likeness in zip(near.file.tolist(), near.query.tolist(), near.score.tolist(), strict=True):
        best[file, asked] = max(likeness, best.get((file, asked), 0.0))
    votes: defaultdict[str, float] = defaultdict(float)
    for (file, _), likeness in best.items():
        votes[near.names[file]] += likeness
    votes.pop(name, None)
    kept = sorted(votes, key=lambda file: (-votes[file], file))[:FILES]
    return {(min(name, file), max(name, file)) for file in kept}


def by_sound(files: Mapping[str, Sketch], least: int, asking: Iterable[str] | None = None) -> set[Pair]:
    """Pairs with `least` landmarks of sound in common: by landmark, which files have it; a range of landmarks at a time."""
    names = sorted(name for name, one in files.items() if len(one.landmarks))
    asked = np.array([asking is None or name in asking for name in names], np.bool_)
    common: Counter[int] = Counter()
    for hashes, owner in _ranges([files[name].landmarks for name in names], asked):
        for pair, count in _pairs(hashes, owner, asked, len(names)):
            common.update(dict(zip(pair.tolist(), count.tolist(), strict=True)))
    found = [divmod(pair, len(names)) for pair, count in common.items() if count >= least]
    return {(names[a], names[b]) for a, b in found}


def _ranges(
    each: Sequence[npt.NDArray[np.uint32]], asked: npt.NDArray[np.bool_]
) -> Iterator[tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]]:
    """(landmarks in order, whose each is), of some files in as many ranges as bound what is held; where only some files are
    asked for, of the landmarks that they have."""
    whole = sum(len(part) for part in each)
    ends = np.linspace(0, 1 << 32, whole // AT_ONCE + 2).astype(np.int64)
    for low, high in pairwise(ends.tolist()):
        parts = [part[np.searchsorted(part, low) : np.searchsorted(part, high)] for part in each]
        hashes, owner = np.concatenate([np.zeros(0, np.uint32), *parts]), _owners([len(part) for part in parts])
        if not asked.all():
            theirs = np.isin(hashes, np.unique(hashes[asked[owner]]))
            hashes, owner = hashes[theirs], owner[theirs]
        order = np.argsort(hashes, kind="stable")  # owners stay in order within a landmark
        yield hashes[order], owner[order]


def _pairs(
    hashes: npt.NDArray[np.uint32], owner: npt.NDArray[np.int64], asked: npt.NDArray[np.bool_], files: int
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """(pairs of files as one number, how many landmarks they share); of landmarks that few files have."""
    starts = np.flatnonzero(np.r_[True, np.diff(hashes) != 0]) if len(hashes) else NONE
    sharing = np.diff(np.r_[starts, len(hashes)])
    left = np.repeat(starts + sharing, sharing) - np.arange(len(hashes)) - 1  # how many files stand after it
    left[np.repeat(sharing > SHARED, sharing)] = 0
    whole = np.r_[0, np.cumsum(left)]
    at = 0
    while at < len(hashes):
        last = max(at + 1, int(np.searchsorted(whole, whole[at] + AT_ONCE, "right")) - 1)
        count = left[at:last]
        one = np.repeat(np.arange(at, last), count)
        two = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
        both = asked[owner[one]] | asked[owner[two]]
        yield np.unique(owner[one[both]] * files + owner[two[both]], return_counts=True)
        at = last
