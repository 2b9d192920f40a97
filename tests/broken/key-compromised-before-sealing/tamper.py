"""A co-author has said that the sealing key was in other hands before it sealed."""

from firsthand.record.keys import KeyCompromised
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.b.write(KeyCompromised(log=good.a.log, since=4, reason="The laptop was stolen."))
    good.publish()
