"""An author whom nobody has cited is left out, while the reader has a checkpoint of that log."""

from tests.recheck.making import Author, Report


def tamper(good: Report) -> str:
    c = Author(good.book, "C. Witness")
    good.publish(book=good.book.without(c.log))
    return c.note()
