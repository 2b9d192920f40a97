"""A file of four tebibytes, nearly all of them a hole."""

import os
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    os.truncate(good.path / "index.html", 1 << 42)
