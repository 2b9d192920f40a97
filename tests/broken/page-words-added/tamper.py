"""A paragraph stands there that no template writes."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<main id="main">\n', '<main id="main">\n<p>It is proven.</p>\n')
