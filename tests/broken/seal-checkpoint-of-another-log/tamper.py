"""The seal's checkpoint is the other author's."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("seal/checkpoint", good.book.notes(good.b.log)[-1].encode())
