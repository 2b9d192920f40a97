"""Whatever a folder does, the recheck ends with lines: never a traceback, never a wait, nothing read from outside it."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from firsthand.recheck import Verdict, exit_code, hostile, recheck_case, recheck_folder
from firsthand.recheck.line import MOST_LINES, Notes, broken, plain
from firsthand.record.fault import BadDigest, CannotRead, HostileFolder
from tests.recheck.good import good_case, good_report
from tests.recheck.making import Report


@pytest.fixture(autouse=True)
def no_wait() -> Iterator[None]:
    """Opening a pipe waits for ever: the alarm turns a wait into a failure."""
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it waited"))
    signal.alarm(60)
    yield
    signal.alarm(0)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    return good_report(tmp_path_factory.mktemp("good") / "report")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def replace_by(what: str, path: Path) -> None:
    path.unlink()
    match what:
        case "pipe":
            os.mkfifo(path)
        case "link":
            path.symlink_to("/dev/zero")
        case "dangling link":
            path.symlink_to("nowhere")
        case "link to itself":
            path.symlink_to(path.name)
        case "folder":
            path.mkdir()
        case "socket":
            with socket.socket(socket.AF_UNIX) as made:
                here = os.open(path.parent, os.O_RDONLY)
                made.bind(f"/proc/self/fd/{here}/{path.name}")
                os.close(here)
        case "nothing":
            pass


@pytest.mark.parametrize("what", ["pipe", "link", "dangling link", "link to itself", "folder", "socket", "nothing"])
def test_any_file_may_be_something_else(what: str, report: Report, memory: Path) -> None:
    for number, path in enumerate(files(report.path)):
        copy = memory / str(number)
        shutil.copytree(report.path, copy)
        replace_by(what, copy / path.relative_to(report.path))
        assert exit_code(recheck_folder(copy, key=report.a.first)) == 1, path
        shutil.rmtree(copy)


def test_any_bytes_may_be_others(report: Report, memory: Path) -> None:
    """Cut, doubled, emptied, flipped, filled with noise: every file of the folder, by a fixed seed."""
    chance = Random(7)
    changes = (
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data + data,
        lambda data: chance.randbytes(len(data)),
        lambda data: data.replace(b'"', b"'"),
        lambda data: b"\x00" * len(data),
        *([lambda data: flipped(data, chance)] * 4),
    )
    shutil.copytree(report.path, memory / "copy")
    for path in files(memory / "copy"):
        data = path.read_bytes()
        for change in changes:
            made = change(data)
            path.write_bytes(made)
            assert exit_code(recheck_folder(memory / "copy", key=report.a.first)) == (0 if made == data else 1), path
        path.write_bytes(data)
    assert exit_code(recheck_folder(memory / "copy", key=report.a.first)) == 0


def flipped(data: bytes, chance: Random) -> bytes:
    made = bytearray(data)
    made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def test_a_case_takes_any_bytes_too(memory: Path) -> None:
    chance = Random(8)
    good = good_case(memory / "case")
    for path in files(good.path):
        data = path.read_bytes()
        for made in (b"", data[:-7], flipped(data, chance), chance.randbytes(99)):
            path.write_bytes(made)
            assert exit_code(recheck_case(good.path, key=good.a.first)) in (1, 3), path
        path.write_bytes(data)
    assert exit_code(recheck_case(good.path, key=good.a.first)) == 0


@pytest.mark.parametrize("what", ["nowhere", "a file", "a pipe", "empty"])
def test_the_folder_itself_may_be_anything(what: str, memory: Path) -> None:
    path = memory / "it"
    if what == "a file":
        path.write_bytes(b"")
    elif what == "a pipe":
        os.mkfifo(path)
    elif what == "empty":
        path.mkdir()
    for recheck in (recheck_folder, recheck_case):
        lines = list(recheck(path))
        assert exit_code(lines) == 1 and lines


def test_limits_are_kept(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = good_report(memory / "report")
    monkeypatch.setattr(hostile, "MAX_FILES", 5)
    told = [line.code for line in recheck_folder(good.path) if line.verdict is Verdict.BROKEN and line.step == 1]
    assert "folder.limit" in told
    monkeypatch.undo()
    monkeypatch.setattr(hostile, "MAX_SMALL", 50)
    assert exit_code(recheck_folder(good.path)) == 1
    with hostile.open_folder(good.path) as root, pytest.raises(HostileFolder):
        hostile.read_small(root, "manifest.json")


@pytest.mark.parametrize("path", ["../x", "/etc/hostname", "a/../../x", "", ".", "a//b"])
def test_no_path_leads_out(path: str, memory: Path) -> None:
    with hostile.open_folder(memory) as root, pytest.raises(HostileFolder):
        hostile.open_file(root, path)


def test_no_folder_on_the_way_may_be_a_link(memory: Path) -> None:
    (memory / "inside").mkdir()
    (memory / "inside" / "way").symlink_to(memory)
    (memory / "secret").write_bytes(b"x")
    with hostile.open_folder(memory / "inside") as root, pytest.raises(CannotRead):
        hostile.open_file(root, "way/secret")


def test_what_cannot_be_read_is_not_called_broken(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = good_report(memory / "report")
    true = hostile.open_file

    def refusing(root: int, path: str) -> object:
        if path == "index.html":
            raise CannotRead("no permission")
        return true(root, path)

    monkeypatch.setattr(hostile, "open_file", refusing)
    lines = list(recheck_folder(good.path, key=good.a.first))
    assert [line.code for line in lines if line.subject == "index.html"] == ["folder.unreadable", "page.not-read"]
    assert exit_code(lines) == 3


def test_a_flood_is_counted_not_kept() -> None:
    notes = Notes()
    for number in range(MOST_LINES + 7):
        notes.add(broken(6, f"entry {number}", "x", "entry.by"))
    made = list(notes.of(6))
    assert len(made) == MOST_LINES + 1 and made[-1].says.startswith("7 more")
    assert exit_code(made) == 1


def test_hostile_text_cannot_steer_a_terminal() -> None:
    said = plain("a\x1b[31m\u202eb\r\n\x07\udcff" + "x" * 999)
    assert said.isprintable() and len(said) < 400 and "\x1b" not in said


def test_wrong_questions_raise(memory: Path) -> None:
    good = good_report(memory / "report")
    with pytest.raises(BadDigest):
        list(recheck_folder(good.path, key="my friend's key"))
    with pytest.raises(CannotRead):
        list(recheck_folder(good.path, pin=memory / "nowhere"))
    shouted = ":".join(good.a.first[at : at + 2] for at in range(0, 64, 2)).upper()
    assert exit_code(recheck_folder(good.path, key=shouted)) == 0


def test_quick_says_that_it_is(memory: Path) -> None:
    good = good_report(memory / "report")
    blob = memory / "report" / good.blob()
    blob.write_bytes(b"?" * blob.stat().st_size)
    lines = list(recheck_folder(good.path, key=good.a.first, quick=True))
    assert exit_code(lines) == 3 and "file.not-hashed" in {
        line.code for line in lines if line.verdict is Verdict.CANNOT
    }
    assert exit_code(recheck_folder(good.path, key=good.a.first)) == 1
