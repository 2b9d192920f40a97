"""The page is dated after its seal."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('published <bdi dir="ltr">2024-05-06', 'published <bdi dir="ltr">2034-05-06')
