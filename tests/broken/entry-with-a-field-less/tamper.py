"""The author's body lacks a field of its kind."""

from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> str:
    class Short(Draft):
        def wire(self):
            return {"text": "x", "section": "known"}


    good.b.append(good.b.make(Short(text="x")))
    good.publish()
