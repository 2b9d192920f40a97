"""A stranger makes the whole report anew under a key of their own."""

import shutil
from firsthand.record.publication import Draft
from tests.recheck.making import Author, Book, Report


def tamper(good: Report) -> None:
    shutil.rmtree(good.path)
    book = Book(good.book.case)
    stranger = Author(book, "A. Analyst", seed="stranger ")
    stranger.write(Draft(text="The salute was at dusk."))
    good.book, good.a, good.editions, good.last = book, stranger, 0, None
    good.publish(files={"index.html": b"<p>Dusk."})
