"""Somebody is named as an author who wrote nothing."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('By <bdi dir="auto">Olena Marchuk</bdi>', 'By <bdi dir="auto">Olena Marchuk</bdi>, <bdi dir="auto">A Court</bdi>')
