"""A sentence that was replaced stands there in the new one's place."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage(good.ids["known_3b"], good.ids["known_3"])
