"""One author's checkpoints stand in the other's file."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put(good.notes(good.b), good.read(good.notes(good.a)))
    good.reseal()
