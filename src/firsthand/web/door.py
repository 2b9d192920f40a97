"""What every route stands on: the desk of one case, one writer at a time, the jobs under way."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import Header
from fastapi import Path as InPath

from firsthand.desk.desk import Desk
from firsthand.desk.once import say_once
from firsthand.desk.screens import rows
from firsthand.desk.screens.rows import EntryRow
from firsthand.desk.viewing import Viewer
from firsthand.record.fault import LogMoved

from .jobs import Jobs

T = TypeVar("T")
TRIES = 30  # of a write that another program's write came before
PAUSE = 0.01  # seconds more before each further one

# A key of the sender's own making: the same request sent again, after whatever happened, enters nothing twice.
Key = Annotated[str, Header(alias="idempotency-key", min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]
Digest = Annotated[str, InPath(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An entry that is on the disk, and how it reads."""

    entry: str
    row: EntryRow


@dataclass(slots=True, kw_only=True)
class Door:
    """One case, open. `turn` is held while anything is written by a request."""

    desk: Desk
    viewer: Viewer
    jobs: Jobs
    reports: Path
    turn: threading.RLock = field(default_factory=threading.RLock)

    def write(self, act: Callable[[Desk], T]) -> T:
        """Runs what writes, one at a time; again where another program wrote in between."""
        with self.turn:
            for tried in range(1, TRIES):
                try:
                    return act(self.desk)
                except LogMoved:
                    time.sleep(PAUSE * tried)
            return act(self.desk)

    def say(self, key: str, value: Any) -> Said:
        """Enters one value once; returns when it is on the disk."""
        entry = self.write(lambda desk: say_once(desk, key, value))
        return Said(entry=entry, row=rows.one(self.desk, entry))
