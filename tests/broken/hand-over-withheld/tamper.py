"""The hand-over of the sealing key is withheld."""

from tests.recheck.making import Report, Withheld


def tamper(good: Report) -> None:
    good.publish(disclosure={good.ids["rotated"]: Withheld(body=True)})
