"""A size with zeros before it, which two readers read differently."""

from dataclasses import replace
from firsthand.record.log import join_notes, split_notes
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    notes = split_notes(good.read(good.notes(good.b)).decode())

    good.put(good.notes(good.b), join_notes([*notes[:-1], notes[-1].replace("\n3\n", "\n003\n")]).encode())
    good.reseal()
