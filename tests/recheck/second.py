"""Asks the second verifier, where Node is there."""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

NODE = shutil.which("node")
VERIFY = Path(__file__).resolve().parents[1] / "verifier" / "verify.mjs"


def without_node(not_run: Callable[[str], Any]) -> None:
    """Where the machine has no Node the comparison is counted as not run; nothing else in the tests may be."""
    if NODE is None:
        not_run("not run: no node on this machine")


def ask_node(jobs: Sequence[dict[str, Any]], place: Path) -> list[dict[str, Any]]:
    """Exit code and codes for each {"folder", "key", "pin"}, by one process."""
    file = place / "jobs.json"
    file.write_text(json.dumps(list(jobs)), "utf-8")
    return run("--jobs", str(file))  # type: ignore[no-any-return]


def run(*arguments: str) -> Any:
    assert NODE
    done = subprocess.run([NODE, str(VERIFY), *arguments], capture_output=True, text=True, timeout=240, check=False)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)
