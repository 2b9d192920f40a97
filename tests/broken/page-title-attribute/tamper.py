"""Words stand in an attribute."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<div class="said">', '<div class="said" title="It is proven">')
