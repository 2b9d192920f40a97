"""Makes cases and reports for the tests, with keys and salts from seeds; and all that a lying author or publisher needs."""

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firsthand.desk.folder import BY_DEFAULT, Appended, Withheld, by_entry, write_folder
from firsthand.recheck.signing import public_bytes, sign_checkpoint, sign_rotation
from firsthand.record.digest import canonical, sha256
from firsthand.record.entry import Head, Line, read_line, seal
from firsthand.record.keys import KeyRotated, Opened, fingerprint, log_id
from firsthand.record.log import Checkpoint, inclusion_proof, join_notes, root_of
from firsthand.record.publication import Published

START = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def id_of(line: bytes) -> str:
    return read_line(line).hash


def key_of(seed: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"key " + seed.encode()).digest())


@dataclass
class Book:
    """The port's Ledger in memory; and, unlike a real one, its lists can be tampered with."""

    case: str
    held: dict[str, list[bytes]] = field(default_factory=dict)
    signed: dict[str, list[str]] = field(default_factory=dict)

    def logs(self) -> Sequence[str]:
        return sorted(self.held)

    def size(self, log: str) -> int:
        return len(self.held.get(log, ()))

    def lines(self, log: str, start: int = 0) -> Iterator[bytes]:
        return iter(self.held[log][start:])

    def line(self, log: str, index: int) -> bytes:
        return self.held[log][index]

    def notes(self, log: str) -> Sequence[str]:
        return self.signed[log]

    def append(self, log: str, lines: Sequence[bytes], note: str, *, at: int) -> None:
        assert at == self.size(log)
        self.held.setdefault(log, []).extend(lines)
        self.signed.setdefault(log, []).append(note)

    def ids(self, log: str) -> list[str]:
        return [id_of(line) for line in self.held[log]]

    def without(self, *logs: str) -> "Book":
        kept = [log for log in self.held if log not in logs]
        return Book(
            self.case, {log: list(self.held[log]) for log in kept}, {log: list(self.signed[log]) for log in kept}
        )


class Author:
    """One author with one log in a book. All that an honest one does is in `write`; a liar has the rest."""

    def __init__(self, book: Book, name: str, *, seed: str = "") -> None:
        self.book, self.name, self.seed = book, name, f"{seed}{name}"
        self.key = key_of(self.seed)
        self.device = digest(f"device {self.seed}")
        self.log = log_id(book.case, self.fingerprint, self.device)
        self.first = self.fingerprint
        self.minutes = self.salts = 0
        self.cited: dict[str, int] = {}
        self.leaves: list[str] = []
        self.write(Opened(case=book.case, device=self.device, key=self.public, author=name, title="A parade"))

    @property
    def fingerprint(self) -> str:
        return fingerprint(public_bytes(self.key))

    @property
    def public(self) -> str:
        return base64.b64encode(public_bytes(self.key)).decode()

    def salt(self) -> str:
        self.salts += 1
        return digest(f"salt {self.seed} {self.salts}")[:32]

    def now(self) -> datetime:
        self.minutes += 7
        return START + timedelta(minutes=self.minutes)

    def today(self) -> str:
        return (START + timedelta(minutes=self.minutes)).date().isoformat()

    def news(self) -> list[Head]:
        """Heads of the other logs that have grown since they were last cited."""
        found = []
        for log in self.book.logs():
            size = self.book.size(log)
            if log != self.log and size > self.cited.get(log, 0):
                found.append(Head(log=log, size=size, root=root_of(self.book.ids(log))))
                self.cited[log] = size
        return found

    def make(self, value: Any, **other: Any) -> Line:
        """An entry that is not appended yet."""
        given = {"log": self.log, "by": self.fingerprint, "salt": self.salt, **other}
        given.setdefault("now", self.now() if "now" not in other else None)
        given.setdefault("after", self.news() if "after" not in other else None)
        return seal(value, **given)

    def append(self, *lines: Line, key: Ed25519PrivateKey | None = None) -> list[str]:
        """Appends entries and signs a checkpoint over them, with whatever key."""
        at = len(self.leaves)
        self.leaves += [line.hash for line in lines]
        self.book.append(self.log, [line.bytes() for line in lines], self.note(key=key), at=at)
        return [line.hash for line in lines]

    def note(
        self, size: int | None = None, *, root: str | None = None, key: Ed25519PrivateKey | None = None, **other: str
    ) -> str:
        size = len(self.leaves) if size is None else size
        root = root or root_of(self.leaves[:size])
        made = Checkpoint(case=other.get("case", self.book.case), log=other.get("log", self.log), size=size, root=root)
        return sign_checkpoint(made, key or self.key)

    def write(self, *values: Any, **other: Any) -> list[str]:
        return self.append(*[self.make(value, **other) for value in values])

    def say(self, value: Any, **other: Any) -> str:
        return self.write(value, **other)[0]

    def rotate(self) -> str:
        """Hands over to a new key; the checkpoint over the hand-over is signed by the new one."""
        new = key_of(f"{self.seed} after {len(self.leaves)}")
        line = self.make(
            KeyRotated(
                new=base64.b64encode(public_bytes(new)).decode(),
                signature=sign_rotation(self.log, public_bytes(new), self.key),
            )
        )
        self.key = new
        return self.append(line)[0]

    def publish(self, value: Published) -> Appended:
        before = list(self.leaves)
        line = self.make(value, after=[])
        self.append(line)
        return Appended(line=line.bytes(), note=self.book.signed[self.log][-1], leaves=before)


