"""A map is shown that is no map of the finding."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("places/proven.svg", good.read(next(path for path in good.listing() if path.startswith("places/"))))
    page = good.read("index.html").decode()
    at = page.index('<img src="places/') + 10
    good.repage(page[at : page.index('"', at)], "places/proven.svg")
