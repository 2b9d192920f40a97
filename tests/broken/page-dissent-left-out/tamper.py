"""The dissenting assessment is not among the judgements of its answer."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    at = page.index(f'<div class="judged" id="e-{good.ids["dissent"][:16]}">')
    good.repage(page[at : page.index("</div>\n", at) + 7], "")
