"""What fools a method is worded anew."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<li>maker notes are not read</li>', '<li>nothing fools it</li>')
