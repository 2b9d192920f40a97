"""Stands between `store/disk.py` and the system: counts the calls that change a disk, breaks one, or stops before it."""

import os
from collections.abc import Callable
from typing import Any

from firsthand.store import disk

CHANGES = ("open", "mkdir", "write", "ftruncate", "fchmod", "fsync", "rename", "unlink")


class Calls:
    """An `os` for store/disk.py that asks `before` at each call that changes something; everything else is the real one's."""

    def __init__(self, before: Callable[[int, str, tuple[Any, ...]], None]) -> None:
        self.count = 0
        self._before = before

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in CHANGES:
            return real

        def call(*args: Any, **more: Any) -> Any:
            if name == "open" and not args[1] & os.O_CREAT:
                return real(*args, **more)
            self.count += 1
            self._before(self.count, name, args)
            return real(*args, **more)

        return call

    def __enter__(self) -> "Calls":
        disk.os = self  # type: ignore[attr-defined,assignment]
        return self

    def __exit__(self, *_: object) -> None:
        disk.os = os  # type: ignore[attr-defined]


def counted(work: Callable[[], None]) -> int:
    """How many calls change the disk in some work."""
    with Calls(lambda count, name, args: None) as calls:
        work()
    return calls.count


def failing(nth: int, error: int, only: str = "") -> Calls:
    """The nth call fails with this errno; a write has written half of its bytes before."""

    def before(count: int, name: str, args: tuple[Any, ...]) -> None:
        if count == nth and only in ("", name):
            if name == "write":
                os.write(args[0], args[1][: len(args[1]) // 2])
            raise OSError(error, os.strerror(error))

    return Calls(before)
