"""A checkpoint of more entries than are here: the last ones were taken back."""

from firsthand.record.log import join_notes, root_of
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    taken_back = [*good.b.leaves, digest("taken back")]
    note = good.b.note(len(taken_back), root=root_of(taken_back))
    good.put(good.notes(good.b), good.read(good.notes(good.b)) + join_notes([note]).encode())
    good.reseal()
