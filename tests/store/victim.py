"""Made to be killed: forks a child for each order on stdin; the child works on a case, says what was acknowledged, and dies.

An order is a line "FOLDER NTH ROUND". With NTH 0 the child works until it is killed from outside; else it kills itself just
before its NTH call that changes the disk (in the middle of it, where that is a write).
"""

import io
import os
import random
import signal
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from firsthand.store import file_vault
from firsthand.store.files import FileLedger, FileVault, create_case_dir
from firsthand.testing.author import CASE, unsigned_note
from tests.store import plan
from tests.store.calls import Calls


def say(text: str) -> None:
    """One write, so that a line is there whole or not at all."""
    os.write(1, text.encode() + b"\n")


def die_at(nth: int) -> Calls:
    def before(count: int, name: str, args: tuple[Any, ...]) -> None:
        if count == nth:
            if name == "write":
                os.write(args[0], args[1][: len(args[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)

    return Calls(before)


def work(case: Path, turn: int) -> None:
    """Batches and bytes without end, each told as soon as it is acknowledged."""
    if not (case / "case.json").exists():
        create_case_dir(case, CASE)
        say("case")
    ledger, vault, chance = FileLedger(case), FileVault(case, reserve=0), random.Random(turn)
    while True:
        log, at = chance.choice((plan.ONE, plan.TWO)), 0
        at, count = ledger.size(log), chance.randrange(1, 9)
        ledger.append(log, plan.lines(log, at, count), unsigned_note(log, at + count), at=at)
        say(f"log {log} {at + count}")
        data = b"%d" % chance.randrange(200) * chance.randrange(2000)
        vault.put(io.BytesIO(data))
        say(f"blob {sha256(data).hexdigest()}")


def main() -> None:
    file_vault.CHUNK = plan.CHUNK
    for order in sys.stdin:
        folder, nth, turn = order.split()
        child = os.fork()
        if not child:
            say(f"pid {os.getpid()}")
            try:
                with die_at(int(nth)):
                    work(Path(folder), int(turn))
            except BaseException as bad:
                say(f"failed {bad!r}")
            os._exit(1)
        os.waitpid(child, 0)
        say("end")


if __name__ == "__main__":
    main()
