"""The reader's checkpoint is not signed by the log's key."""

from tests.recheck.making import Report, key_of


def tamper(good: Report) -> str:
    return good.a.note(20, key=key_of("a stranger"))
