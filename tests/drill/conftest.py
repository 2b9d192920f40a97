"""One small drill, written once for all tests of this folder, with its truth read back from the file."""

import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.drill import DrillEvent, write_drill


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[DrillEvent]]:
    folder = tmp_path_factory.mktemp("drill") / "one"
    return folder, list(write_drill(folder, 1, small=True))


@pytest.fixture(scope="session")
def folder(written: tuple[Path, list[DrillEvent]]) -> Path:
    return written[0]


@pytest.fixture(scope="session")
def truth(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "truth.json").read_bytes())
    return found
