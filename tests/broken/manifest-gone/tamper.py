"""The manifest is not there."""

import json
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "manifest.json").unlink()
