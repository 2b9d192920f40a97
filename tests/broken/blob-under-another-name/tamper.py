"""The publisher lists an exhibit under a digest that is not its own."""

from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    (good.path / good.blob()).rename(good.path / f"blobs/{digest('another')}.mp4")
    good.reseal()
