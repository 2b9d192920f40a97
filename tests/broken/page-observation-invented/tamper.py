"""Under a judgement stands an observation that nobody entered."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    start = page.index("<h5>Observations for it</h5>")
    one = page[page.index("<li>", start) : page.index("</li>\n", start) + 6]
    good.repage(one, one + one.replace("landmark", "words").replace(good.ids["tower"][:16], "0123456789abcdef"))
