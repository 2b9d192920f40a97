"""A file whose name begins with a dot, listed by the publisher."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put(".htaccess", b"Redirect / /elsewhere")
    good.reseal()
