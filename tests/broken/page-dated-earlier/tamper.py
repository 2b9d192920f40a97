"""The page is dated long before its seal."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('published <bdi dir="ltr">2024-05-06', 'published <bdi dir="ltr">2023-05-06')
