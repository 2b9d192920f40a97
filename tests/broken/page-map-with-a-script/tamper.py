"""A map runs a script."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    path = next(path for path in good.listing() if path.startswith("places/"))
    good.repage("</svg>", "<script>alert(1)</script>\n</svg>", path)
