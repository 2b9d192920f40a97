"""What protects is said as it is: a machine with less says so, and one with nothing is refused."""

import stat
from pathlib import Path

import pytest

from firsthand.outside import cell_bwrap, cell_landlock, cell_zygote
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import HOSTILE
from firsthand.port import Read
from firsthand.record.fault import CellBroke

UNCLOSED = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from firsthand.outside import cell_child, cell_seccomp
cell_seccomp.load = lambda pid: "off: left out by a test"
cell_child.main(int(sys.argv[2]), sys.argv[3], sys.argv[4])
"""
LEAKY = UNCLOSED.replace('"off: left out by a test"', '"on"')
FAILING = UNCLOSED.replace("cell_seccomp.load =", "raise ImportError('no such thing')\nx =")


def put(folder: Path, said: str) -> Path:
    made = folder / "evidence"
    made.write_text(said)
    return made


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    made = folder / "bwrap"
    made.write_text(text)
    made.chmod(made.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))


def test_a_machine_with_nothing_is_refused_unless_the_user_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cell_zygote, "PROGRAM", UNCLOSED)
    with pytest.raises(CellBroke, match="left out by a test"), CellDecoder(task=HOSTILE, bwrap=False) as refused:
        list(refused.read(put(tmp_path, "good x"), profile="triage"))
    with CellDecoder(task=HOSTILE, bwrap=False, weak_ok=True) as weak:
        *_, last = weak.read(put(tmp_path, "good x"), profile="triage")
        assert isinstance(last, Read) and last.outcomes == {}
        assert weak.protections()["seccomp"] == "off: left out by a test"
        assert weak.protections()["bubblewrap"] == "off: left out by choice"


def test_a_filter_that_does_not_hold_is_not_called_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell_zygote, "PROGRAM", LEAKY)
    with CellDecoder(task=HOSTILE, bwrap=False, weak_ok=True) as leaky:
        assert leaky.protections()["seccomp"].startswith("off: it is loaded, but did not stop")


def test_without_bubblewrap_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with CellDecoder(task=HOSTILE) as cell:
        assert cell.protections()["bubblewrap"] == "off: it is not installed"


def test_a_bubblewrap_that_does_not_work_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, monkeypatch, "#!/bin/sh\necho 'setting up uid map: Permission denied' >&2\nexit 1\n")
    with CellDecoder(task=HOSTILE) as cell:
        said = cell.protections()["bubblewrap"]
        assert said.startswith("off: it is installed, but does not work here") and "Permission denied" in said


def test_a_cell_started_again_is_never_weaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with CellDecoder(task=HOSTILE, bwrap=False, weak_ok=True) as cell:
        assert cell.protections()["no-new-privileges"] == "on"
        monkeypatch.setattr(cell_zygote, "PROGRAM", UNCLOSED)
        cell.stop()
        if cell._first["seccomp"] == "on":
            with pytest.raises(CellBroke, match="less than before: seccomp"):
                list(cell.read(put(tmp_path, "good x"), profile="triage"))


def test_a_zygote_that_cannot_import_says_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell_zygote, "PROGRAM", FAILING)
    with pytest.raises(CellBroke, match="no such thing"):
        CellDecoder(task=HOSTILE, bwrap=False).protections()


def test_bubblewrap_shows_no_folder_of_the_users(tmp_path: Path) -> None:
    said = cell_bwrap.command("bwrap", "/usr/bin/python3", [str(tmp_path), "/usr/lib/python3"], {"LANG": "C.UTF-8"})
    bound = [said[at + 1] for at, word in enumerate(said) if word.startswith("--ro-bind")]
    assert str(tmp_path) in bound
    assert not {"/", "/home", "/root", "/etc", "/var", str(Path.home())} & set(bound)
    assert not [word for word in said if word in ("--bind", "--dev-bind", "--share-net")]


def test_the_zygote_imports_nothing_from_where_the_user_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend("")
    paths = cell_zygote.import_paths(cell_zygote.DECODE)
    assert str(tmp_path) not in paths and "" not in paths
    assert all(Path(path).is_absolute() for path in paths)


@pytest.mark.parametrize(
    ("abi", "expected"),
    [
        (1, (0x1FFF, 0, 0)),
        (2, (0x3FFF, 0, 0)),
        (3, (0x7FFF, 0, 0)),
        (4, (0x7FFF, 3, 0)),
        (5, (0xFFFF, 3, 0)),
        (7, (0xFFFF, 3, 3)),
    ],
)
def test_landlock_takes_all_that_its_version_knows(abi: int, expected: tuple[int, int, int]) -> None:
    assert cell_landlock.handled(abi) == expected
