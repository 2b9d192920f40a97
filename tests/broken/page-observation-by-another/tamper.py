"""An observation is said to be somebody else’s."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    at = page.index("</a>; ", page.index("<h5>Observations for it</h5>"))
    good.repage(page[at : at + 80], page[at : at + 80].replace("Olena Marchuk", "Bram de Wit"))
