"""The author's body carries a field that its kind does not have."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> str:
    class Padded(Draft):
        def wire(self):
            return {"text": "x", "section": "known", "order": 0, "rests_on": [], "answers": [], "replaces": None, "more": 1}


    good.b.append(good.b.make(Padded(text="x")))
    good.publish()
