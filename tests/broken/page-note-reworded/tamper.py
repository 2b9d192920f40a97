"""A note says something else than its entry."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage("third lamp post.</bdi><br>", "third house.</bdi><br>")
