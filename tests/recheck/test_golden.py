"""The golden vectors are what the code makes today, and what both verifiers read."""

import json
from pathlib import Path

from pytest import skip as not_run

from firsthand.recheck import exit_code, recheck_folder
from firsthand.recheck.line import lowers
from tests.recheck.second import run, without_node
from tests.recheck.vectors import GOLDEN, make

WRITE = "if the format has really changed, write them again with `python -m tests.recheck.vectors`"


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_made_again_they_are_the_same(memory: Path) -> None:
    make(memory / "golden")
    made, kept = tree(memory / "golden"), tree(GOLDEN)
    assert made.keys() == kept.keys(), WRITE
    assert [name for name in made if made[name] != kept[name]] == [], WRITE


def test_the_golden_report_holds_but_for_a_page() -> None:
    said = json.loads((GOLDEN / "report.json").read_text("utf-8"))
    lines = list(recheck_folder(GOLDEN / "report", key=said["key"]))
    assert exit_code(lines) == said["exit"] == 3 and [line.code for line in lines if lowers(line)] == ["page.none"]


def test_the_second_verifier_makes_them_too() -> None:
    without_node(not_run)
    assert run("--vectors", str(GOLDEN)) == []
