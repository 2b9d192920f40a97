"""A decoder that does what the evidence says: the attacks that the cell must stand."""

import os
from collections.abc import Callable
from typing import Any

from firsthand.method.reading import Reading, pack
from firsthand.port import Progress, Read, Still

Emit = Callable[[Any], None]


def read_file(fd: int, *, profile: str, emit: Emit) -> None:
    said = os.pread(fd, 4096, 0).decode()
    name, _, rest = said.partition(" ")
    ACTS[name.strip()](fd, rest, emit)


def done(emit: Emit, **facts: Any) -> None:
    emit(Read(reading=pack(Reading(facts={"said": facts})), outcomes={}, made_with={"hostile": "1"}))


def good(fd: int, rest: str, emit: Emit) -> None:
    emit(Progress(done=1, whole=2))
    emit(Still(stream=0, pts="1/25", frame="a" * 64, width=2, height=1, rgb=b"abcdef", why="only"))
    done(emit, text=rest)


ACTS: dict[str, Callable[[int, str, Emit], None]] = {"good": good}
