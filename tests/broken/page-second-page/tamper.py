"""Another page lies beside the first."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("proven.html", b"<p>It is proven.")
    good.reseal()
