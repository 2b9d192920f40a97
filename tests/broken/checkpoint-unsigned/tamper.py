"""A checkpoint without any signature."""

from firsthand.record.log import join_notes, split_notes
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    notes = split_notes(good.read(good.notes(good.b)).decode())

    text = notes[-1].partition("\n\n")[0]
    good.put(good.notes(good.b), (join_notes(notes[:-1]) + text + "\n\n").encode())
    good.reseal()
