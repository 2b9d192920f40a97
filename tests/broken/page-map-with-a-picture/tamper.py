"""A map shows a picture of words."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    path = next(path for path in good.listing() if path.startswith("places/"))
    good.repage("</svg>", '<image href="proven.png"/>\n</svg>', path)
