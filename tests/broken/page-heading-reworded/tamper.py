"""A heading of the template is another."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('What is not known</h2>', 'What is proven</h2>')
