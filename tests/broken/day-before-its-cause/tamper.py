"""An entry is dated before what it rests on: noted, for the order shows that it was not."""

from datetime import timedelta
from firsthand.record.publication import Draft
from tests.recheck.making import Report, START


def tamper(good: Report) -> None:
    late = good.a.say(Draft(text="Late."), now=START + timedelta(days=9))
    good.b.write(Draft(text="Earlier.", rests_on=(late,)))
    good.publish()
