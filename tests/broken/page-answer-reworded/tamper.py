"""An answer is worded anew."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<h4 dir="auto">The rowing club</h4>', '<h4 dir="auto">Nobody</h4>')
