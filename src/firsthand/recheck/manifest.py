"""The manifest and the three files of the seal, read from hostile bytes into values that hold only what the format allows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.record.digest import check_digest, parse_canonical, sha256
from firsthand.record.entry import Entry, Head, Line, open_line, read_line
from firsthand.record.fault import BadEntry, BadRecord
from firsthand.record.log import Checkpoint, read_note

from .hostile import good_path

MANIFEST = "manifest.json"
PUBLISHED = "seal/published.jsonl"
CHECKPOINT = "seal/checkpoint"
PROOF = "seal/proof.json"
OWN = (MANIFEST, PUBLISHED, CHECKPOINT, PROOF)
SHOWN = ("hash", "header", "shown")
BLOB = re.compile(r"blobs/([0-9a-f]{64})(?:\.[a-z0-9]{1,10})?\Z")
READING = re.compile(r"readings/([0-9a-f]{64})\Z")
LEDGER = re.compile(r"ledger/([0-9a-f]{64})\.(jsonl|checkpoints)\Z")
MAX_HEADS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a folder says that it holds. `files` maps a path to (digest, size), `counts` lines by how much they show."""

    digest: str
    case: str
    edition: int
    files: Mapping[str, tuple[str, int]]
    heads: Mapping[str, Head]
    counts: Mapping[str, int]


def read_manifest(data: bytes) -> tuple[Manifest, list[str]]:
    """The manifest, and the paths in it that no folder may hold. Raises BadRecord."""
    wire = parse_canonical(data)
    keys = {"v", "case", "edition", "files", "heads", "counts"}
    if not isinstance(wire, dict) or wire.keys() != keys or wire["v"] != 1 or type(wire["v"]) is not int:
        raise BadEntry("not a manifest of version 1 with its six fields")
    files = {path: _file(path, said) for path, said in _object(wire["files"], "files").items()}
    heads = {log: _head(log, said) for log, said in _object(wire["heads"], "heads").items()}
    counts = {name: _count(number, name) for name, number in _object(wire["counts"], "counts").items()}
    if counts.keys() != set(SHOWN) or not 0 < len(heads) <= MAX_HEADS:
        raise BadEntry(f"a manifest counts {', '.join(SHOWN)}, and heads 1 to {MAX_HEADS} logs")
    made = Manifest(
        digest=sha256(data),
        case=check_digest(wire["case"], "case"),
        edition=_count(wire["edition"], "edition"),
        files=files,
        heads=heads,
        counts=counts,
    )
    return made, [path for path in files if not allowed(path)]


def allowed(path: str) -> bool:
    """Whether a manifest may list this path: a good one, not one of the folder's own, and named as its place asks for."""
    top = path.partition("/")[0]
    named = {"blobs": BLOB, "readings": READING, "ledger": LEDGER}
    if not good_path(path) or path in OWN or top == "seal":
        return False
    return top not in named or named[top].match(path) is not None


def _object(wire: Any, what: str) -> dict[str, Any]:
    if not isinstance(wire, dict):
        raise BadEntry(f"the manifest's {what} are an object")
    return wire


def _file(path: str, said: Any) -> tuple[str, int]:
    said = _object(said, "files")
    if said.keys() != {"sha256", "size"}:
        raise BadEntry(f"a file has sha256 and size: {path!r}")
    return check_digest(said["sha256"], "sha256"), _count(said["size"], "size")


def _head(log: str, said: Any) -> Head:
    said = _object(said, "heads")
    if said.keys() != {"root", "size"}:
        raise BadEntry(f"a head has root and size: log {log[:12]}")
    return Head(log=log, size=said["size"], root=said["root"])


def _count(number: Any, what: str) -> int:
    if type(number) is not int or number < 0:
        raise BadEntry(f"{what} is not a count: {str(number)[:40]}")
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The `published` entry, the note that covers it and its inclusion proof."""

    line: Line
    entry: Entry
    note: str
    checkpoint: Checkpoint
    index: int
    size: int
    path: tuple[str, ...]


def read_seal(published: bytes, note: bytes, proof: bytes) -> Seal:
    """Raises BadRecord."""
    if not published.endswith(b"\n") or published.count(b"\n") != 1:
        raise BadEntry(f"{PUBLISHED} is one line, ended by one LF")
    line = read_line(published[:-1])
    entry = open_line(line, 0)
    if entry.kind != "published":
        raise BadEntry(f"a seal is a published entry, not a {entry.kind}")
    wire = parse_canonical(proof)
    if not isinstance(wire, dict) or wire.keys() != {"index", "path", "size"} or not isinstance(wire["path"], list):
        raise BadEntry("a proof has index, size and path")
    try:
        text = note.decode("utf-8")
    except UnicodeDecodeError as bad:
        raise BadEntry(f"{CHECKPOINT} is not UTF-8") from bad
    return Seal(
        line=line,
        entry=entry,
        note=text,
        checkpoint=read_note(text),
        index=_count(wire["index"], "index"),
        size=_count(wire["size"], "size"),
        path=tuple(check_digest(node, "path") for node in wire["path"]),
    )


def heads_of(entry: Entry) -> dict[str, Head] | None:
    """The heads that a published entry commits to; None where they are not heads."""
    try:
        return {log: _head(log, dict(said)) for log, said in entry.value.heads.items()}
    except (BadRecord, TypeError, ValueError):
        return None
