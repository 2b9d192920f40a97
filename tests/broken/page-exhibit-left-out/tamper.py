"""A file that entries speak of is no exhibit of the page."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    start = page.index('<article class="exhibit" id="x-3"')
    good.repage(page[start : page.index("</article>\n", start) + 11], "")
