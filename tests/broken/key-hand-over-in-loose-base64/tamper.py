"""A hand-over's signature in a second base64 form."""

import base64
from firsthand.recheck.signing import public_bytes, sign_rotation
from firsthand.record.keys import KeyRotated
from tests.recheck.making import Report, key_of


def tamper(good: Report) -> None:
    new = key_of("new")
    signature = sign_rotation(good.b.log, public_bytes(new), good.b.key)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    loose = signature[:85] + letters[letters.index(signature[85]) ^ 1] + "=="
    line = good.b.make(KeyRotated(new=base64.b64encode(public_bytes(new)).decode(), signature=loose))
    good.b.key = new
    good.b.append(line)
    good.publish()
