"""Beside the good signature a bad one under the same name and id."""

import base64
from firsthand.record.log import join_notes, split_notes
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    notes = split_notes(good.read(good.notes(good.b)).decode())

    head, _, tail = notes[-1].rstrip("\n").rpartition("\n")
    name, _, signature = tail.rpartition(" ")
    raw = bytearray(base64.b64decode(signature))
    raw[-1] ^= 1
    notes[-1] = f"{head}\n{tail}\n{name} {base64.b64encode(raw).decode()}\n"
    good.put(good.notes(good.b), join_notes(notes).encode())
    good.reseal()
