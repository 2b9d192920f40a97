"""Entering a value once, however often it is sent: a retry after a kill or a lost answer finds what was entered the first time."""

import hashlib
import json
from pathlib import Path
from typing import Any

from firsthand.record.entry import open_line, read_line
from firsthand.record.fault import BadValue
from firsthand.record.wire import to_wire
from firsthand.store import disk

from .desk import Desk
from .weigh import say


def say_once(desk: Desk, key: str, value: Any) -> str:
    """As `say`; with a key that was used before, the entry that it made then. Raises what `say` raises, BadValue.

    Before anything is entered, it is kept on the disk from which index on to look; so it does not matter where a kill fell.
    The notes lie in the cache: whoever deletes it forgets which requests were answered, and nothing else.
    """
    path = desk.folder / "cache" / "sent" / hashlib.sha256(key.encode()).hexdigest()
    log, told = desk.writer.log, hashlib.sha256(json.dumps([value.kind, to_wire(value)], sort_keys=True).encode())
    note = _note(path)
    if note is not None and note["log"] == log:
        if note["value"] != told.hexdigest():
            raise BadValue("this key was used before, for something else")
        found = _entered(desk, log, note["from"], value)
        if found is not None:
            return found
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = {"log": log, "from": desk.ledger.size(log), "value": told.hexdigest()}
        path.unlink(missing_ok=True)
        disk.put_file(path, json.dumps(kept).encode())
    return say(desk, value)


def sent_before(desk: Desk, key: str) -> bool:
    """Whether anything was begun under this key."""
    return (desk.folder / "cache" / "sent" / hashlib.sha256(key.encode()).hexdigest()).is_file()


def _note(path: Path) -> dict[str, Any] | None:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    good = isinstance(kept, dict) and {"log", "from", "value"} <= kept.keys() and isinstance(kept["from"], int)
    return kept if good else None


def _entered(desk: Desk, log: str, start: int, value: Any) -> str | None:
    """The entry of that log from an index on that says exactly this."""
    wire = to_wire(value)
    for index, line in enumerate(desk.ledger.lines(log, start), start):
        read = read_line(line)
        if read.header is not None and read.header.kind == value.kind and read.body is not None:
            entry = open_line(read, index)
            if to_wire(entry.value) == wire:
                return entry.id
    return None
