"""Links and pictures lead elsewhere."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<meta name="referrer"', '<base href="https://elsewhere.example/"><meta name="referrer"')
