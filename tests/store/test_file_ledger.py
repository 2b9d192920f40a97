"""What only the logs on disk promise: the format's rules of the tail, of damage, of two writers at once."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.record.fault import BadNote, CannotRead, CaseBusy, DamagedLog, Fork, LogMoved
from firsthand.record.log import join_notes
from firsthand.store import disk
from firsthand.store.files import FileLedger, create_case_dir
from firsthand.store.merge import merge_logs
from firsthand.testing.author import CASE, unsigned_note
from tests.store.plan import ONE, TWO, lines


@pytest.fixture
def case(tmp_path: Path) -> Path:
    create_case_dir(tmp_path / "case", CASE)
    return tmp_path / "case"


def write(ledger: FileLedger, count: int, log: str = ONE) -> None:
    at = ledger.size(log)
    ledger.append(log, lines(log, at, count), unsigned_note(log, at + count), at=at)


def test_the_files_are_those_of_the_format(case: Path) -> None:
    ledger = FileLedger(case)
    write(ledger, 2)
    write(ledger, 1)
    assert (case / "log" / f"{ONE}.jsonl").read_bytes() == b"".join(line + b"\n" for line in lines(ONE, 0, 3))
    notes = join_notes([unsigned_note(ONE, 2), unsigned_note(ONE, 3)])
    assert (case / "log" / f"{ONE}.checkpoints").read_text("utf-8") == notes
    assert {path.name for path in (case / "log").iterdir()} == {f"{ONE}.jsonl", f"{ONE}.checkpoints"}


TAILS = {"half a line": b'{"body":', "whole lines": b"one\ntwo\n", "zeros": bytes(5000), "a line end": b"\n"}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
@pytest.mark.parametrize("before", [0, 2])
@pytest.mark.parametrize("known", [True, False])
def test_what_was_never_acknowledged_is_not_read_and_is_cut_off(
    case: Path, tail: bytes, before: int, known: bool
) -> None:
    ledger = FileLedger(case)
    if before:
        write(ledger, before)
    with (case / "log" / f"{ONE}.jsonl").open("ab") as file:
        file.write(tail)
    ledger = ledger if known else FileLedger(case)
    assert ledger.size(ONE) == before and list(ledger.lines(ONE)) == lines(ONE, 0, before)
    write(ledger, 1)
    assert (case / "log" / f"{ONE}.jsonl").read_bytes() == b"".join(line + b"\n" for line in lines(ONE, 0, before + 1))


def test_a_reader_that_saw_a_tail_does_not_believe_in_it(case: Path) -> None:
    reader, writer = FileLedger(case), FileLedger(case)
    write(writer, 2)
    with (case / "log" / f"{ONE}.jsonl").open("ab") as file:
        file.write(b"one\ntwo\nthree\n")
    assert reader.line(ONE, 1) == lines(ONE, 1, 1)[0]
    write(writer, 3)
    assert [reader.line(ONE, index) for index in (4, 2, 3)] == [lines(ONE, index, 1)[0] for index in (4, 2, 3)]


LOOKS = {
    "all": lambda ledger: list(ledger.lines(ONE)),
    "the last": lambda ledger: ledger.line(ONE, 2),
    "from the last": lambda ledger: list(ledger.lines(ONE, 2)),
    "one more": lambda ledger: write(ledger, 1),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_log_that_lost_acknowledged_entries(case: Path, look: Callable[[FileLedger], object]) -> None:
    write(FileLedger(case), 3)
    path = case / "log" / f"{ONE}.jsonl"
    whole = path.read_bytes()
    for left in (whole[:-1], whole[: len(whole) // 2], b"", None):
        path.unlink() if left is None else path.write_bytes(left)
        with pytest.raises(DamagedLog):
            look(FileLedger(case))
    assert FileLedger(case).size(ONE) == 3


def test_put_back_from_a_copy_it_is_read_again(case: Path) -> None:
    ledger = FileLedger(case)
    write(ledger, 3)
    path = case / "log" / f"{ONE}.jsonl"
    whole = path.read_bytes()
    path.unlink()
    with pytest.raises(DamagedLog):
        ledger.line(ONE, 0)
    path.write_bytes(whole)
    assert ledger.line(ONE, 2) == lines(ONE, 2, 1)[0]


@pytest.mark.parametrize("damage", [b"", b"\xff", b"x\n\n", b"half"])
def test_damaged_checkpoints(case: Path, damage: bytes) -> None:
    write(FileLedger(case), 1)
    path = case / "log" / f"{ONE}.checkpoints"
    path.write_bytes(path.read_bytes()[:-1] + damage if damage == b"" else path.read_bytes() + damage)
    with pytest.raises(BadNote):
        FileLedger(case).size(ONE)


def test_checkpoints_of_another_log(case: Path) -> None:
    write(FileLedger(case), 1)
    (case / "log" / f"{ONE}.checkpoints").rename(case / "log" / f"{TWO}.checkpoints")
    with pytest.raises(BadNote):
        FileLedger(case).size(TWO)


def test_what_cannot_be_read_is_said(case: Path) -> None:
    write(FileLedger(case), 1)
    (case / "log" / f"{TWO}.checkpoints").mkdir()
    with pytest.raises(CannotRead):
        FileLedger(case).size(TWO)


def test_strange_files_beside_the_logs_are_nobodys(case: Path) -> None:
    write(FileLedger(case), 1)
    for name in ("notes.txt", f"{TWO}.jsonl", f"{TWO}.checkpoints.bak", ".new-dead", f"{TWO.upper()}.checkpoints"):
        (case / "log" / name).write_bytes(b"")
    assert list(FileLedger(case).logs()) == [ONE]


def test_two_writers_at_once(case: Path) -> None:
    """Each of four threads, with a ledger of its own, adds 15 batches; whoever comes late reads again and repeats."""

    def work() -> None:
        ledger, left = FileLedger(case), 15
        while left:
            try:
                write(ledger, 2)
                left -= 1
            except LogMoved:
                continue

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger = FileLedger(case)
    assert list(ledger.lines(ONE)) == lines(ONE, 0, 120) and len(ledger.notes(ONE)) == 60


def test_one_writer_waits_for_another_only_so_long(case: Path) -> None:
    ledger = FileLedger(case, patience=0.02)
    with disk.only_writer(case / "case.json"), pytest.raises(CaseBusy):
        write(ledger, 1)
    write(ledger, 1)
    assert ledger.size(ONE) == 1


def test_reading_needs_no_right_to_write(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FileLedger(case), 2)
    real = os.open

    def reading(path: object, flags: int, *rest: int) -> int:
        assert not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT), path
        return real(path, flags, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", reading)
    ledger = FileLedger(case)
    assert list(ledger.lines(ONE)) == lines(ONE, 0, 2) and ledger.line(ONE, 1) and ledger.notes(ONE)


def test_a_fork_on_disk_leaves_the_case_as_it_was(case: Path, tmp_path: Path) -> None:
    create_case_dir(tmp_path / "other", CASE)
    ledger, other = FileLedger(case), FileLedger(tmp_path / "other")
    for target, words in ((ledger, (b"a", b"b")), (other, (b"a", b"c"))):
        made = [b'{"hash":"%s"}' % (word * 64) for word in words]
        target.append(ONE, made, unsigned_note(ONE, 2), at=0)
    before = {path.name: path.read_bytes() for path in (case / "log").iterdir()}
    with pytest.raises(Fork, match="entry 1"):
        merge_logs(ledger, other)
    assert {path.name: path.read_bytes() for path in (case / "log").iterdir()} == before
