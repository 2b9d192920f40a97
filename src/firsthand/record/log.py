"""A log's tree (RFC 9162) and its checkpoints (C2SP tlog-checkpoint, signed-note): hashing and text, no signing."""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .digest import check_digest
from .digest import sha256 as sha256_hex
from .fault import BadNote

EMPTY_ROOT = sha256_hex(b"")
ED25519 = b"\x01"
_SIZE = re.compile(r"(0|[1-9][0-9]{0,15})\Z")
_NAME = re.compile(r"[^\s+\x00-\x1f]+\Z")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def node_hash(left: str, right: str) -> str:
    return sha256_hex(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right))


@dataclass(slots=True)
class Tree:
    """The right edge of a growing tree: `size` leaves so far, one root a set bit of `size`, largest first.

    Appending is amortised constant, the root logarithmic: a log of 100,000 entries is rooted at every checkpoint in one pass.
    """

    size: int = 0
    edge: list[str] = field(default_factory=list)

    def add(self, leaf: str) -> None:
        """Takes a leaf hash (64 hexadecimal digits)."""
        self.edge.append(leaf)
        rest = self.size
        while rest & 1:
            right, left = self.edge.pop(), self.edge.pop()
            self.edge.append(node_hash(left, right))
            rest >>= 1
        self.size += 1

    def root(self) -> str:
        if not self.edge:
            return EMPTY_ROOT
        made = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            made = node_hash(left, made)
        return made


def root_of(leaves: Iterable[str]) -> str:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def inclusion_proof(leaves: Sequence[str], index: int) -> list[str]:
    """RFC 9162 section 2.1.3.1: the audit path of leaf `index`, lowest first."""
    if len(leaves) == 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root_of(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root_of(leaves[:split])]


def root_from_proof(leaf: str, index: int, size: int, path: Sequence[str]) -> str | None:
    """RFC 9162 section 2.1.3.2: the root that an audit path leads to; None where the path does not fit the size."""
    if not 0 <= index < size:
        return None
    node, last, made = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            made = node_hash(sibling, made)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            made = node_hash(made, sibling)
        node, last = node >> 1, last >> 1
    return made if last == 0 else None


# --- checkpoints ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature line of a note: the key's name, its 4-byte id and the 64 bytes of Ed25519."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A log's size and root at one time, as its author signed them."""

    case: str
    log: str
    size: int
    root: str
    signatures: tuple[Signature, ...] = ()

    def text(self) -> str:
        """What is signed: origin, size, root, each on its line."""
        root = base64.b64encode(bytes.fromhex(self.root)).decode()
        return f"{origin(self.case, self.log)}\n{self.size}\n{root}\n"

    def note(self) -> str:
        lines = [f"\u2014 {s.name} {base64.b64encode(s.key_id + s.signature).decode()}\n" for s in self.signatures]
        return self.text() + "\n" + "".join(lines)


def origin(case: str, log: str) -> str:
    return f"firsthand/{case}/{log}"


def key_name(log: str) -> str:
    return f"firsthand/{log}"


def key_id(name: str, public: bytes) -> bytes:
    """C2SP signed-note: first four bytes of SHA-256(name, newline, algorithm, key)."""
    return bytes.fromhex(sha256_hex(name.encode() + b"\n" + ED25519 + public))[:4]


def read_note(note: str) -> Checkpoint:
    """A checkpoint from hostile text; signatures are taken apart, not verified. Raises BadNote."""
    text, blank, tail = note.partition("\n\n")
    lines = text.split("\n")
    if not blank or _CONTROL.search(note) or len(lines) != 3:
        raise BadNote("not a checkpoint of three lines and its signatures")
    where = lines[0].split("/")
    if len(where) != 3 or where[0] != "firsthand" or not _SIZE.match(lines[1]):
        raise BadNote(f"not a checkpoint of a case's log: {lines[0][:60]!r}")
    return Checkpoint(
        case=check_digest(where[1], "case"),
        log=check_digest(where[2], "log"),
        size=int(lines[1]),
        root=_base64(lines[2], 32).hex(),
        signatures=tuple(_signatures(tail)),
    )


def _signatures(tail: str) -> list[Signature]:
    if not tail.endswith("\n"):
        raise BadNote("a note ends with a line end")
    made = []
    for line in tail[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not _NAME.match(parts[1]):
            raise BadNote(f"not a signature line: {line[:60]!r}")
        raw = _base64(parts[2], None)
        # Signatures of algorithms that this version does not know are kept out, as the C2SP note asks.
        if len(raw) == 68:
            made.append(Signature(name=parts[1], key_id=raw[:4], signature=raw[4:]))
    return made


def _base64(text: str, size: int | None) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError as bad:
        raise BadNote(f"not base64: {text[:60]!r}") from bad
    if base64.b64encode(raw).decode() != text or (size is not None and len(raw) != size):
        raise BadNote(f"not {size or 'canonical'} bytes in base64: {text[:60]!r}")
    return raw


def split_notes(text: str) -> list[str]:
    """The notes of a `.checkpoints` file: each followed by one empty line. Raises BadNote."""
    if not text:
        return []
    if not text.endswith("\n\n"):
        raise BadNote("the file of checkpoints does not end with an empty line")
    blocks = text[:-2].split("\n\n")
    if len(blocks) % 2:
        raise BadNote("a checkpoint without signatures")
    return [f"{blocks[i]}\n\n{blocks[i + 1]}\n" for i in range(0, len(blocks), 2)]


def join_notes(notes: Iterable[str]) -> str:
    return "".join(note + "\n" for note in notes)
