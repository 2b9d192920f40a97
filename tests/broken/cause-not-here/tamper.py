"""A sentence rests on an entry that is in no ledger."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    good.a.write(Draft(text="From nowhere.", rests_on=(digest("nowhere"),)))
    good.publish()
