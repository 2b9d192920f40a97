"""A claim that stands is set as a withdrawn one is."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    row = f'<tr role="row" id="e-{good.ids["claim_club"][:16]}"'
    good.repage(row, row + ' class="withdrawn"')
