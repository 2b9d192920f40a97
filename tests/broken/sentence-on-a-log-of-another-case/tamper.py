"""A sentence rests on an entry of a log that was opened in another case."""

from firsthand.record.publication import Draft
from tests.recheck.making import Author, Book, Report, digest


def tamper(good: Report) -> None:
    other = Author(Book(digest("another case")), "C. Stranger")
    theirs = other.say(Draft(text="Somewhere else."))
    good.book.held[other.log], good.book.signed[other.log] = list(other.book.lines(other.log)), list(other.book.notes(other.log))
    good.a.write(Draft(text="Resting on it.", rests_on=(theirs,)))
    good.publish()
