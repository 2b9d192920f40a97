"""What the reader has is no checkpoint."""

from tests.recheck.making import Report


def tamper(good: Report) -> str:
    return "It was\nnoon, I tell you.\n"
