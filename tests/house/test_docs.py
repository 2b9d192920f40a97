"""Docs that are made from the code say what the code says: made again they come out the same."""

import importlib
import re
import subprocess
import sys

import pytest

from tests.house.tree import ROOT, committed, said

DOCS = ROOT / "docs"
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
EXPECTED = ("glossary.md", "format.md", "threats.md")


def pages() -> dict[str, str]:
    """What `make docs` writes: a path below docs/ and the text that belongs there."""
    return dict(importlib.import_module("firsthand.docs").pages())


def test_generated_docs_are_current() -> None:
    made = pages()
    assert made, "no page is made from the code"
    kept = {name: (DOCS / name).read_text("utf-8") for name in made if (DOCS / name).is_file()}
    stale = [name for name, text in made.items() if kept.get(name) != text]
    assert stale == [], "run `make docs`"


def test_docs_come_out_the_same_twice() -> None:
    """In a process of its own, with another hash seed: no order of a set may show."""
    command = "import json, sys; from firsthand.docs import pages; json.dump(dict(pages()), sys.stdout)"
    runs = {
        subprocess.run(
            [sys.executable, "-c", command],
            env={"PYTHONHASHSEED": seed, "PATH": "", "COLUMNS": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(runs) == 1


def test_generated_docs_name_every_method_and_code() -> None:
    from firsthand.method import CATALOGUE
    from firsthand.record.fault import Fault
    from tests.house.test_faults import tree

    text = "\n".join(pages().values())
    assert [name for name in CATALOGUE if name not in text] == []
    assert [fault.code for fault in tree(Fault) if fault.code not in text] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_the_written_docs_are_there(name: str) -> None:
    assert (DOCS / name).is_file()


def test_links_between_documents_lead_somewhere() -> None:
    broken = {
        f"{said(path)} -> {target}"
        for path in committed()
        if path.suffix == ".md"
        for target in LINK.findall(path.read_text("utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    }
    assert broken == set()


def test_the_readme_begins_with_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make demo" in readme[:1500] and "make test" in readme[:1500]
