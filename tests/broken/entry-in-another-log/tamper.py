"""An entry of one author stands in the log of the other."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.b.append(good.b.make(Draft(text="It was not me."), log=good.a.log, after=[]))
    good.publish()
