"""A co-author's key was in other hands: what rests on it cannot be relied on."""

from firsthand.record.keys import KeyCompromised
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.a.write(KeyCompromised(log=good.b.log, since=1, reason="The laptop was stolen."))
    good.publish()
