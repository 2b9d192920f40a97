"""One bit of a signature is another."""

import base64
from firsthand.record.log import join_notes, split_notes
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    notes = split_notes(good.read(good.notes(good.b)).decode())

    head, _, tail = notes[-1].rstrip("\n").rpartition(" ")
    raw = bytearray(base64.b64decode(tail))
    raw[20] ^= 1
    notes[-1] = f"{head} {base64.b64encode(raw).decode()}\n"
    good.put(good.notes(good.b), join_notes(notes).encode())
    good.reseal()
