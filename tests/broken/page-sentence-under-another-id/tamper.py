"""A sentence says what another draft says."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage(good.ids["sum_2"], good.ids["open_1"])
