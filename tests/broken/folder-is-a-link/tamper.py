"""The blobs lie in another folder, behind a link."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "blobs").rename(good.path.parent / "elsewhere")
    (good.path / "blobs").symlink_to(good.path.parent / "elsewhere")
