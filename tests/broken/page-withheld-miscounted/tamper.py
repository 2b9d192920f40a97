"""More entries are said to be shown than are."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('Entries shown</th><td>66', 'Entries shown</th><td>67')
