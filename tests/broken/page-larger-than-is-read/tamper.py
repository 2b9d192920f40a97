"""A page padded until nobody reads it: its words are not looked at, and nothing is said of them."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("index.html", good.read("index.html") + b"\n" * (70 << 20))
    good.reseal()
