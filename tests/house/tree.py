"""Where the house's own files are, read once for all tests of the structure."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "firsthand"
FAMILIES = ("read", "trace", "align", "place", "weigh")


@cache
def committed() -> tuple[Path, ...]:
    """What git keeps or is about to keep; without git (an unpacked archive) all that is not made by make."""
    asked = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        names = subprocess.run(asked, check=True, capture_output=True).stdout.decode("utf-8", "surrogateescape")
        found = [ROOT / name for name in names.split("\0") if name]
    else:
        made = {".venv", "build", "dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
        found = [path for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return tuple(sorted(path for path in found if path.is_file() and not path.is_symlink()))


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """The Python files under the folders, without the ones that are broken on purpose."""
    return tuple(
        path
        for path in committed()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in folders
        and path.relative_to(ROOT).parts[:2] != ("tests", "broken")
    )


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def said(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(tree: ast.AST) -> frozenset[str]:
    """Every absolute module that the tree imports, wherever in it: `from a.b import c` gives a.b and a.b.c."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)
