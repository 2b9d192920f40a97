"""An entry rests on another author's, which its log has not cited."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    theirs = good.b.say(Draft(text="Theirs."))
    good.a.write(Draft(text="Mine.", rests_on=(theirs,)), after=[])
    good.a.cited[good.b.log] = len(good.b.leaves)
    good.publish()
