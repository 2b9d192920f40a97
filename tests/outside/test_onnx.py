"""The library that runs learned weights tells nobody: it is reached by one door, which puts its telemetry off."""

import subprocess
import sys
from pathlib import Path

from firsthand.outside import cell_zygote
from tests.house.tree import imported, modules, parsed, said

ASK = """
import os, sys
from firsthand.outside.onnx import runtime
from firsthand.outside.model import session
from firsthand.outside.weights import chosen
runtime()
found = chosen()
session(found.form(), found.read())
print(len(os.listdir("/proc/self/task")))
"""


def test_only_one_module_brings_it_in() -> None:
    found = [said(path) for path in modules("src", "bench") if "onnxruntime" in imported(parsed(path))]
    assert found == ["src/firsthand/outside/onnx.py"]


def test_it_writes_nothing_into_the_home_and_starts_no_thread(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-B", "-c", ASK], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"
    assert list(tmp_path.iterdir()) == []


def test_the_cell_is_told_before_it_is_started() -> None:
    assert cell_zygote.ENVIRONMENT["ORT_DISABLE_TELEMETRY"] == "1"
