"""Descriptors in files: the answers of the reference, small and by lists; torn, deleted and crashed."""

import os
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

from firsthand.port import Descriptors, Space, Vectors
from firsthand.record.fault import BadReading, WriteFailed
from firsthand.store import disk
from firsthand.store.memory import MemoryDescriptors
from firsthand.store.vectors_file import give_back, take
from firsthand.store.vectors_folder import FolderDescriptors
from firsthand.testing.descriptors import BITS, MODEL, NUMBERS, DescriptorsSuite, copied, film, named, told


class TestSmall(DescriptorsSuite):
    def make(self, folder: Path, space: Space) -> Descriptors:
        return FolderDescriptors(folder, space)


class TestByLists(DescriptorsSuite):
    """So few rows that all lists are looked into and all rows measured: then nothing may be passed over."""

    def make(self, folder: Path, space: Space) -> Descriptors:
        return FolderDescriptors(folder, space, flat=16)


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.vectors"))


def test_many_rows_by_lists_are_found(tmp_path: Path) -> None:
    films = [film(NUMBERS, number, length=300) for number in range(100)]
    store, reference = FolderDescriptors(tmp_path, NUMBERS, flat=5_000), MemoryDescriptors(NUMBERS)
    for first in range(0, 100, 20):
        store.add(*films[first : first + 20])
    reference.add(*films)
    assert any(take(path).listed for path in parts(tmp_path)) and store.count() == 30_000
    queries = np.concatenate([copied(NUMBERS, number, 0, 5) for number in range(0, 100, 5)])
    mine, theirs = (told(s.search(queries, model=MODEL, most=10, least=0.0)) for s in (store, reference))
    found = {hit[:3] for hit in mine} & {hit[:3] for hit in theirs}
    assert len(found) >= 0.97 * len(theirs)
    scores = {hit[:3]: hit[4] for hit in theirs}
    assert all(scores[hit[:3]] == hit[4] for hit in mine if hit[:3] in scores), "scores are exact"


def test_pages_that_were_given_back_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderDescriptors(tmp_path, NUMBERS, flat=1_000)
    store.add(*(film(NUMBERS, number, length=300) for number in range(20)))
    queries = copied(NUMBERS, 3, 0, 30)
    once = told(store.search(queries, model=MODEL, most=10, least=0.0))
    monkeypatch.setattr("firsthand.store.vectors_lists.LOOKED_AT", 1)
    assert told(store.search(queries, model=MODEL, most=10, least=0.0)) == once and len(once) == 300
    give_back(np.zeros(3))  # what is not mapped is left alone


def test_the_same_from_nothing(tmp_path: Path) -> None:
    """Deleted and made again it gives the same answers."""
    films = [film(NUMBERS, number, length=200) for number in range(40)]
    queries = copied(NUMBERS, 7, 0, 20)
    answers = []
    for place in ("one", "two"):
        store = FolderDescriptors(tmp_path / place, NUMBERS, flat=3_000)
        store.add(*films[:20])
        store.add(*films[20:])
        answers.append(told(store.search(queries, model=MODEL, most=20, least=0.0)))
    assert answers[0] == answers[1] and len(answers[0]) == 400


def test_small_parts_become_one(tmp_path: Path) -> None:
    store = FolderDescriptors(tmp_path, BITS)
    for number in range(30):
        store.add(film(BITS, number, length=3))
    assert len(parts(tmp_path)) <= 9 and store.count() == 90
    store.add(film(BITS, 4, length=2))
    assert store.count() == 89


