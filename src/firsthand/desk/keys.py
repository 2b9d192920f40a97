"""What an author says of keys: handed over to a new one, a second device, a lost one vouched for, one in other hands."""

import base64
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firsthand.outside.keyring import Identity, Keyring
from firsthand.port import Ledger
from firsthand.recheck.signing import public_bytes, sign_rotation
from firsthand.record.entry import open_line, read_line
from firsthand.record.fault import BadReference, DamagedLog
from firsthand.record.keys import KeyAdded, KeyCompromised, KeyLost, KeyRotated, fingerprint, key_bytes

from .desk import Author, Desk
from .pen import pen
from .weigh import say

MARKS = (b'"kind":"opened"', b'"kind":"key-rotated"')  # in the canonical bytes of the lines that matter here


def key_in_force(ledger: Ledger, log: str) -> str:
    """Fingerprint of the key that signs a log now: the one that opened it, or the last that it was handed over to.

    Raises DamagedLog where the log does not begin by being opened.
    """
    public = ""
    for index, data in enumerate(ledger.lines(log)):
        if not any(mark in data for mark in MARKS):
            continue
        line = read_line(data)
        if line.header is not None and line.header.kind == "key-rotated":
            public = open_line(line, index).value.new
        elif line.header is not None and index == 0 and line.header.kind == "opened":
            public = open_line(line, index).value.key
    if not public:
        raise DamagedLog(f"the log {log[:12]} does not begin with the entry that opens it")
    return fingerprint(key_bytes(public))


def rotate(desk: Desk, ring: Keyring, passphrase: str | None = None) -> tuple[Desk, Identity]:
    """Hands the author's log over to a new key: the old one signs the hand-over, the new one the checkpoint over it.

    1. The new key is made and on the disk.  2. The entry is written, by the old key.  3. The batch's checkpoint is the new key's.
    """
    author = desk.writer
    made = ring.make(author.name, passphrase)
    new = ring.open(made.fingerprint, passphrase)
    handed = KeyRotated(
        new=base64.b64encode(public_bytes(new)).decode(),
        signature=sign_rotation(author.log, public_bytes(new), author.key),
    )
    pen(desk).write([handed], signed_by=new)
    return replace(desk, author=_with(author, new)), made


def _with(author: Author, key: Ed25519PrivateKey) -> Author:
    return Author(name=author.name, key=key, device=author.device, log=author.log)


def link(desk: Desk, log: str, reason: str) -> str:
    """The author owns another log of this case too; it counts once that log says the same of this one."""
    return say(desk, KeyAdded(log=_known(desk, log), reason=reason))


def vouch_lost(desk: Desk, old: str, new: str, reason: str) -> str:
    """The author of `old` has lost its key and goes on in `new`: said by somebody else."""
    return say(desk, KeyLost(old=_known(desk, old), new=_known(desk, new), reason=reason))


def compromised(desk: Desk, log: str, since: int, reason: str) -> str:
    """A log may have been written by other hands from entry `since` on."""
    return say(desk, KeyCompromised(log=_known(desk, log), since=since, reason=reason))


def _known(desk: Desk, short: str) -> str:
    found = [log for log in desk.ledger.logs() if len(short) >= 6 and log.startswith(short.lower())]
    if len(found) != 1:
        raise BadReference(f"{short[:64]!r} names {len(found) or 'no'} logs of this case; give 6 characters or more")
    return found[0]
