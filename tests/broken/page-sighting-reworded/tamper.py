"""A sighting is of another day."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<bdi dir="ltr">2024-05-04 17:42:00–17:42:59 UTC</bdi>', '<bdi dir="ltr">2024-05-03 17:42:00–17:42:59 UTC</bdi>')
