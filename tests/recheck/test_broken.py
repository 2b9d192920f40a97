"""Every way of being broken, one named folder each: found, for the right reason, by both verifiers."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from pytest import skip as not_run

from firsthand.recheck import exit_code, recheck_case, recheck_folder
from firsthand.recheck.__main__ import recheck
from firsthand.recheck.closing import closing
from firsthand.recheck.line import CODES
from firsthand.record.fault import Fault
from tests.recheck.good import good_case, good_report
from tests.recheck.rich import rich_report
from tests.recheck.second import ask_node, without_node

BROKEN = Path(__file__).resolve().parents[1] / "broken"
RECHECK = {"folder": recheck_folder, "case": recheck_case, "either": recheck, "page": recheck_folder}
GOOD = {"case": good_case, "page": rich_report}
NAMES = sorted(path.name for path in BROKEN.iterdir() if (path / "tamper.py").is_file())


def prepared(name: str, place: Path) -> tuple[Path, dict[str, Any], str | None]:
    """The tampered folder, what is expected of it, and the pin, where one is needed."""
    expect = json.loads((BROKEN / name / "expect.json").read_text("utf-8"))
    good = GOOD.get(expect["of"], good_report)(place / "report")
    spec = importlib.util.spec_from_file_location(f"tests.broken.{name}", BROKEN / name / "tamper.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return good.path, expect, module.tamper(good)


def test_there_are_enough() -> None:
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_is_found_for_the_right_reason(name: str, memory: Path) -> None:
    folder, expect, pin = prepared(name, memory)
    lines = list(RECHECK[expect["of"]](folder, key=expect["key"], pin=pin, quick=False))
    told = [line for line in lines if line.code == expect["code"] and line.verdict == expect["verdict"]]
    assert any(expect["subject"] in line.subject for line in told), "\n".join(map(str, lines))
    assert exit_code(lines) == expect["exit"], "\n".join(map(str, lines))


def test_codes_are_listed() -> None:
    known = set(CODES) | {fault.code for fault in _faults(Fault)}
    for name in NAMES:
        assert json.loads((BROKEN / name / "expect.json").read_text("utf-8"))["code"] in known, name


def _faults(top: type[Fault]) -> list[type[Fault]]:
    return [top, *(fault for child in top.__subclasses__() for fault in _faults(child))]


def test_the_second_verifier_agrees(memory: Path) -> None:
    """Node, from docs/format.md alone, comes to the same end on every fixture, and names the same reason."""
    without_node(not_run)
    jobs, expects = [], []
    for name in NAMES:
        (memory / name).mkdir()
        folder, expect, pin = prepared(name, memory / name)
        jobs.append({"folder": str(folder), "key": expect["key"], "pin": pin})
        expects.append((expect, closing(list(RECHECK[expect["of"]](folder, key=expect["key"], pin=pin, quick=False)))))
    answers = ask_node(jobs, memory)
    for name, (expect, closes), answer in zip(NAMES, expects, answers, strict=True):
        assert (answer["exit"], answer["closes"]) == (expect["exit"], closes), f"{name}: {answer}"
        assert expect["verdict"] == "holds" or reason(expect["code"]) in map(reason, answer["codes"]), (
            f"{name}: {answer}"
        )


def reason(code: str) -> str:
    """Which class of the record finds a value wrong is Python's own matter; that it is no record is not."""
    return "record" if code.startswith("record.") else code
