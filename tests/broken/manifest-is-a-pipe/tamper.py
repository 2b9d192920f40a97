"""A pipe in place of the manifest."""

import os
import json
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "manifest.json").unlink()
    os.mkfifo(good.path / "manifest.json")
