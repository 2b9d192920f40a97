"""A sentence stands without its notes."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    start = page.index(good.ids["sum_1"])
    at = page.index("<sup", start)
    good.repage(page[at : page.index("</sup>", at) + 6], "")