@pytest.mark.parametrize("cut", [0, 10, 30, 400, -1])
def test_a_torn_part_is_passed_over_and_can_be_added_again(tmp_path: Path, cut: int) -> None:
    store = FolderDescriptors(tmp_path, NUMBERS)
    store.add(film(NUMBERS, 1))
    store.add(film(NUMBERS, 2))
    torn = parts(tmp_path)[0]
    os.truncate(torn, cut if cut >= 0 else torn.stat().st_size - 1)
    with pytest.raises(BadReading):
        take(torn)
    again = FolderDescriptors(tmp_path, NUMBERS)
    assert list(again.files()) == [named(2)]
    again.add(film(NUMBERS, 1))
    assert FolderDescriptors(tmp_path, NUMBERS).count() == 80


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"count":40', b'"count":39'),
        (b'"count":40', b'"count":-1'),
        (b'"number":1', b'"number":"'),
        (b'"lists":0', b'"lists":9'),
        (b'"wide":64', b'"wide":63'),
        (b"firsthand-vectors/1", b"firsthand-vectors/2"),
    ],
)
def test_a_hostile_head_is_no_part(tmp_path: Path, old: bytes, new: bytes) -> None:
    FolderDescriptors(tmp_path, NUMBERS).add(film(NUMBERS, 1))
    (part,) = parts(tmp_path)
    data = part.read_bytes()
    assert old in data
    part.unlink()
    part.write_bytes(data.replace(old, new, 1))
    with pytest.raises(BadReading):
        take(part)


def test_rows_that_belong_to_nobody_are_refused(tmp_path: Path) -> None:
    FolderDescriptors(tmp_path, NUMBERS).add(film(NUMBERS, 1))
    (part,) = parts(tmp_path)
    data, rows = bytearray(part.read_bytes()), film(NUMBERS, 1).rows.tobytes()
    owner = data.index(rows) + len(rows)
    data[owner : owner + 4] = (7).to_bytes(4, "little")
    part.unlink()
    part.write_bytes(bytes(data))
    with pytest.raises(BadReading, match="fit together"):
        take(part)


def test_a_failed_write_leaves_what_was(tmp_path: Path) -> None:
    store = FolderDescriptors(tmp_path, NUMBERS)
    store.add(film(NUMBERS, 1))
    with (
        mock.patch.object(disk, "sync", side_effect=WriteFailed("the disk did not keep it")),
        pytest.raises(WriteFailed),
    ):
        store.add(film(NUMBERS, 2))
    assert store.files() == (named(1),) and len(parts(tmp_path)) == 1
    assert not list(tmp_path.glob("*/.new-*"))


def test_stopped_between_the_new_part_and_the_old_ones(tmp_path: Path) -> None:
    """Both are there: the newer has the word, and nothing is counted twice."""
    store = FolderDescriptors(tmp_path, NUMBERS, flat=100)
    store.add(film(NUMBERS, 1), film(NUMBERS, 2))
    with mock.patch.object(Path, "unlink", side_effect=OSError("stopped")):
        store.add(film(NUMBERS, 3))
    assert len(parts(tmp_path)) == 3
    again = FolderDescriptors(tmp_path, NUMBERS, flat=100)
    assert again.count() == 120 and again.files() == tuple(sorted(named(number) for number in (1, 2, 3)))
    found = told(again.search(film(NUMBERS, 2).rows[:1], model=MODEL, most=3, least=-1.0))
    assert len({hit[:3] for hit in found}) == 3
    again.remove(named(2))
    assert again.files() == tuple(sorted([named(1), named(3)])) and again.count() == 80


def test_two_programs_at_once(tmp_path: Path) -> None:
    one, two = FolderDescriptors(tmp_path, NUMBERS, flat=100), FolderDescriptors(tmp_path, NUMBERS, flat=100)
    for number in range(6):
        (one, two)[number % 2].add(film(NUMBERS, number))
    assert one.files() == two.files() and one.count() == two.count() == 240
    queries = film(NUMBERS, 3).rows
    answers = [told(s.search(queries, model=MODEL, most=5, least=0.0)) for s in (one, two)]
    assert answers[0] == answers[1]


def test_files_of_another_space_in_its_place(tmp_path: Path) -> None:
    other = Space(model=MODEL, wide=128)
    FolderDescriptors(tmp_path, NUMBERS).add(film(NUMBERS, 1))
    FolderDescriptors(tmp_path, other).add(
        Vectors(file=named(5), model=MODEL, rows=np.ones((2, 128), np.int8), at=np.arange(2))
    )
    mine, theirs = (FolderDescriptors(tmp_path, space) for space in (NUMBERS, other))
    (moved,) = [path for path in parts(tmp_path) if take(path).space == other]
    (target,) = [path.parent for path in parts(tmp_path) if take(path).space == NUMBERS]
    moved.rename(target / "000000000009-aaaaaaaa.vectors")
    assert mine.files() == (named(1),) and theirs.files() == ()
