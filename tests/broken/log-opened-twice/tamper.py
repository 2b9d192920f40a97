"""A second opening in the middle of a log, with another key."""

import base64
from firsthand.recheck.signing import public_bytes
from firsthand.record.keys import Opened
from tests.recheck.making import Report, key_of


def tamper(good: Report) -> None:
    other = base64.b64encode(public_bytes(key_of("another"))).decode()
    good.b.write(Opened(case=good.book.case, device=good.b.device, key=other, author="B. Reader"))
    good.publish()
