"""Writes the machine-readable part of a published folder: ledgers, public bytes, manifest and seal, all at once or not at all."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from firsthand.port import Ledger
from firsthand.recheck.manifest import BLOB, CHECKPOINT, MANIFEST, PROOF, PUBLISHED, READING, allowed
from firsthand.record.digest import canonical
from firsthand.record.entry import CLOCK, Head, Line, read_line
from firsthand.record.fault import BadValue, FolderTaken, LogMoved
from firsthand.record.log import inclusion_proof, join_notes, read_note, root_of
from firsthand.record.publication import Published
from firsthand.store import disk

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """What of one entry is not published: some of its sealed fields, or its whole body."""

    fields: frozenset[str] = frozenset()
    body: bool = False


# An analyst's hours, home and devices are nobody's business unless somebody says so.
BY_DEFAULT = Withheld(fields=frozenset({CLOCK, "path", "device"}))
Disclosure = Callable[[Line], Withheld]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """The `published` entry as its author's log now holds it: its line, the note over it, and the leaf hashes before it."""

    line: bytes
    note: str
    leaves: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A published folder: the id of its `published` entry, its manifest's digest, heads and counts."""

    entry: str
    manifest: str
    heads: Mapping[str, Head]
    counts: Mapping[str, int]


def by_entry(withheld: Mapping[str, Withheld]) -> Disclosure:
    """A disclosure from a mapping of entry ids; entries that it does not name show all but BY_DEFAULT."""
    return lambda line: withheld.get(line.hash, BY_DEFAULT)


def write_folder(
    out: Path,
    *,
    ledger: Ledger,
    case: str,
    edition: int,
    previous: str | None,
    files: Mapping[str, bytes | Path],
    publish: Callable[[Published], Appended],
    disclosure: Disclosure | Mapping[str, Withheld],
    changed: str = "",
    hide: Withheld = BY_DEFAULT,
) -> Written:
    """Writes `out`, which must not be there yet, as docs/format.md section 5 says; it appears whole or not at all.

    `files` maps a path of the folder (pages, blobs/, readings/) to bytes or to a local file. `publish` appends the entry as the
    next one of its author's log, after exactly the heads that it is given. `hide` is what is withheld of that entry itself.
    Where writing fails after `publish`, the log holds an edition whose folder never appeared: the next one follows it.
    Raises FolderTaken, BadValue (a path, or a blob that is not what its name says), LogMoved, DiskFull, WriteFailed, and what
    `publish` raises.
    """
    if os.path.lexists(out):
        raise FolderTaken(f"{out.name} is there already")
    show = by_entry(disclosure) if isinstance(disclosure, Mapping) else disclosure
    disk.make_folder(out.parent)
    made = out.parent / f".{out.name}.new-{secrets.token_hex(8)}"
    try:
        disk.make_folder(made)
        heads, counts, listed = _write_ledgers(made, ledger, show)
        for path in sorted(files):
            listed[path] = _write_public(made, path, files[path])
        wire = {
            "v": 1,
            "case": case,
            "edition": edition,
            "files": {path: {"sha256": digest, "size": size} for path, (digest, size) in listed.items()},
            "heads": heads_wire(heads),
            "counts": counts,
        }
        manifest, _ = _write(made, MANIFEST, [canonical(wire)])
        appended = publish(
            Published(
                edition=edition,
                heads=heads_wire(heads),
                manifest=manifest,
                previous=previous,
                changed=changed,
                counts=counts,
            )
        )
        entry = _write_seal(made, heads, appended, hide)
        _sync_folders(made)
        if os.path.lexists(out):
            raise FolderTaken(f"{out.name} was made by somebody else meanwhile")
        disk.rename(made, out)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Written(entry=entry, manifest=manifest, heads=heads, counts=counts)


def heads_wire(heads: Mapping[str, Head]) -> dict[str, dict[str, str | int]]:
    return {log: {"root": head.root, "size": head.size} for log, head in sorted(heads.items())}


def _write_ledgers(
    made: Path, ledger: Ledger, show: Disclosure
) -> tuple[dict[str, Head], dict[str, int], dict[str, tuple[str, int]]]:
    """Every log up to its last checkpoint, each line as far as it is disclosed; heads, counts and files."""
    heads: dict[str, Head] = {}
    listed: dict[str, tuple[str, int]] = {}
    counts = {"shown": 0, "header": 0, "hash": 0}
    for log in ledger.logs():
        notes = list(ledger.notes(log))
        checkpoint = read_note(notes[-1])
        head = heads[log] = Head(log=log, size=checkpoint.size, root=checkpoint.root)
        listed[f"ledger/{log}.jsonl"] = _write(made, f"ledger/{log}.jsonl", _disclosed(ledger, head, show, counts))
        listed[f"ledger/{log}.checkpoints"] = _write(made, f"ledger/{log}.checkpoints", [join_notes(notes).encode()])
    return heads, counts, listed


def _disclosed(ledger: Ledger, head: Head, show: Disclosure, counts: dict[str, int]) -> Iterable[bytes]:
    for index, data in enumerate(ledger.lines(head.log)):
        if index == head.size:  # another writer came between; the report is as it was
            return
        line = read_line(data)
        withheld = show(line)
        line = line.hidden(fields=withheld.fields, body=withheld.body) if line.body is not None else line
        counts[line.shown] += 1
        yield line.bytes() + b"\n"


def _write_public(made: Path, path: str, content: bytes | Path) -> tuple[str, int]:
    if not allowed(path) or path.startswith("ledger/"):
        raise BadValue(f"not a path that a published folder may hold: {path!r}")
    named = BLOB.match(path) or READING.match(path)
    if isinstance(content, bytes):
        digest, size = _write(made, path, [content])
    else:
        with content.open("rb") as source:
            digest, size = _write(made, path, iter(lambda: source.read(CHUNK), b""))
    if named and named[1] != digest:
        raise BadValue(f"{path} is not what its name says")
    return digest, size


def _write(made: Path, path: str, parts: Iterable[bytes]) -> tuple[str, int]:
    """A new file of the folder, synced; its digest and size."""
    target, digest, size = made / path, hashlib.sha256(), 0
    with disk.writing(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        for part in parts:
            digest.update(part)
            size += len(part)
            disk.write(fd, part, path)
        disk.sync(fd, path)
    finally:
        os.close(fd)
    return digest.hexdigest(), size


def _write_seal(made: Path, heads: Mapping[str, Head], appended: Appended, hide: Withheld) -> str:
    line, checkpoint = read_line(appended.line), read_note(appended.note)
    leaves = [*appended.leaves, line.hash]
    head = heads.get(checkpoint.log)
    if (
        head is None
        or head.size != len(appended.leaves)
        or checkpoint.size != len(leaves)
        or root_of(leaves) != checkpoint.root
    ):
        raise LogMoved("the published entry does not stand right behind the head that it names")
    _write(made, PUBLISHED, [line.hidden(fields=hide.fields).bytes() + b"\n"])
    _write(made, CHECKPOINT, [appended.note.encode()])
    proof = {"index": head.size, "path": inclusion_proof(leaves, head.size), "size": len(leaves)}
    _write(made, PROOF, [canonical(proof)])
    return line.hash


def _sync_folders(made: Path) -> None:
    for folder, _, _ in os.walk(made, topdown=False):
        disk.sync_folder(Path(folder))
