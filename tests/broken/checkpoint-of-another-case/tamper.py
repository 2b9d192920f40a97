"""The author signs the log for another case."""

from firsthand.record.log import join_notes
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    good.put(good.notes(good.b), join_notes([good.b.note(case=digest("another"))]).encode())
    good.reseal()
