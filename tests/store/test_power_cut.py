"""The power goes after any call: what was acknowledged is there, and every sync that the stores make is needed for that."""

import os
import shutil
from pathlib import Path

import pytest

from firsthand.record.fault import Fault
from firsthand.store import disk, file_vault
from firsthand.store.files import FileVault
from tests.store import plan
from tests.store.powercut import CHOICES, Disk, Picture, cuts, everything, lay_out, left, names_without_bytes, only_safe

SEEDS = 2
PLAINEST = (only_safe, everything, names_without_bytes)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Syncs are recorded, not made: the power of this machine is not cut."""
    monkeypatch.setattr(os, "fsync", lambda fd: None)
    monkeypatch.setattr(file_vault, "CHUNK", plan.CHUNK)


def losses(tmp_path: Path, *, first: bool = False) -> list[str]:
    """Runs the plan and, after every call, cuts the power in every way; what was found missing or half. A start that goes
    on from there is tried once after each call. With `first` it looks in the plainest ways, until it has found something."""
    world, after = tmp_path / "world", tmp_path / "after"
    world.mkdir()
    done, found, moments, seen = list[int](), list[str](), [0], set[tuple[int, Picture]]()

    def changed(now: Disk) -> None:
        moments[0] += 1
        if first and found:
            return
        disk.os = os  # type: ignore[attr-defined]
        goes_on = CHOICES[moments[0] % len(CHOICES)]
        for choose in PLAINEST if first else cuts(SEEDS, moments[0]):
            picture = left(now.top, choose)
            if (len(done), picture) in seen:
                continue
            seen.add((len(done), picture))
            lay_out(picture, after)
            try:
                (plan.check_goes_on if choose is goes_on else plan.check)(after / "case", len(done))
            except (AssertionError, Fault) as lost:
                found.append(f"after call {moments[0]} and {len(done)} steps, {choose.__name__}: {lost}")
            shutil.rmtree(after)
        disk.os = now  # type: ignore[attr-defined,assignment]

    with Disk(world, changed):
        plan.run(world / "case", done.append)
    assert len(done) == len(plan.STEPS) and moments[0] > 50
    return found


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    assert losses(tmp_path) == []


def named_syncs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What is synced in a run, by the names that the stores give it; those of logs without the log's id."""
    seen, real = set[str](), disk.sync

    def sync(fd: int, what: str) -> None:
        seen.add(what.removeprefix(plan.ONE).removeprefix(plan.TWO))
        real(fd, what)

    monkeypatch.setattr(disk, "sync", sync)
    (tmp_path / "names" / "world").mkdir(parents=True)
    plan.run(tmp_path / "names" / "world" / "case")
    monkeypatch.setattr(disk, "sync", real)
    return seen


def test_without_any_one_of_its_syncs_something_would_be_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the test above can fail, and no sync is there for nothing."""
    real, kinds = disk.sync, named_syncs(tmp_path, monkeypatch)
    assert kinds > {".jsonl", ".checkpoints", "case.json", "a file of the vault", "the folder log", "the folder world"}
    for number, left_out in enumerate(sorted(kinds)):

        def sync(fd: int, what: str, left_out: str = left_out) -> None:
            if not what.endswith(left_out):
                real(fd, what)

        monkeypatch.setattr(disk, "sync", sync)
        place = tmp_path / str(number)
        place.mkdir()
        assert losses(place, first=True), f"nothing is lost without the sync of {left_out}"


def test_writing_over_a_file_would_lose_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def put_file(path: Path, data: bytes) -> None:
        fd = disk.os.open(path, os.O_RDWR | os.O_CREAT)
        disk.os.ftruncate(fd, 0)
        disk.write(fd, data, path.name)
        disk.sync(fd, path.name)
        disk.os.close(fd)
        disk.sync_folder(path.parent)

    monkeypatch.setattr(disk, "put_file", put_file)
    assert losses(tmp_path, first=True)


class Died(BaseException):
    """The writer was killed here."""


def test_bytes_left_by_a_writer_that_died_are_made_safe_before_they_are_acknowledged_again(tmp_path: Path) -> None:
    """Whatever a dead writer had got to: the second one to put the same bytes must not rely on names that are not synced."""
    died = 0
    for nth in range(1, 30):
        world = tmp_path / str(nth)
        world.mkdir()
        calls = [-1000]

        def changed(_: Disk, nth: int = nth, calls: list[int] = calls) -> None:
            calls[0] += 1
            if calls[0] == nth:
                raise Died

        with Disk(world, changed) as now:
            plan.make(world / "case")
            calls[0] = 0
            try:
                FileVault(world / "case", reserve=0).put_bytes(plan.FIRST)
            except Died:
                died += 1
            calls[0] = 1000
            kept = FileVault(world / "case", reserve=0).put_bytes(plan.FIRST)
        lay_out(left(now.top, only_safe), tmp_path / f"after {nth}")
        assert FileVault(tmp_path / f"after {nth}" / "case").has(kept.sha256)
    assert died >= 9
