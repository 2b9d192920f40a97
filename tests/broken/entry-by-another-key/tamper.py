"""An entry names a key that was never in force."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    good.b.append(good.b.make(Draft(text="It was not me."), by=digest("no key")))
    good.publish()
