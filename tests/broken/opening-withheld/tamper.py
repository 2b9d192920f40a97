"""The entry that brings a log's key is withheld, so nothing that it signs can be checked."""

from tests.recheck.making import Report, Withheld


def tamper(good: Report) -> None:
    good.publish(disclosure={good.b.leaves[0]: Withheld(body=True)})
