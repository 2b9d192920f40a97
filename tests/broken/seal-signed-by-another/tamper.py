"""Another key signs the seal's checkpoint."""

from tests.recheck.making import Report, key_of


def tamper(good: Report) -> None:
    line = good.sealed()
    good.put_seal(line, good.a.leaves[:-1], key=key_of("a stranger"))
