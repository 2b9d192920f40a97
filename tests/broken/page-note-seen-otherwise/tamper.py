"""A note is seen as one and leads to another."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<a href="#note-2" aria-label="Note 2">2</a>', '<a href="#note-4" aria-label="Note 4">2</a>')
