"""The answer that was not chosen is left out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    at = page.index(f'<article class="answer" id="e-{good.ids["rowers"][:16]}">')
    good.repage(page[at : page.index("</article>\n", at) + 11], "")
