"""A source is given another one's name."""

from firsthand.record.claim import Source, SourceKind
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    other = good.a.make(Source(name="@somebody", is_a=SourceKind.ACCOUNT))


    def change(wire):
        wire["sealed"]["name"] = dict(other.opened["name"])


    good.edit_line(good.a, good.index(good.a, "source"), change)
