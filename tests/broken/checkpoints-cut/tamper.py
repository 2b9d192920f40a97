"""The last checkpoint is gone."""

from firsthand.record.log import join_notes, split_notes
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    notes = split_notes(good.read(good.notes(good.b)).decode())

    good.put(good.notes(good.b), join_notes(notes[:-1]).encode())
    good.reseal()
