"""The page says of an observation, which the ledger shows, that it is withheld."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    start = page.index("<li>", page.index("<h5>Observations for it</h5>"))
    good.repage(page[start : page.index("</li>", start)], "<li>an observation that is withheld")
