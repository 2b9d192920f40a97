"""Which pairs of many files are worth comparing: those with a near picture, a like descriptor or common landmarks of sound."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import FORMS, forms

from .descriptors import Described
from .footage import Film
from .near import NONE, exhaustive, in_bytes, nearest, once
from .sound import Heard

Pair = tuple[str, str]
COSINE = 0.4  # of two learned vectors, from which their films are compared
MOST = 300  # near pictures that one picture may bring into question
FILES = 64  # files that one file may bring into question by either kind of picture: the most alike
ASKED = (
    200_000  # pictures that are asked for, of all files together: of many and long files some, spread over their length
)
EACH = 24  # of one file at least
SHARED = 64  # files that have a landmark in common at most, for it to tell anything


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


# look(model's digest, queries i1[n,size], least cosine, most) -> what is near: every_row of some files, or an index over them.
Look = Callable[[str, npt.NDArray[np.int8], float, int], Hits]


def every_row(files: Mapping[str, Described]) -> Look:
    """All rows that an index would keep of some files, each compared: the oracle of every index."""
    kept: dict[str, tuple[list[str], npt.NDArray[np.int8], npt.NDArray[np.int64]]] = {}
    for model in {one.sha256 for one in files.values()}:
        names = sorted(name for name, one in files.items() if one.sha256 == model)
        rows = [in_bytes(files[name].vectors[files[name].reference]) for name in names]
        kept[model] = names, np.concatenate(rows), _owners([len(part) for part in rows])

    def look(model: str, queries: npt.NDArray[np.int8], least: float, most: int) -> Near:
        if model not in kept:
            return Near(names=(), query=NONE, file=NONE, score=np.zeros(0, np.float32))
        names, known, owner = kept[model]
        near = nearest(queries, known, least, most)
        return Near(names=names, query=near.query, file=owner[near.known], score=near.score)

    return look


def by_vectors(files: Mapping[str, Described], look: Look, asking: Iterable[str] | None = None) -> set[Pair]:
    """Pairs with a like learned vector; of one model each. `asking` are files that are asked for, all where none are named.

    All views of a file are asked for, against what an index keeps of the others: whole pictures, and what lies in their bars.
    """
    wanted = sorted(files if asking is None else set(asking) & set(files))
    found: set[Pair] = set()
    for name in wanted:
        queries = _spread(in_bytes(files[name].vectors), len(wanted))
        found |= likest(name, look(files[name].sha256, queries, COSINE, MOST))
    return found


def by_pictures(films: Mapping[str, Film], within: int, asking: Iterable[str] | None = None) -> set[Pair]:
    """Pairs with a picture that is near by its coarse shape (PDQ), mirrored too."""
    names = sorted(films)
    wanted = set(names) if asking is None else set(asking) & set(names)
    if not names:
        return set()
    rows = [films[name].hashes[films[name].good] for name in names]
    known, owner = np.concatenate(rows), _owners([len(part) for part in rows])
    found: set[Pair] = set()
    for place, name in enumerate(names):
        if name in wanted:
            for turned in forms(_spread(rows[place], len(wanted)), (0, FORMS.index("mirrored"))):
                near = exhaustive(turned, known, within, MOST)
                hits = Near(names=names, query=near.query, file=owner[near.known], score=1 - near.bits / 256)
                found |= likest(name, hits)
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


def by_sound(files: Mapping[str, Heard], least: int) -> set[Pair]:
    """Pairs with `least` landmarks of sound in common."""
    names = sorted(files)
    if not names:
        return set()
    each = [np.unique(files[name].hashes) for name in names]
    hashes, owner = np.concatenate(each), _owners([len(part) for part in each])
    order = np.lexsort((owner, hashes))
    hashes, owner = hashes[order], owner[order]
    common: Counter[tuple[int, int]] = Counter()
    for sharing in np.split(owner, np.flatnonzero(np.diff(hashes)) + 1):
        if 1 < len(sharing) <= SHARED:
            common.update(combinations(sharing.tolist(), 2))
    return {(names[a], names[b]) for (a, b), count in common.items() if count >= least}
