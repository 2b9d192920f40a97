"""The second author signs another history than the one that the first has seen."""

from firsthand.record.publication import Draft
from tests.recheck.making import Author, Book, Report


def tamper(good: Report) -> None:
    twin = Author(Book(good.book.case), good.b.name)
    for number in range(2):
        twin.say(Draft(text=f"All is well, {number}."))
    good.put_lines(good.b, list(twin.book.lines(twin.log)))
    good.b.leaves = twin.leaves
    good.relaunch(good.b)
