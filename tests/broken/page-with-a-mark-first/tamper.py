"""A byte order mark stands before the page."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("index.html", b"\xef\xbb\xbf" + good.read("index.html"))
    good.reseal()
