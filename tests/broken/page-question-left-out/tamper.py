"""A question is left out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    at = page.index(f'<section class="question" id="e-{good.ids["law"][:16]}"')
    good.repage(page[at : page.index("</section>\n", at) + 11], "")
