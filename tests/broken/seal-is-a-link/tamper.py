"""A link in place of the seal's checkpoint."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "seal/checkpoint").unlink()
    (good.path / "seal/checkpoint").symlink_to("../index.html")
