"""A new author's first writing was cut short by a power failure."""

from tests.recheck.making import Author, Book, Report


def tamper(good: Report) -> None:
    c = Author(Book(good.book.case), "C. Newcomer")
    (good.path / "log" / f"{c.log}.jsonl").write_bytes(next(c.book.lines(c.log))[:-9])
