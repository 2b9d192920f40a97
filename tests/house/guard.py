"""A guard that sees a method reach for the disk, the network, another program, the clock or chance."""

import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

REFUSED = (
    *("open", "os.", "shutil.", "tempfile.", "glob.", "pathlib.", "sqlite3."),
    *("socket.", "urllib.", "subprocess.", "pty.", "ctypes.dlopen"),
)


class Reached(BaseException):
    """Not an Exception, so that no `except Exception` in a method can hide it."""


_watching = False
_seen: list[str] = []


def _hook(event: str, args: tuple[object, ...]) -> None:
    if _watching and event.startswith(REFUSED):
        _seen.append(f"{event}{args!r}")
        raise Reached(_seen[-1])


sys.addaudithook(_hook)


def _refuse(name: str):  # type: ignore[no-untyped-def]
    def refused(*args: object, **kwargs: object) -> None:
        _seen.append(name)
        raise Reached(name)

    return refused


CLOCKS = ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "localtime", "sleep")


@contextmanager
def untouched() -> Iterator[None]:
    """Within it nothing may be reached for. A hook cannot be taken off again, so it sleeps outside."""
    global _watching
    _seen.clear()
    with (
        mock.patch.multiple(time, **{name: _refuse(f"time.{name}") for name in CLOCKS}),
        mock.patch.object(os, "urandom", _refuse("os.urandom")),
        mock.patch.object(random, "_urandom", _refuse("random")),
    ):
        _watching = True
        try:
            yield
        finally:
            _watching = False
    if _seen:
        raise Reached(f"reached for {_seen} and hid it")
