"""An author for tests: seals values, keeps the tree, signs checkpoints; the same every time it is made."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firsthand.port import Ledger
from firsthand.recheck.signing import public_bytes, sign_checkpoint
from firsthand.record.digest import sha256
from firsthand.record.entry import Head, Line, seal
from firsthand.record.keys import Opened, fingerprint, log_id
from firsthand.record.log import Checkpoint, Signature, Tree, key_name

CASE = sha256(b"the case of the suites")
BEGIN = datetime(2024, 3, 1, 12, tzinfo=UTC)


@dataclass(slots=True)
class Author:
    """Writes batches by hand; `write` puts them into a ledger."""

    name: str
    case: str = CASE
    key: Ed25519PrivateKey = field(init=False)
    log: str = field(init=False)
    tree: Tree = field(default_factory=Tree)
    ids: list[str] = field(default_factory=list)
    _salts: int = 0

    def __post_init__(self) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(sha256(self.name.encode())))
        self.log = log_id(self.case, self.by, self.device)

    @property
    def by(self) -> str:
        return fingerprint(public_bytes(self.key))

    @property
    def device(self) -> str:
        return sha256(b"device of " + self.name.encode())

    def opened(self) -> Opened:
        """The value of index 0."""
        public = b64encode(public_bytes(self.key)).decode()
        return Opened(case=self.case, device=self.device, key=public, author=self.name)

    def line(self, value: Any, after: Sequence[Head] = ()) -> Line:
        """The next entry's line, which is now in the author's tree."""
        moment = BEGIN + timedelta(seconds=self.tree.size)
        made = seal(value, log=self.log, by=self.by, now=moment, after=after, salt=self._salt)
        self.tree.add(made.hash)
        self.ids.append(made.hash)
        return made

    def note(self) -> str:
        """A signed checkpoint over all lines so far."""
        checkpoint = Checkpoint(case=self.case, log=self.log, size=self.tree.size, root=self.tree.root())
        return sign_checkpoint(checkpoint, self.key)

    def write(self, ledger: Ledger, *values: Any, after: Sequence[Head] = ()) -> list[str]:
        """One batch; ids of its entries. The log's first entry is made where there is none."""
        at = self.tree.size
        given = values if at else (self.opened(), *values)
        lines = [self.line(value, after) for value in given]
        ledger.append(self.log, [line.bytes() for line in lines], self.note(), at=at)
        return self.ids[at:]

    def head(self) -> Head:
        return Head(log=self.log, size=self.tree.size, root=self.tree.root())

    def _salt(self) -> str:
        self._salts += 1
        return sha256(f"{self.name} {self._salts}".encode())[:32]


def unsigned_note(log: str, size: int, *, root: str | None = None) -> str:
    """A checkpoint in form only, for stores that look at sizes and not at signatures."""
    blank = Signature(name=key_name(log), key_id=bytes(4), signature=bytes(64))
    return Checkpoint(case=CASE, log=log, size=size, root=root or sha256(b"%d" % size), signatures=(blank,)).note()
