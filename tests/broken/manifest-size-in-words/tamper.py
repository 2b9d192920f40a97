"""The manifest gives a size as text."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    def change(wire):
        wire["files"]["index.html"]["size"] = str(wire["files"]["index.html"]["size"])


    good.reseal(manifest=change)
