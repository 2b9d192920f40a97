"""A still is shown under another file."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    start = page.index('id="x-1"')
    at = page.index('<details class="still">', start)
    still = page[at : page.index("</details>\n", at) + 11]
    good.repage(still, "")
    good.repage('<div class="cover">', still + '<div class="cover">')
