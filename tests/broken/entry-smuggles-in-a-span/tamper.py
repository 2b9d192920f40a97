"""A field hides within a span."""

from firsthand.record.claim import Claim
from tests.recheck.making import Report


def tamper(good: Report) -> str:
    class Padded(Claim):
        def wire(self):
            made = {name: getattr(self, name) for name in ("source", "paraphrase", "verbatim", "language", "translation", "reason")}
            span = {"earliest": None, "latest": None, "zone": None, "verbatim": None, "more": "x"}
            lists = {name: [] for name in ("through", "speaks_to", "hedges", "files", "rests_on")}
            return {**made, **lists, "said": span, "basis": "none given", "credibility": "6"}


    good.a.append(good.a.make(Padded(source=good.ids["source"], paraphrase="x")))
    good.publish()
