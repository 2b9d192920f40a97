"""A hand-over that the key in force has not signed."""

import base64
from firsthand.recheck.signing import public_bytes, sign_rotation
from firsthand.record.keys import KeyRotated
from tests.recheck.making import Report, key_of


def tamper(good: Report) -> None:
    new, stranger = key_of("new"), key_of("a stranger")
    text = base64.b64encode(public_bytes(new)).decode()
    line = good.b.make(KeyRotated(new=text, signature=sign_rotation(good.b.log, public_bytes(new), stranger)))
    good.b.key = new
    good.b.append(line)
    good.publish()
