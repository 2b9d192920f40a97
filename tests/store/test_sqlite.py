"""The index in SQLite keeps the port's promises, and comes back the same after any damage."""

import sqlite3
import threading
from pathlib import Path

import pytest

from firsthand.record.fault import CaseBusy, DiskFull, WriteFailed
from firsthand.store import disk
from firsthand.store.memory import MemoryIndex, MemoryLedger
from firsthand.store.sqlite import SqliteIndex
from firsthand.testing.author import Author
from firsthand.testing.index import FILE, IndexSuite, answers, sighting


class TestSqliteIndex(IndexSuite):
    def make(self, folder: Path) -> SqliteIndex:
        (folder / "cache").mkdir(exist_ok=True)
        return SqliteIndex(folder)


class TestMemoryIndex(IndexSuite):
    def make(self, folder: Path) -> MemoryIndex:
        return MemoryIndex()


@pytest.fixture(scope="module")
def ledger() -> MemoryLedger:
    made = MemoryLedger()
    for name in "AB":
        Author(name).write(made, *[sighting(url=str(number)) for number in range(300)])
    return made


@pytest.fixture(scope="module")
def expected(ledger: MemoryLedger) -> list[object]:
    reference = MemoryIndex()
    reference.refresh(ledger)
    return answers(reference, [FILE])


def base(folder: Path) -> Path:
    return folder / "cache" / "index.sqlite"


def filled(folder: Path, ledger: MemoryLedger) -> SqliteIndex:
    index = SqliteIndex(folder)
    index.refresh(ledger)
    return index


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_bytes(b"not a database at all" * 1000),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 // 4096 * 4096]),
    "torn": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 77]),
    "header": lambda path: flip(path, 20),
    "schema": lambda path: flip(path, 4000),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage, ledger: MemoryLedger, expected: list[object]) -> None:
    filled(tmp_path, ledger).close()
    damage(base(tmp_path))
    index = SqliteIndex(tmp_path)
    index.refresh(ledger)
    assert answers(index, [FILE]) == expected
    index.close()


def test_a_page_that_is_damaged_while_it_is_open(tmp_path: Path, ledger: MemoryLedger, expected: list[object]) -> None:
    filled(tmp_path, ledger).close()
    index = SqliteIndex(tmp_path)
    index.refresh(ledger)
    data = bytearray(base(tmp_path).read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    base(tmp_path).write_bytes(data)
    assert answers(index, [FILE]) == expected
    index.close()


EDITS = {
    "a row left out": "DELETE FROM entries WHERE place = 7",
    "rows of no log": "INSERT INTO entries VALUES (99, 0, x'00', 'claim', '')",
    "another root": "UPDATE logs SET root = x'00'",
    "a log left out": "DELETE FROM logs WHERE number = 1",
    "a table left out": "DROP TABLE refs",
    "of a later version": "PRAGMA user_version = 99",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edited_cache_is_made_anew(tmp_path: Path, edit: str, ledger: MemoryLedger, expected: list[object]) -> None:
    filled(tmp_path, ledger).close()
    other = sqlite3.connect(base(tmp_path))
    other.execute(edit)
    other.commit()
    other.close()
    index = SqliteIndex(tmp_path)
    index.refresh(ledger)
    assert answers(index, [FILE]) == expected
    index.close()


def test_an_edge_that_was_edited_shows_when_the_log_goes_on(tmp_path: Path) -> None:
    ledger, author = MemoryLedger(), Author("A")
    author.write(ledger, sighting(), sighting())
    filled(tmp_path, ledger).close()
    other = sqlite3.connect(base(tmp_path))
    other.execute("UPDATE logs SET edge = zeroblob(length(edge))")
    other.commit()
    other.close()
    author.write(ledger, sighting())
    index, reference = filled(tmp_path, ledger), MemoryIndex()
    reference.refresh(ledger)
    assert answers(index, [FILE]) == answers(reference, [FILE])
    index.close()


def test_two_programs_over_one_cache(tmp_path: Path) -> None:
    ledger, author = MemoryLedger(), Author("A")
    author.write(ledger, sighting())
    one, two, reference = filled(tmp_path, ledger), SqliteIndex(tmp_path), MemoryIndex()
    for _ in range(3):
        author.write(ledger, sighting())
        two.refresh(ledger)
        one.refresh(ledger)
        reference.refresh(ledger)
        assert answers(one, [FILE]) == answers(two, [FILE]) == answers(reference, [FILE])
    one.close()
    two.close()


def test_a_cache_that_another_program_holds(
    tmp_path: Path, ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path, ledger).close()
    other = sqlite3.connect(base(tmp_path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(disk, "PATIENCE", 0.05)
    with pytest.raises(CaseBusy):
        SqliteIndex(tmp_path).refresh(ledger)
    other.close()


def test_a_place_that_cannot_hold_a_cache(tmp_path: Path, ledger: MemoryLedger) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    with pytest.raises(WriteFailed):
        SqliteIndex(tmp_path).refresh(ledger)
    (tmp_path / "cache").unlink()
    base(tmp_path).mkdir(parents=True)
    with pytest.raises(WriteFailed):
        SqliteIndex(tmp_path).refresh(ledger)


def test_a_disk_without_room_for_the_cache(tmp_path: Path, ledger: MemoryLedger, expected: list[object]) -> None:
    """The machine's fault is named, and nothing of the cache is thrown away for it."""
    index = filled(tmp_path, MemoryLedger())
    assert index._base is not None
    index._base.execute("PRAGMA max_page_count = 12")
    with pytest.raises(DiskFull):
        index.refresh(ledger)
    index.refresh(ledger)  # opened anew: there is room again
    assert answers(index, [FILE]) == expected
    index.close()


def test_damage_before_the_ledger_is_known_is_said(tmp_path: Path, ledger: MemoryLedger) -> None:
    filled(tmp_path, ledger).close()
    base(tmp_path).write_bytes(b"not a database at all" * 1000)
    with pytest.raises(WriteFailed, match="knows no ledger"):
        SqliteIndex(tmp_path).count()


def test_threads_ask_while_another_takes_in(tmp_path: Path) -> None:
    ledger, author = MemoryLedger(), Author("A")
    author.write(ledger, *[sighting() for _ in range(1500)])
    index, wrong = filled(tmp_path, ledger), list[object]()

    def ask() -> None:
        for _ in range(10):
            found = list(index.referring(FILE))
            if len(found) < 1500 or [row.index for row in found] != list(range(1, len(found) + 1)):
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        author.write(ledger, sighting())
        index.refresh(ledger)
    for thread in threads:
        thread.join()
    index.close()
    assert not wrong
