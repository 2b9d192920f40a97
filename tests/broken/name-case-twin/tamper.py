"""Index.html beside index.html: on some machines one hides the other."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("Index.html", b"<p>Another page.")
