"""A log of another case stands among these."""

from tests.recheck.making import Author, Book, Report, digest


def tamper(good: Report) -> None:
    other = Author(Book(digest("another case")), "C. Stranger")
    good.book.held[other.log], good.book.signed[other.log] = list(other.book.lines(other.log)), list(other.book.notes(other.log))
    good.publish()
