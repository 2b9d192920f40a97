"""A module has one reason, says it in its first line, stays small, and bears a name that means something."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, imported, modules, parsed, said

WALL = 500
SCREEN = 80
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "common", "misc", "shared", "stuff", "lib"}
EMPTY_CLASS = re.compile(r"(Manager|Helper|Helpers|Utils?|Misc|Common)$")
# Each written in two parts, so that this file does not hold what it looks for.
LEFT_OPEN = [("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("NotImpl", "ementedError"), ("NotImpl", "emented")]
UNFINISHED = re.compile("|".join(rf"\b{one}{two}\b" for one, two in LEFT_OPEN))
EXCUSED = re.compile(r"\b(?:pytest|mark|unittest)\." + r"(?:sk" + r"ip|skip" + r"if|xf" + r"ail|import" + r"orskip)\b")
RUNS_CODE = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}

SOURCE = modules("src")
ALL = modules("src", "tests", "bench")


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call))


def test_there_is_a_house() -> None:
    assert len(SOURCE) > 10
    assert (ROOT / "bench" / "__main__.py").is_file(), "`make bench` runs `python -m bench`"


def test_no_module_goes_through_the_wall() -> None:
    sizes = {said(path): len(path.read_text("utf-8").splitlines()) for path in ALL}
    wide = {name: lines for name, lines in sizes.items() if lines > WALL}
    assert not wide, "give the second reason a module of its own"


def test_the_first_line_says_the_reason() -> None:
    def mute(path: Path) -> bool:
        if path.name == "__init__.py" and path not in SOURCE and not path.read_text("utf-8").strip():
            return False
        reason = (ast.get_docstring(parsed(path)) or "").partition("\n")[0]
        return len(reason) < 15 or parsed(path).body[0].lineno != 1

    assert not [said(path) for path in ALL if mute(path)]


def test_names_mean_something() -> None:
    """A name for everything is a name for nothing."""
    for path in ALL:
        parts = {part.strip("_").lower() for part in path.relative_to(ROOT).with_suffix("").parts}
        assert not parts & EMPTY_NAMES, said(path)
        classes = [node.name for node in ast.walk(parsed(path)) if isinstance(node, ast.ClassDef)]
        assert not [name for name in classes if EMPTY_CLASS.search(name)], said(path)


def test_a_function_fits_a_screen() -> None:
    long = {
        f"{said(path)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in SOURCE
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= SCREEN
    }
    assert not long


def test_nothing_is_left_unfinished_or_excused() -> None:
    """A test that need not run is not a test."""
    for path in ALL:
        text = path.read_text("utf-8")
        assert not UNFINISHED.search(text), said(path)
        assert not EXCUSED.search(text), said(path)


def test_no_bytes_that_can_run_code() -> None:
    """ruff says it too, but lets the drill, the tests and the bench off for their seeds."""
    roots = {said(path): {name.partition(".")[0] for name in imported(parsed(path))} for path in ALL}
    assert not {name: found & RUNS_CODE for name, found in roots.items() if found & RUNS_CODE}


def test_chance_is_seeded() -> None:
    """default_rng needs a seed: a method's comes from `given`."""
    assert not [
        f"{said(path)}:{call.lineno}"
        for path in SOURCE
        for call in calls(path)
        if not call.args and not call.keywords and ast.unparse(call.func).endswith("default_rng")
    ]
