"""Words stand after the end of the page."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('</html>', '</html>It is proven.')
