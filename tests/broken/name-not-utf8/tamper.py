"""A name that is not text."""

import os
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    with open(os.fsencode(good.path) + b"/\xff\xfe.html", "wb") as file:
        file.write(b"<p>")
