"""A page whose name only looks like the listed one: its e is Cyrillic."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "index.html").rename(good.path / "ind\u0435x.html")