Pages = Callable[..., dict[str, bytes | Path]]


@dataclass
class Report:
    """A published folder, the authors behind it and their book: enough to break it from outside and from inside."""

    path: Path
    book: Book
    a: Author
    b: Author
    ids: dict[str, str]
    files: dict[str, bytes | Path]
    withheld: Mapping[str, Withheld] | Callable[[Line], Withheld]
    editions: int = 0
    last: str | None = None
    since: dict[str, int] = field(default_factory=dict)  # log -> entries that the edition before had seen
    pages: Pages | None = None  # makes the page and its style from the book

    # --- as an honest publisher -------------------------------------------------------------------------------------

    def publish(
        self, *, author: Author | None = None, book: Book | None = None, changed: str = "", **other: Any
    ) -> str:
        """Writes the folder anew, as the next edition."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.editions += 1
        ledger, disclosure = book or self.book, other.get("disclosure", self.withheld)
        files = other.get("files", self.files)
        if self.pages:
            hides = disclosure if callable(disclosure) else by_entry(disclosure)
            made = self.pages(
                ledger, author or self.a, edition=self.editions, since=self.since, changed=changed, withheld=hides
            )
            files = {**made, **files}
        written = write_folder(
            self.path,
            ledger=ledger,
            case=self.book.case,
            edition=self.editions,
            previous=self.last,
            changed=changed,
            files=files,
            publish=(author or self.a).publish,
            disclosure=disclosure,
        )
        self.last, self.since = written.entry, {log: head.size for log, head in written.heads.items()}
        return written.entry

    # --- as somebody who edits what lies on the disk ------------------------------------------------------------------

    def read(self, path: str) -> bytes:
        return (self.path / path).read_bytes()

    def put(self, path: str, data: bytes) -> None:
        target = self.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def json(self, path: str) -> Any:
        return json.loads(self.read(path))

    def ledger(self, author: Author) -> str:
        return f"ledger/{author.log}.jsonl"

    def notes(self, author: Author) -> str:
        return f"ledger/{author.log}.checkpoints"

    def lines(self, author: Author) -> list[bytes]:
        return self.read(self.ledger(author)).splitlines()

    def put_lines(self, author: Author, lines: Sequence[bytes]) -> None:
        self.put(self.ledger(author), b"".join(line + b"\n" for line in lines))

    def edit_line(self, author: Author, index: int, change: Callable[[Any], Any]) -> None:
        lines = self.lines(author)
        wire = json.loads(lines[index])
        lines[index] = canonical(change(wire) or wire)
        self.put_lines(author, lines)

    def index(self, author: Author, name: str) -> int:
        return author.leaves.index(self.ids[name])

    def blob(self) -> str:
        return next(path for path in self.files if path.startswith("blobs/"))

    # --- as a publisher who lies ----------------------------------------------------------------------------------------

    def listing(self) -> dict[str, dict[str, Any]]:
        """What lies on the disk, apart from manifest and seal."""
        found = {}
        for folder, _, names in os.walk(self.path):
            for name in names:
                path = (Path(folder) / name).relative_to(self.path).as_posix()
                if path != "manifest.json" and not path.startswith("seal/"):
                    data = self.read(path)
                    found[path] = {"sha256": sha256(data), "size": len(data)}
        return found

    def reseal(
        self, *, manifest: Callable[[dict[str, Any]], Any] | None = None, relist: bool = True, **said: Any
    ) -> None:
        """Makes manifest and seal fit what lies on the disk, with the author's own key; `said` overrides the entry."""
        wire = self.json("manifest.json")
        if relist:
            wire["files"] = self.listing()
        if manifest:
            wire = manifest(wire) or wire
        data = wire if isinstance(wire, bytes) else canonical(wire)
        self.put("manifest.json", data)
        wire = json.loads(data)
        head = wire["heads"].get(self.a.log, {"size": len(self.a.leaves) - 1})
        leaves = self.a.leaves[: head["size"]]
        value = {"edition": wire["edition"], "heads": wire["heads"], "manifest": sha256(data), "counts": wire["counts"]}
        value["previous"] = None if wire["edition"] == 1 else self.last
        value["changed"] = json.loads(self.read("seal/published.jsonl"))["body"]["changed"]
        self.put_seal(self.a.make(Published(**{**value, **said}), after=[]), leaves)

    def repage(self, old: str, new: str, path: str = "index.html") -> None:
        """A publisher who writes something else into the page that was made, and seals it."""
        page = self.read(path).decode("utf-8")
        assert old in page, old
        self.put(path, page.replace(old, new, 1).encode("utf-8"))
        self.reseal()

    def cut_page(self, start: str, end: str, *, into: str = "") -> str:
        """Takes a stretch out of the page, from the first `start` to the first `end` after it; gives it, for elsewhere."""
        page = self.read("index.html").decode("utf-8")
        at = page.index(start)
        cut = page[at : page.index(end, at) + len(end)]
        self.repage(cut, into)
        return cut

    def put_seal(
        self, line: Line, leaves: Sequence[str], *, note: str | None = None, key: Ed25519PrivateKey | None = None
    ) -> None:
        grown = [*leaves, line.hash]
        self.put("seal/published.jsonl", line.hidden(fields=["clock"]).bytes() + b"\n")
        note = note or self.a.note(len(grown), root=root_of(grown), key=key)
        self.put("seal/checkpoint", note.encode())
        proof = {"index": len(leaves), "path": inclusion_proof(grown, len(leaves)), "size": len(grown)}
        self.put("seal/proof.json", canonical(proof))

    def sealed_before(self) -> str:
        """The edition before the one that the seal is of."""
        return str(json.loads(self.read("seal/published.jsonl"))["body"]["previous"])

    def sealed(self) -> Line:
        return read_line(self.read("seal/published.jsonl")[:-1])

    def refit(self, author: Author, leaves: Sequence[str] | None = None) -> dict[str, dict[str, Any]]:
        """The heads after an author's ledger file was changed: that author signs it all again."""
        ids = list(leaves or [read_line(line).hash for line in self.lines(author)])
        author.leaves = ids
        self.put(self.notes(author), join_notes([author.note(len(ids))]).encode())
        heads: dict[str, dict[str, Any]] = self.json("manifest.json")["heads"]
        heads[author.log] = {"root": root_of(ids), "size": len(ids)}
        return heads

    def recount(self) -> dict[str, int]:
        counts = {"shown": 0, "header": 0, "hash": 0}
        for path in sorted((self.path / "ledger").glob("*.jsonl")):
            for line in path.read_bytes().splitlines():
                wire = json.loads(line)
                counts["hash" if "hash" in wire else "shown" if "body" in wire else "header"] += 1
        return counts

    def relaunch(self, *authors: Author) -> None:
        """After ledger files were changed from inside: their authors sign them, and the publisher seals it all."""
        heads: dict[str, dict[str, Any]] = self.json("manifest.json")["heads"]
        for author in authors:
            heads[author.log] = self.refit(author)[author.log]
        counts = self.recount()
        self.reseal(manifest=lambda wire: {**wire, "heads": heads, "counts": counts})


def write_case(folder: Path, book: Book, blobs: Sequence[bytes]) -> Path:
    """A case on the disk, as docs/format.md section 4 says."""
    (folder / "log").mkdir(parents=True)
    (folder / "cache").mkdir()
    (folder / "case.json").write_bytes(canonical({"case": book.case, "v": 1}))
    for log in book.logs():
        (folder / "log" / f"{log}.jsonl").write_bytes(b"".join(line + b"\n" for line in book.lines(log)))
        (folder / "log" / f"{log}.checkpoints").write_bytes(join_notes(book.notes(log)).encode())
    for data in blobs:
        name = sha256(data)
        (folder / "vault" / name[:2]).mkdir(parents=True, exist_ok=True)
        (folder / "vault" / name[:2] / name[2:]).write_bytes(data)
    return folder


__all__ = ["BY_DEFAULT", "Author", "Book", "Pages", "Report", "Withheld", "digest", "key_of", "write_case"]
