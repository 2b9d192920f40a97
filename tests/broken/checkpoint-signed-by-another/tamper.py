"""Another key signs the checkpoint."""

from firsthand.record.log import join_notes
from tests.recheck.making import Report, key_of


def tamper(good: Report) -> None:
    good.put(good.notes(good.b), join_notes([good.b.note(key=key_of("a stranger"))]).encode())
    good.reseal()
