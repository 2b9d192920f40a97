"""A name that reads backwards: gnp.exe shows as exe.png."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("\u202egnp.exe", b"MZ")
