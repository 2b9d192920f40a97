"""The case's index of descriptors: kept up with the readings, made again from nothing, one a model."""

import shutil
from pathlib import Path

from firsthand.desk.descriptors import in_folder, looks_over
from firsthand.method.trace.candidates import by_vectors, every_row
from firsthand.port import Space
from firsthand.store.memory import MemoryDescriptors
from tests.method.trace.test_candidates import MODEL, OTHER, described, name


def test_an_index_brings_into_question_what_comparing_all_does(tmp_path: Path) -> None:
    files = {name(n): described(n % 12, noise=0.3 * (n // 12)) for n in range(30)} | {
        name(40): described(1, model=OTHER)
    }
    wanted = by_vectors(files, every_row(files))
    assert len(wanted) == 24
    for make in (in_folder(tmp_path), MemoryDescriptors):
        assert by_vectors(files, looks_over(files, make).vectors) == wanted
    shutil.rmtree(tmp_path / "cache")
    assert by_vectors(files, looks_over(files, in_folder(tmp_path)).vectors) == wanted


def test_it_is_kept_up(tmp_path: Path) -> None:
    make = in_folder(tmp_path)
    first = {name(n): described(n) for n in range(4)}
    looks_over(first, make)
    second = {name(n): described(n) for n in range(2, 7)} | {name(9): described(3)}
    assert by_vectors(second, looks_over(second, make).vectors) == {tuple(sorted((name(3), name(9))))}
    assert list(make(Space(model=MODEL, wide=256)).files()) == sorted(second)
