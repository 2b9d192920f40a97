"""Between the heads and the seal the author's log holds an entry that is not shown."""

from firsthand.record.assessment import Withdrawal
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    hidden = good.a.make(Withdrawal(of=good.ids["assessment"], reason="It was wrong."), after=[])
    good.put_seal(good.sealed(), [*good.a.leaves[:-1], hidden.hash])
