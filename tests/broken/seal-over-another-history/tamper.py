"""The author seals the same entry over another history, with a proof that fits that one."""

from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    others = [*good.a.leaves[:4], digest("another"), *good.a.leaves[5:-1]]
    good.put_seal(good.sealed(), others)
