"""The author has made the log anew, without the withdrawal, under the same key."""

from firsthand.record.publication import Draft
from tests.recheck.making import Author, Book, Report


def tamper(good: Report) -> str:
    pin = good.book.notes(good.a.log)[-1]
    book, ids = Book(good.book.case), dict[str, str]()
    a = Author(book, good.a.name)
    for number in range(30):
        a.write(Draft(text=f"Nothing was ever withdrawn, {number}."))
    good.book, good.a, good.editions, good.last, good.ids = book, a, 0, None, ids
    good.publish(files={"index.html": b"<p>Nothing."})
    return pin
