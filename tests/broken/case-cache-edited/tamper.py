"""The cache says what it likes: it is never read."""

import os
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "cache" / "index.sqlite").write_bytes(b"not a database")
    os.mkfifo(good.path / "cache" / "pipe")
