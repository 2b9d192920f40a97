"""Outcomes are set as if there were none."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage("<li>Inconclusive <b>1", '<li class="zero">Inconclusive <b>1')
