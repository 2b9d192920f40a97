"""The author writes an entry of a kind that the house does not have."""

from tests.recheck.making import Report


def tamper(good: Report) -> str:
    class Verdict:
        kind, sealed = "verdict", ()

        def wire(self):
            return {"guilty": True}


    good.b.append(good.b.make(Verdict()))
    good.publish()
