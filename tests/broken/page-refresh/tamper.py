"""The page goes to another one by itself."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<meta name="referrer"', '<meta http-equiv="refresh" content="0;url=places/x.html"><meta name="referrer"')
