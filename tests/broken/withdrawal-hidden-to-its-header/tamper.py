"""What a withdrawal is about is hidden."""

from tests.recheck.making import Report, Withheld


def tamper(good: Report) -> None:
    good.publish(disclosure={good.ids["withdrawal"]: Withheld(body=True)})
