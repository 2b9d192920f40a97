"""A still is said to be of another moment."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    at = page.index('<details class="still">')
    still = page[at : page.index("</details>\n", at)]
    good.repage(still, still.replace("0:00", "0:07"))
