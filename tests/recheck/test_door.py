"""The core's own door: in an interpreter that has only `cryptography` and no network it says all, and ends with 0, 1, 2 or 3."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.recheck.good import good_case, good_report
from tests.recheck.making import digest

SRC = Path(__file__).resolve().parents[2] / "src"
# A stranger's machine: the standard library, cryptography with what it needs, and nobody to talk to.
STRANGER = """
import sys
ALLOWED = sys.stdlib_module_names | {"firsthand", "cryptography", "cffi", "_cffi_backend", "typing_extensions"}
class Only:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in ALLOWED:
            raise ModuleNotFoundError(f"a stranger does not have {name}")
sys.meta_path.insert(0, Only())
def refuse(event, args):
    if event.startswith("socket."):
        raise OSError("no network here")
sys.addaudithook(refuse)
sys.path.insert(0, sys.argv.pop(1))
import runpy
runpy.run_module("firsthand.recheck", run_name="__main__", alter_sys=True)
"""


def ask(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-B", "-c", STRANGER, str(SRC), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_a_stranger_rechecks_a_report(memory: Path) -> None:
    good = good_report(memory / "report")
    pin = memory / "pin"
    pin.write_text(good.book.notes(good.a.log)[3], "utf-8")
    done = ask(good.path, "--key", good.a.first)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All that is required holds" in done.stdout and "8. whose key" in done.stdout and not done.stderr
    last = done.stdout.splitlines()[-1]
    assert "Not checked: 2 findings were not computed again" in last
    assert last.endswith("Whether there is a later edition cannot be told without --pin.")
    pinned = ask(good.path, "--pin", pin)
    assert pinned.returncode == 0 and "without --pin" not in pinned.stdout
    assert (
        "under the checkpoint you pinned" in pinned.stdout and "What came after the pinned checkpoint" in pinned.stdout
    )
    alone = ask(good.path)
    assert (
        alone.returncode == 3
        and "Nothing is broken, but nothing is pinned, so that it proves only itself" in alone.stdout
    )
    assert ask(good.path, "--quick", "--key", good.a.first).returncode == 3
    assert ask(good.path, "--key", digest("another")).returncode == 1


def test_a_stranger_rechecks_a_case(memory: Path) -> None:
    good = good_case(memory / "case")
    done = ask(good.path, "--key", good.a.first)
    assert done.returncode == 0 and "Whether later entries were taken back cannot be told without --pin." in done.stdout


def test_an_archive_or_nothing_is_a_question_asked_wrongly_and_no_forgery(memory: Path) -> None:
    (memory / "r.zip").write_bytes(b"PK\x03\x04")
    done = ask(memory / "r.zip")
    assert done.returncode == 2 and "unpack it first" in done.stderr and not done.stdout
    nothing = ask(memory / "nowhere")
    assert nothing.returncode == 2 and "there is nothing at" in nothing.stderr and not nothing.stdout


@pytest.mark.parametrize("wrong", [("--key", "my friend's"), ("--pin", "nowhere")])
def test_a_question_asked_wrongly_ends_with_2(wrong: tuple[str, str], memory: Path) -> None:
    good = good_report(memory / "report")
    done = ask(good.path, *wrong)
    assert done.returncode == 2 and "Traceback" not in done.stderr and done.stderr.count("\n") == 2


def test_lines_for_programs(memory: Path) -> None:
    good = good_report(memory / "report")
    (good.path / "index.html").write_bytes(b"<p>Another.")
    done = ask(good.path, "--json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert {"step", "subject", "verdict", "says", "code"} == set(lines[0])
    assert [line["code"] for line in lines if line["verdict"] == "broken"] == ["file.size"]


def test_hostile_names_do_not_break_the_print(memory: Path) -> None:
    good = good_report(memory / "report")
    (good.path / "a\x1b[2J\n\udcff.html").write_bytes(b"")
    done = ask(good.path)
    assert done.returncode == 1 and "\x1b" not in done.stdout and "Traceback" not in done.stderr


def test_a_reader_who_leaves_early_is_told_nothing_false(memory: Path) -> None:
    good = good_report(memory / "report")
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-I", "-B", "-c", STRANGER, str(SRC), str(good.path), "--key", good.a.first]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    os.close(write)
    assert done.returncode == 2 and not done.stderr
