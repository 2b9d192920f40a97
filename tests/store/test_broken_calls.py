"""Each call that changes the disk fails once: what was acknowledged stays, the fault is named, and the next start goes on."""

import errno
import os
from pathlib import Path

import pytest

from firsthand.record.fault import DiskFull, Fault, LogMoved, WriteFailed
from firsthand.store import file_vault
from firsthand.store.files import FileLedger, FileVault, create_case_dir
from firsthand.testing.author import CASE, unsigned_note
from tests.store import plan
from tests.store.calls import Calls, counted, failing

ERRORS = {"no room": (errno.ENOSPC, errno.EDQUOT), "broken": (errno.EIO, errno.EROFS)}  # taken in turn


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power is cut here: a sync has nothing to do."""
    monkeypatch.setattr(os, "fsync", lambda fd: None)
    monkeypatch.setattr(file_vault, "CHUNK", plan.CHUNK)


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
def test_every_call_of_a_run(tmp_path: Path, error: tuple[int, int]) -> None:
    calls = counted(lambda: plan.run(tmp_path / "whole"))
    assert calls > 100
    for nth in range(1, calls + 1):
        case, done, failed = tmp_path / str(nth), list[int](), list[str]()

        def before(count: int, name: str, args: tuple[object, ...], nth: int = nth, failed: list[str] = failed) -> None:
            if count == nth:
                failed.append(name)
                raise OSError(error[nth % 2], "planted")

        try:
            with Calls(before):
                plan.run(case, done.append)
        except (DiskFull, WriteFailed) as fault:
            full = error == ERRORS["no room"] and failed != ["fsync"]
            assert type(fault) is (DiskFull if full else WriteFailed), (nth, failed, fault)
        else:
            assert failed == ["unlink"], "a failure that nobody was told of"  # of a leftover, swept later
        plan.check_goes_on(case, len(done))


def ledger_at(tmp_path: Path) -> FileLedger:
    create_case_dir(tmp_path / "case", CASE)
    ledger = FileLedger(tmp_path / "case")
    ledger.append(plan.ONE, plan.lines(plan.ONE, 0, 2), unsigned_note(plan.ONE, 2), at=0)
    return ledger


def one_more(ledger: FileLedger) -> None:
    at = ledger.size(plan.ONE)
    ledger.append(plan.ONE, plan.lines(plan.ONE, at, 1), unsigned_note(plan.ONE, at + 1), at=at)


def test_after_a_full_disk_the_same_ledger_goes_on(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    for nth in range(1, counted(lambda: one_more(ledger)) + 1):
        before = ledger.size(plan.ONE)
        try:
            with failing(nth, errno.ENOSPC, only="write"):
                one_more(ledger)
        except DiskFull:
            assert ledger.size(plan.ONE) == before
            one_more(ledger)
        assert list(ledger.lines(plan.ONE)) == plan.lines(plan.ONE, 0, before + 1)
        assert list(FileLedger(tmp_path / "case").lines(plan.ONE)) == plan.lines(plan.ONE, 0, before + 1)


def test_after_a_failed_sync_nothing_more_is_written(tmp_path: Path) -> None:
    for number in range(1, 20):
        ledger = ledger_at(tmp_path / str(number))
        try:
            with failing(number, errno.EIO, only="fsync"):
                one_more(ledger)
        except WriteFailed:
            for again in (one_more, lambda ledger: ledger.extend(plan.TWO, [], [])):
                with pytest.raises(WriteFailed, match="nothing more is written"):
                    again(ledger)
            assert list(ledger.lines(plan.ONE))[:2] == plan.lines(plan.ONE, 0, 2)
            one_more(FileLedger(tmp_path / str(number) / "case"))


def test_another_fault_does_not_end_the_ledger(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    with pytest.raises(LogMoved):
        ledger.append(plan.ONE, [b"x"], unsigned_note(plan.ONE, 1), at=0)
    one_more(ledger)
    assert ledger.size(plan.ONE) == 3


def test_a_put_that_fails_leaves_nothing(tmp_path: Path) -> None:
    vault = FileVault(tmp_path)
    vault.put_bytes(b"there before")
    calls = counted(lambda: vault.put_bytes(plan.BIG))
    for nth in range(1, calls):  # the last one only takes the leftover name away
        try:
            with failing(nth, errno.ENOSPC):
                vault.put_bytes(plan.BIG + b"%d" % nth)
        except Fault:
            assert not list((tmp_path / "vault" / ".incoming").iterdir()), f"left over after call {nth}"
    assert vault.put_bytes(plan.BIG).new is False
