"""The first entry opens the log for one key and is by another."""

from dataclasses import replace
from firsthand.record.entry import read_line
from tests.recheck.making import Author, Book, Report


def tamper(good: Report) -> None:
    c = Author(Book(good.book.case), "C. Stranger")
    first = read_line(next(c.book.lines(c.log)))
    header = replace(first.header, by=good.a.first)
    c.book.held[c.log], c.leaves = [], []
    c.append(replace(first, hash=header.id, header=header))
    good.book.held[c.log], good.book.signed[c.log] = c.book.held[c.log], [c.note()]
    good.publish()
