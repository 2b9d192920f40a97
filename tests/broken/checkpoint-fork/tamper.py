"""The author has signed two histories of one size."""

from firsthand.record.log import join_notes, root_of, split_notes
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    notes = split_notes(good.read(good.notes(good.b)).decode())

    other = good.b.note(2, root=root_of([good.b.leaves[0], digest("another")]))
    good.put(good.notes(good.b), join_notes([*notes[:-1], other, notes[-1]]).encode())
    good.reseal()
