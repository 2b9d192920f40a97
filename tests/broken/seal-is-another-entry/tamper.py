"""In place of a published entry there is a sentence."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put_seal(good.a.make(Draft(text="Trust me."), after=[]), good.a.leaves[:-1])
