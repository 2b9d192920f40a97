"""Prints the OpenAPI document that the page's types are made from: python -m firsthand.web.openapi. No case is opened."""

import json
import sys
from pathlib import Path
from typing import Any, cast

from .app import inner_app
from .door import Door
from .safety import Session


def document() -> dict[str, Any]:
    """Routes only name what they stand on; nothing of a case is touched before a request."""
    nobody = cast(Door, type("Nobody", (), dict.fromkeys(("desk", "viewer", "jobs", "reports", "turn")))())
    return inner_app(nobody, Session(), Path("/nonexistent")).openapi()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(document(), indent=1, sort_keys=True) + "\n")
