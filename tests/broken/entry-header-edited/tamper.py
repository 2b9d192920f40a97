"""The day of an entry is changed."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    def change(wire):
        wire["header"]["at"] = "2024-02-01"


    lines = good.lines(good.a)
    at = good.index(good.a, "secret claim")
    good.edit_line(good.a, at, change)
