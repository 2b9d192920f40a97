"""A likelihood is raised."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    def change(wire):
        wire["body"]["likelihood"] = "almost certain"


    good.edit_line(good.a, good.index(good.a, "assessment"), change)
