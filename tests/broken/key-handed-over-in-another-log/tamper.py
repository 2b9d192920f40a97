"""A hand-over signed for another log is replayed here."""

import base64
from firsthand.recheck.signing import public_bytes, sign_rotation
from firsthand.record.keys import KeyRotated
from tests.recheck.making import Report, key_of


def tamper(good: Report) -> None:
    new = key_of("new")
    text = base64.b64encode(public_bytes(new)).decode()
    line = good.b.make(KeyRotated(new=text, signature=sign_rotation(good.a.log, public_bytes(new), good.b.key)))
    good.b.key = new
    good.b.append(line)
    good.publish()
