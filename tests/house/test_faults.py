"""Every error of the house: one tree, lasting codes that are unique, a hint that helps, a fixture that raises it."""

import ast
import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import firsthand
from firsthand.record.fault import Fault
from tests.house.tree import ROOT, modules, parsed, said

CODE = re.compile(r"[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+")
FIXTURES = sorted((ROOT / "tests" / "faults").glob("*.py"))


def tree(top: type[Fault]) -> Iterator[type[Fault]]:
    yield top
    for child in top.__subclasses__():
        yield from tree(child)


def raises(path: Path) -> dict[str, Callable[[Path], None]]:
    spec = importlib.util.spec_from_file_location(f"tests.faults.{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.RAISES)


CASES = [(code, raised) for path in FIXTURES if path.name != "__init__.py" for code, raised in raises(path).items()]
# Those classes that only gather others are never raised: they have no hint of their own.
FAMILIES = [fault for fault in tree(Fault) if not fault.__dict__.get("hint")]
FAULTS = [fault for fault in tree(Fault) if fault not in FAMILIES]


def test_all_modules_can_be_imported_and_add_no_fault_of_their_own() -> None:
    for found in pkgutil.walk_packages(firsthand.__path__, "firsthand."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    strays = {f"{fault.__module__}.{fault.__name__}" for fault in tree(Fault) if fault.__module__ != Fault.__module__}
    assert not {name for name in strays if name.startswith("firsthand.")}, "faults live in record/fault.py"


def test_a_class_without_a_hint_is_a_family() -> None:
    assert [fault for fault in FAMILIES if not fault.__subclasses__()] == []


def test_families_are_never_raised() -> None:
    names = {fault.__name__ for fault in FAMILIES}
    for path in modules("src"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
                assert node.exc.func.id not in names, f"{said(path)}:{node.lineno} raises a family: give it a code"


def test_codes_are_unique_and_begin_with_their_family() -> None:
    codes = [fault.code for fault in tree(Fault)]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []
    for fault in FAULTS:
        assert "code" in fault.__dict__ and CODE.fullmatch(fault.code), fault
        family = next(base for base in fault.__mro__[1:] if base in FAMILIES)
        assert fault.code.startswith(f"{family.code}."), fault


def test_hints_say_what_to_do() -> None:
    assert [fault.__name__ for fault in FAULTS if len(fault.hint) < 15 or fault.hint != fault.hint.strip()] == []


def test_every_code_has_a_fixture() -> None:
    codes = {fault.code for fault in FAULTS}
    shown = {code for code, _ in CASES}
    assert sorted(codes - shown) == [], "add a line to RAISES in tests/faults/"
    assert sorted(shown - codes) == [], "a fixture for a code that no fault has"


@pytest.mark.parametrize(("code", "raised"), CASES, ids=[f"{code}-{index}" for index, (code, _) in enumerate(CASES)])
def test_a_fixture_raises_its_code(code: str, raised: Callable[[Path], None], tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        raised(tmp_path)
    assert caught.value.code == code
    assert str(caught.value).strip() and "\n" not in str(caught.value)
    assert caught.value.wire() == {"code": code, "message": str(caught.value), "hint": type(caught.value).hint}
