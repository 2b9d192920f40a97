"""Folders within folders, deeper than any report."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "/".join("d" * 40)).mkdir(parents=True)
