"""A sentence stands without the judgement that dissents."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    start = page.index(good.ids["sum_2"])
    at = page.index('<div class="judged">', page.index("</div>", page.index('<div class="judged">', start)))
    good.repage(page[at : page.index("</div>\n", at) + 7], "")
