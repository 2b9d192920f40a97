"""An observation is said to be of another moment of its film."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage("frame at 0:02.100</a>", "frame at 0:05.100</a>")
