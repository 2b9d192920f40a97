"""An edited finding takes the sentence with it that rests on its assessment."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    def change(wire):
        wire["body"]["outcome"]["value"]["of"] = 4


    good.edit_line(good.a, good.index(good.a, "finding"), change)
