"""Data goes up the floors, knowledge of floors goes only down: the contracts hold, and each of them bites."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, imported, modules, parsed, said

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
# What the pure floors may not even name: the disk, the network, other programs, the clock, chance, threads.
IMPURE = frozenset(
    "asyncio concurrent ctypes fcntl ftplib glob http locale logging mmap multiprocessing os pathlib platform pty "
    "random resource secrets select shutil signal smtplib socket socketserver sqlite3 ssl subprocess sys tempfile "
    "threading time urllib uuid".split()
)
TOUCHES = frozenset({"open", "print", "input", "exec", "eval", "__import__", "breakpoint"})

# (module that breaks the rule, what it imports, the contract that must say so)
BREACHES = (
    ("firsthand.record.digest", "firsthand.port", "floors"),
    ("firsthand.record.digest", "numpy", "record-pure"),
    ("firsthand.recheck", "numpy", "recheck-small"),
    ("firsthand.recheck", "firsthand.method.shape", "floors"),
    ("firsthand.method.shape", "firsthand.store", "floors"),
    ("firsthand.method.reading", "av", "methods-pure"),
    ("firsthand.method.read", "firsthand.method.trace", "families"),
    ("firsthand.store", "firsthand.outside", "floors"),
    ("firsthand.desk", "firsthand.cli", "floors"),
    ("firsthand.cli", "firsthand.docs", "beside"),
    ("firsthand.record.wire", "firsthand.record.entry", "cycles"),
)


def floor(name: str) -> tuple[Path, ...]:
    plain = PACKAGE / f"{name}.py"
    return tuple(path for path in modules("src") if path.is_relative_to(PACKAGE / name) or path == plain)


def roots(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(parsed(path))}


def lint(package_home: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(package_home), "NO_COLOR": "1", "COLUMNS": "300"}
    command = [sys.executable, "-c", LINT, "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    return subprocess.run(command, cwd=package_home, env=env, capture_output=True, text=True, timeout=120, check=False)


def contracts() -> dict[str, str]:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract["name"] for contract in listed}


def test_the_floors_hold() -> None:
    done = lint(ROOT / "src")
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_bites(tmp_path: Path) -> None:
    """A copy of the package with one planted breach for each rule, and with a package that stands on no floor."""
    copy = tmp_path / "firsthand"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for module, target, _ in BREACHES:
        plain = tmp_path.joinpath(*module.split("."))
        file = plain / "__init__.py" if plain.is_dir() else plain.with_suffix(".py")
        with file.open("a", encoding="utf-8") as out:
            out.write(f"\n\ndef breach_{target.replace('.', '_')}():\n    import {target}\n")
    copy.joinpath("attic.py").write_text('"""A package that stands on no floor."""\n', "utf-8")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    names = contracts()
    assert {contract for _, _, contract in BREACHES} == set(names), "a contract without a breach that shows it bites"
    for module, target, contract in BREACHES:
        assert f"{names[contract]} BROKEN" in done.stdout, done.stdout
        assert f"{module} -> {target} " in done.stdout or contract == "cycles", f"{module} -> {target}\n{done.stdout}"
    assert "attic" in done.stdout


def test_record_is_the_standard_library_only_and_pure() -> None:
    assert floor("record")
    for path in floor("record"):
        assert roots(path) <= sys.stdlib_module_names | {"firsthand"}, said(path)
        assert not roots(path) & IMPURE, f"{said(path)} reaches out by {roots(path) & IMPURE}"


def test_recheck_needs_only_cryptography() -> None:
    assert floor("recheck")
    for path in floor("recheck"):
        assert roots(path) <= sys.stdlib_module_names | {"firsthand", "cryptography"}, said(path)
        inside = {name for name in imported(parsed(path)) if name.startswith("firsthand.")}
        assert all(name.startswith(("firsthand.record", "firsthand.recheck")) for name in inside), said(path)


def test_methods_reach_for_nothing() -> None:
    assert floor("method")
    for path in floor("method"):
        assert not roots(path) & IMPURE, f"{said(path)} reaches out by {roots(path) & IMPURE}"


def test_the_pure_floors_neither_open_nor_print() -> None:
    for path in (*floor("record"), *floor("method")):
        named = [node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
        assert not TOUCHES & {func.id for func in named if isinstance(func, ast.Name)}, said(path)


HEAVY = "PIL av cv2 edtf faiss fastapi jinja2 numpy onnxruntime openpyxl osmium pvlib rasterio scipy shapely uvicorn".split()


@pytest.mark.parametrize("module", ["app", "verbs", "key_verbs", "case_verbs", "person_verbs", "weigh_verbs"])
def test_the_door_opens_without_what_only_some_verbs_need(module: str) -> None:
    """Import a numerical library, a decoder or a renderer where it is used: every other verb would wait for it."""
    said = f"import sys, firsthand.cli.{module}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]", f"firsthand.cli.{module} imports {done.stdout.strip()}"
