"""One byte of the page is another."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    data = bytearray(good.read("index.html"))
    data[40] ^= 1
    good.put("index.html", bytes(data))
