"""The wheel: the same bytes whenever and wherever it is built, with all that is needed in it and nothing else."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT, committed

NEEDED = {"pyproject.toml", "LICENSE", "NOTICE", "README.md", "hatch_build.py"}


STATIC = Path("src/firsthand/web/static")
# Stands for the built page, which needs Node: what `make web` builds goes in by the same rule.
PAGE = {"index.html": "<!doctype html>", "assets/index-1.js": "export {};", "assets/index-1.css": "body {}"}


def build(source: Path, out: Path, mtime: int, umask: int, *, page: bool = True) -> Path:
    """A wheel built offline from a copy of what is committed, as if at another time and by another user's habits."""
    for path in committed():
        name = path.relative_to(ROOT)
        if name.parts[0] == "src" or name.as_posix() in NEEDED:
            copy = source / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.chmod(copy, 0o666 & ~umask)
            os.utime(copy, (mtime, mtime))
    if page:
        for name, text in PAGE.items():
            part = source / STATIC / name
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(text)
            os.chmod(part, 0o666 & ~umask)
            os.utime(part, (mtime, mtime))
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    env = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(command, cwd=source, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = out.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    first, second = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("second")
    one = build(first / "a", first / "out", 1_000_000_000, 0o022)
    return one, build(second / "b", second / "out", 1_700_000_000, 0o002)


def test_two_builds_are_the_same_bytes(wheels: tuple[Path, Path]) -> None:
    one, two = (hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels)
    assert wheels[0].name == wheels[1].name and one == two


def test_the_wheel_holds_the_package_and_nothing_else(wheels: tuple[Path, Path]) -> None:
    names = set(zipfile.ZipFile(wheels[0]).namelist())
    strays = {name for name in names if not name.startswith(("firsthand/", "firsthand-"))}
    assert not strays
    built = {f"firsthand/web/static/{name}" for name in PAGE}
    source = built | {
        path.relative_to(ROOT / "src").as_posix() for path in committed() if path.is_relative_to(ROOT / "src")
    }
    assert source == {name for name in names if name.startswith("firsthand/")}
    assert "firsthand/py.typed" in names
    assert {"LICENSE", "NOTICE"} <= {name.rpartition("/")[2] for name in names}


def test_a_wheel_without_the_built_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="make web"):
        build(tmp_path / "source", tmp_path / "out", 1_000_000_000, 0o022, page=False)


def test_the_wheel_says_what_it_is(wheels: tuple[Path, Path]) -> None:
    archive = zipfile.ZipFile(wheels[0])
    about = [name for name in archive.namelist() if ".dist-info/" in name]
    said = {name.rpartition("/")[2]: archive.read(name).decode() for name in about}
    assert "firsthand = firsthand.cli.app:main" in said["entry_points.txt"]
    assert "License-Expression: Apache-2.0" in said["METADATA"] and "Requires-Python: >=3.11" in said["METADATA"]
    assert re.search(r"^# .", said["METADATA"].partition("\n\n")[2]), "the README is the long description"
