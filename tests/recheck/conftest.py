"""A place for folders in memory where the machine has one: these tests are not about the disk."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    shared = Path("/dev/shm")
    place = Path(mkdtemp(dir=shared)) if os.access(shared, os.W_OK) else tmp_path
    yield place
    shutil.rmtree(place, ignore_errors=True)
