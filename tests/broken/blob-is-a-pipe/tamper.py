"""A pipe in place of a blob: who opens it waits for ever."""

import os
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / good.blob()).unlink()
    os.mkfifo(good.path / good.blob())
