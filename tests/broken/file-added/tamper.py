"""A file that nobody listed."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("more.html", b"<p>And more.")
