"""A sentence rests on an entry that names a key never in force."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    false = good.a.say(Draft(text="False."), by=digest("no key"))
    good.a.write(Draft(text="Resting on it.", rests_on=(false,)))
    good.publish()
