"""What a log says of keys: whose it is, and what became of the key that signs it."""

import base64
from dataclasses import dataclass
from typing import ClassVar

from .digest import canonical, check_digest, sha256
from .fault import BadValue


def fingerprint(public: bytes) -> str:
    """SHA-256 of the 32 raw bytes of an Ed25519 public key."""
    if len(public) != 32:
        raise BadValue(f"an Ed25519 public key has 32 bytes, not {len(public)}")
    return sha256(public)


def key_bytes(text: str) -> bytes:
    """A public key from its base64. Raises BadValue."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as bad:
        raise BadValue("a public key is 32 bytes in base64") from bad
    if len(raw) != 32 or base64.b64encode(raw).decode() != text:
        raise BadValue("a public key is 32 bytes in base64")
    return raw


def log_id(case: str, key: str, device: str) -> str:
    """A log belongs to one key in one case on one device. `key` is the first key's fingerprint."""
    return sha256(b"firsthand log v1\n" + canonical({"case": case, "device": device, "key": key}))


def rotation_bytes(log: str, new: str) -> bytes:
    """What the old key signs to hand a log over to a new key (base64)."""
    return b"firsthand rotation v1\n" + canonical({"log": log, "new": new})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Index 0 of every log. `case` and `device` are random ids; `key` the public key in base64; the names are sealed."""

    kind: ClassVar[str] = "opened"
    sealed: ClassVar[tuple[str, ...]] = ("author", "title")
    case: str
    device: str
    key: str
    author: str
    title: str = ""

    def __post_init__(self) -> None:
        key_bytes(self.key)
        check_digest(self.case, "case")
        check_digest(self.device, "device")
        if not self.author.strip():
            raise BadValue("a log has an author")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRotated:
    """From here on another key signs; the old key's signature (base64) over `rotation_bytes` hands over."""

    kind: ClassVar[str] = "key-rotated"
    sealed: ClassVar[tuple[str, ...]] = ()
    new: str
    signature: str

    def __post_init__(self) -> None:
        key_bytes(self.new)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAdded:
    """The author of this log owns another log of the case too (a second device)."""

    kind: ClassVar[str] = "key-added"
    sealed: ClassVar[tuple[str, ...]] = ()
    log: str
    reason: str

    def __post_init__(self) -> None:
        check_digest(self.log, "log")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLost:
    """A co-author vouches that the author of log `old` has lost its key and goes on in log `new`."""

    kind: ClassVar[str] = "key-lost"
    sealed: ClassVar[tuple[str, ...]] = ()
    old: str
    new: str
    reason: str

    def __post_init__(self) -> None:
        check_digest(self.old, "old")
        check_digest(self.new, "new")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCompromised:
    """A key may have been in other hands since log `log` had `since` entries; what it signed after is not to be relied on."""

    kind: ClassVar[str] = "key-compromised"
    sealed: ClassVar[tuple[str, ...]] = ()
    log: str
    since: int
    reason: str

    def __post_init__(self) -> None:
        check_digest(self.log, "log")
        if self.since < 0:
            raise BadValue("since counts entries")
