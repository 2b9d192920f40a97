"""Two names that look the same, composed and decomposed."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("caf\u00e9.html", b"<p>One.")
    good.put("cafe\u0301.html", b"<p>Two.")
