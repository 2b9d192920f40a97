"""An entry rests on one that stands after it."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    later = good.a.make(Draft(text="Later."))
    good.a.append(good.a.make(Draft(text="Before its ground.", rests_on=(later.hash,))), later)
    good.publish()
