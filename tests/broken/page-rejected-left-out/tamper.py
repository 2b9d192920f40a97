"""The place that was ruled out is not named."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    at = page.index("; kept as rejected: ")
    place = page[at : page.index('"', at)]
    good.repage(place, "")
    good.cut_page('<li><bdi dir="ltr">kept as rejected', "</li>")
