"""Two blobs change places."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    one, two = (path for path in good.files if path.startswith("blobs/"))
    first, second = good.read(one), good.read(two)
    good.put(one, second.ljust(len(first))[: len(first)])
    good.put(two, first[: len(second)])
