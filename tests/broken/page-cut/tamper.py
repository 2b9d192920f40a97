"""The page lost its end."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("index.html", good.read("index.html")[:-9])
