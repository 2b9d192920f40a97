"""The page is a link to a file of the reader's machine."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "index.html").unlink()
    (good.path / "index.html").symlink_to("/etc/hostname")
