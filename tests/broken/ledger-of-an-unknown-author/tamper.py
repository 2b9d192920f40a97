"""A ledger that no head names: somebody slips in."""

from firsthand.record.log import join_notes
from tests.recheck.making import Author, Book, Report


def tamper(good: Report) -> None:
    other = Author(Book(good.book.case), "C. Stranger")
    good.put(f"ledger/{other.log}.jsonl", b"".join(line + b"\n" for line in other.book.lines(other.log)))
    good.put(f"ledger/{other.log}.checkpoints", join_notes(other.book.notes(other.log)).encode())
    good.reseal()
