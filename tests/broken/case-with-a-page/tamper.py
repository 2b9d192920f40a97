"""A page of somebody's in a case that holds: nothing vouches for it."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "index.html").write_bytes(b"<p>Whatever I like.")
