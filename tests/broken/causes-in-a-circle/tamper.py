"""Somebody makes two entries rest on each other by editing the first."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    one = good.a.say(Draft(text="One."))
    two = good.a.say(Draft(text="Two.", rests_on=(one,)))
    good.publish()


    def change(wire):
        wire["body"]["rests_on"] = [two]


    good.edit_line(good.a, good.a.leaves.index(one), change)
