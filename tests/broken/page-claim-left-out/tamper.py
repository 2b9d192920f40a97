"""What the other side says is left out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    at = page.index(f'<tr role="row" id="e-{good.ids["claim_club"][:16]}"')
    good.repage(page[at : page.index("</tr>\n", at) + 6], "")
