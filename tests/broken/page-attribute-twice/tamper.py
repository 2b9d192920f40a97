"""An attribute stands twice: a browser takes the first."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<span data-draft="', '<span dir="rtl" data-draft="')
