"""What every store of descriptors promises, as tests: the answers of the reference, whatever came in, went or broke."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from firsthand.port import Descriptors, Hits, Space, Vectors
from firsthand.record.digest import sha256
from firsthand.record.fault import BadDigest, BadReading, BadValue, OtherModel
from firsthand.store.memory import MemoryDescriptors

MODEL, OTHER = sha256(b"a model"), sha256(b"another model")
NUMBERS = Space(model=MODEL, wide=64)
BITS = Space(model=sha256(b"pdq/1"), wide=256, bits=True)


def named(number: int) -> str:
    return sha256(f"film {number}".encode())


def film(space: Space, number: int, *, length: int = 40, still: bool = False, kind: str = "i1") -> Vectors:
    """Vectors that go their way from one picture to the next; of one picture only where it is still."""
    rng = np.random.default_rng(number)
    if space.bits:
        flips = rng.random((length, space.wide)) < 0.04
        bits = np.logical_xor.accumulate(np.vstack([rng.random((1, space.wide)) < 0.5, flips[1:]]), axis=0)
        rows: npt.NDArray[Any] = np.packbits(bits, axis=1)
    else:
        walk = rng.standard_normal(space.wide) * 3 + np.cumsum(rng.standard_normal((length, space.wide)) * 0.4, axis=0)
        rows = (walk / np.linalg.norm(walk, axis=1, keepdims=True)).astype(np.float32)
        rows = rows if kind == "f4" else np.rint(rows / np.abs(rows).max(axis=1, keepdims=True) * 127).astype(np.int8)
    rows = np.repeat(rows[:1], length, axis=0) if still else rows
    return Vectors(file=named(number), model=space.model, rows=rows[:length], at=np.arange(length) * 1.0)


def copied(space: Space, number: int, first: int, count: int) -> npt.NDArray[Any]:
    """A stretch of a film as a copy has it: near, not the same."""
    rows, rng = film(space, number).rows[first : first + count], np.random.default_rng(1000 + number)
    if space.bits:
        flipped = np.unpackbits(rows, axis=1) ^ (rng.random((len(rows), space.wide)) < 0.05)
        return np.asarray(np.packbits(flipped, axis=1))
    return np.asarray(np.clip(rows + np.rint(rng.standard_normal(rows.shape) * 12), -127, 127), np.int8)


def told(found: Hits) -> list[tuple[int, str, int, float, float]]:
    """Every hit, in its order."""
    columns = zip(found.query, found.file, found.row, found.at, found.score, strict=True)
    return [(int(q), found.names[f], int(r), float(a), round(float(s), 5)) for q, f, r, a, s in columns]


class DescriptorsSuite(ABC):
    """Subclass it with a name that begins with Test, and say how a store of yours is made in a folder.

    `exact` False: a store that may pass over a row; then the best of each query must still be what the reference says.
    """

    exact = True
    kinds: tuple[bool, ...] = (False, True)

    @abstractmethod
    def make(self, folder: Path, space: Space) -> Descriptors:
        """A store over what is kept in a folder: the first time an empty one, later one that knows what it knew."""

    @pytest.fixture(params=["numbers", "bits"])
    def space(self, request: pytest.FixtureRequest) -> Space:
        return BITS if request.param == "bits" else NUMBERS

    def pair(self, folder: Path, space: Space, *vectors: Vectors) -> tuple[Descriptors, MemoryDescriptors]:
        store, reference = self.make(folder, space), MemoryDescriptors(space)
        store.add(*vectors)
        reference.add(*vectors)
        return store, reference

    def same(self, store: Descriptors, reference: MemoryDescriptors, queries: npt.NDArray[Any]) -> None:
        assert list(store.files()) == list(reference.files()) and store.count() == reference.count()
        for most, least in ((1, -1.0), (5, 0.5), (300, 0.8), (7, 1.0)):
            model = store.space.model
            mine = told(store.search(queries, model=model, most=most, least=least))
            theirs = told(reference.search(queries, model=model, most=most, least=least))
            if self.exact:
                assert mine == theirs
            else:
                assert {hit[:3] for hit in mine} <= {hit[:3] for hit in theirs} or most > 1
                assert [hit[4] for hit in mine if hit[4] >= 0.9][:1] == [hit[4] for hit in theirs if hit[4] >= 0.9][:1]

    def test_an_empty_one(self, tmp_path: Path, space: Space) -> None:
        store = self.make(tmp_path, space)
        found = store.search(film(space, 1).rows, model=space.model, most=3, least=-1.0)
        assert told(found) == [] and list(store.files()) == [] and store.count() == 0 and store.space == space
        store.remove(named(1))
        store.add()
        assert store.count() == 0

    def test_one_vector(self, tmp_path: Path, space: Space) -> None:
        one = film(space, 1, length=1)
        store, reference = self.pair(tmp_path, space, one)
        self.same(store, reference, one.rows)
        ((query, file, row, at, score),) = told(store.search(one.rows, model=space.model, most=9, least=0.0))
        assert (query, file, row, at) == (0, named(1), 0, 0.0) and score == pytest.approx(1.0, abs=1e-5)

    def test_no_vector(self, tmp_path: Path, space: Space) -> None:
        store, reference = self.pair(tmp_path, space, film(space, 1, length=0), film(space, 2))
        self.same(store, reference, film(space, 2).rows)
        assert named(1) in store.files() and store.count() == 40
        assert told(store.search(film(space, 1).rows[:0], model=space.model, most=3, least=0.0)) == []

    def test_copies_among_many(self, tmp_path: Path, space: Space) -> None:
        store, reference = self.pair(tmp_path, space, *(film(space, number) for number in range(30)))
        queries = np.concatenate([copied(space, number, 3 * number % 20, 6) for number in (3, 7, 29)])
        self.same(store, reference, queries)
        best = told(store.search(queries, model=space.model, most=1, least=0.5))
        assert [hit[1] for hit in best] == [named(number) for number in (3, 7, 29) for _ in range(6)]
        assert {(hit[0], hit[2]) for hit in best[:6]} == {(place, 9 + place) for place in range(6)}

    def test_what_it_knew(self, tmp_path: Path, space: Space) -> None:
        store, reference = self.pair(tmp_path, space, film(space, 1), film(space, 2))
        for number in (3, 4, 5):
            store.add(film(space, number))
            reference.add(film(space, number))
        self.same(self.make(tmp_path, space), reference, copied(space, 4, 0, 9))

    def test_another_instead(self, tmp_path: Path, space: Space) -> None:
        store, reference = self.pair(tmp_path, space, film(space, 1), film(space, 2))
        instead = Vectors(file=named(1), model=space.model, rows=film(space, 9).rows[:7], at=np.arange(7) + 100.0)
        for kept in (store, reference):
            kept.add(instead)
            kept.add(instead)
        self.same(store, reference, np.concatenate([film(space, 1).rows, film(space, 9).rows]))
        self.same(self.make(tmp_path, space), reference, film(space, 9).rows)

    def test_removed(self, tmp_path: Path, space: Space) -> None:
        store, reference = self.pair(tmp_path, space, *(film(space, number) for number in range(6)))
        for kept in (store, reference):
            kept.remove(named(0), named(3), named(99))
        self.same(store, reference, film(space, 3).rows)
        self.same(self.make(tmp_path, space), reference, film(space, 3).rows)
        for kept in (store, reference):
            kept.add(film(space, 3))
        self.same(store, reference, film(space, 3).rows)

    def test_ten_thousand_times_the_same_picture(self, tmp_path: Path, space: Space) -> None:
        """They are held once, and one query of it does not crowd out the film that is like it."""
        static = film(space, 1, length=10_000, still=True)
        store, reference = self.pair(tmp_path, space, static, film(space, 2))
        assert store.count() == 41
        found = told(store.search(static.rows[:3], model=space.model, most=2, least=-1.0))
        assert [hit[1] for hit in found] == [named(1), named(2)] * 3 and [hit[2] for hit in found[::2]] == [0, 0, 0]
        self.same(store, reference, static.rows[:3])

    def test_many_files_all_the_same(self, tmp_path: Path, space: Space) -> None:
        one = film(space, 1, length=5)
        same = [Vectors(file=named(number), model=one.model, rows=one.rows, at=one.at) for number in range(200)]
        store, reference = self.pair(tmp_path, space, *same)
        self.same(store, reference, one.rows)
        assert len(told(store.search(one.rows, model=space.model, most=11, least=0.9))) == 55

    def test_versions_are_never_mixed(self, tmp_path: Path, space: Space) -> None:
        store, reference = self.pair(tmp_path, space, film(space, 1))
        strange = Vectors(file=named(2), model=OTHER, rows=film(space, 2).rows, at=film(space, 2).at)
        with pytest.raises(OtherModel, match=OTHER[:12]):
            store.add(film(space, 3), strange)
        with pytest.raises(OtherModel):
            store.search(film(space, 1).rows, model=OTHER, most=1, least=0.0)
        self.same(store, reference, film(space, 3).rows)

    def test_two_spaces_in_one_folder(self, tmp_path: Path) -> None:
        other = Space(model=OTHER, wide=NUMBERS.wide)
        store, reference = self.pair(tmp_path, NUMBERS, film(NUMBERS, 1))
        beside = self.make(tmp_path, other)
        assert beside.count() == 0
        beside.add(film(other, 2))
        self.same(self.make(tmp_path, NUMBERS), reference, film(NUMBERS, 2).rows)
        self.same(store, reference, film(NUMBERS, 2).rows)

    def test_what_does_not_fit(self, tmp_path: Path, space: Space) -> None:
        store, reference = self.pair(tmp_path, space, film(space, 1))
        good = film(space, 2)
        bad = [
            Vectors(file=good.file, model=good.model, rows=good.rows[:, :-8], at=good.at),
            Vectors(file=good.file, model=good.model, rows=good.rows, at=good.at[:-1]),
            Vectors(file=good.file, model=good.model, rows=good.rows, at=good.at * np.nan),
            Vectors(file=good.file, model=good.model, rows=good.rows.astype(np.float64), at=good.at),
            Vectors(file=good.file, model=good.model, rows=good.rows[0], at=good.at[:1]),
        ]
        for one in bad:
            with pytest.raises(BadReading):
                store.add(film(space, 3), one)
        with pytest.raises(BadDigest):
            store.add(Vectors(file="../../etc", model=good.model, rows=good.rows, at=good.at))
        with pytest.raises(BadReading):
            store.search(good.rows[0], model=space.model, most=1, least=0.0)
        for most, least in ((0, 0.0), (1, 2.0), (1, float("nan"))):
            with pytest.raises(BadValue):
                store.search(good.rows, model=space.model, most=most, least=least)
        self.same(store, reference, film(space, 3).rows)

    def test_numbers_that_are_none_and_vectors_of_zeros(self, tmp_path: Path) -> None:
        zeros = Vectors(file=named(1), model=MODEL, rows=np.zeros((3, NUMBERS.wide), np.float32), at=np.arange(3.0))
        store, reference = self.pair(tmp_path, NUMBERS, zeros, film(NUMBERS, 2, kind="f4"))
        self.same(store, reference, film(NUMBERS, 2, kind="f4").rows)
        assert told(store.search(zeros.rows, model=MODEL, most=5, least=0.1)) == []
        broken = film(NUMBERS, 3, kind="f4")
        broken.rows[4, 4] = np.inf
        with pytest.raises(BadReading):
            store.add(broken)
