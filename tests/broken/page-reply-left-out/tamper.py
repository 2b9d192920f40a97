"""That somebody was not asked is left out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    page = good.read("index.html").decode()
    at = page.index("<tr role=\"row\"><td role=\"cell\" data-label=\"Who\"><bdi dir=\"auto\">Riverside Agency")
    good.repage(page[at : page.index("</tr>\n", at) + 6], "")
