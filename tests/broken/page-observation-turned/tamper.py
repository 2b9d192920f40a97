"""What speaks for an answer is printed as speaking against it."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage("<h5>Observations for it</h5>", "<h5>Observations against it</h5>")
