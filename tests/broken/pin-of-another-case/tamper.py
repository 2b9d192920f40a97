"""The reader's checkpoint is of another case."""

from tests.recheck.making import Report, digest


def tamper(good: Report) -> str:
    return good.a.note(2, case=digest("another case"))
