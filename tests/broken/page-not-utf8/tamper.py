"""The page is not UTF-8."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("index.html", good.read("index.html").replace(b"lantern parade", b"lantern \xff parade", 1))
    good.reseal()
