"""Words are drawn on a map."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    path = next(path for path in good.listing() if path.startswith("places/"))
    good.repage("</svg>", '<text x="20" y="200" font-size="40">It is proven</text>\n</svg>', path)
