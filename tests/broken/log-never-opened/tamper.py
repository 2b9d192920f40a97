"""A log that begins with something else."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put_lines(good.b, good.lines(good.b)[1:])
    good.relaunch(good.b)
