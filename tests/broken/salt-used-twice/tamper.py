"""A salt is used twice, so that what is withheld can be guessed from what is shown."""

from firsthand.record.claim import Source, SourceKind
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    again = good.b.salt()
    good.b.append(good.b.make(Source(name="a witness", is_a=SourceKind.PERSON), salt=lambda: again))
    good.publish()
