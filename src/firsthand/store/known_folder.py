"""Memories of known footage on a disk of the user's own: one folder a memory, one file an item, and one file to hand on."""

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from firsthand.record.digest import canonical, check_digest, parse_canonical, sha256
from firsthand.record.fault import BadMemory, BadRecord, CannotRead, FileTaken, NoMemory

from . import disk

MAGIC = b"firsthand-memory/1\n"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")
HEAD = 64 << 20  # bytes that the list of items may have
ITEM, ITEMS = 64 << 20, 200_000  # bytes of one item, and how many one file may hold


class Memories:
    """All memories of a user, below one folder. Items are bytes here, named by the digest of the footage's file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        found = self._folder.glob("*/items") if self._folder.is_dir() else ()
        return sorted(path.parent.name for path in found if NAME.fullmatch(path.parent.name))

    def files(self, name: str) -> list[str]:
        """Digests of the footage that a memory holds. Raises NoMemory."""
        return sorted(path.name for path in self._items(name).iterdir() if not path.name.startswith("."))

    def get(self, name: str, file: str) -> bytes:
        """Raises NoMemory, CannotRead."""
        path = self.path(name, file)
        try:
            if path.stat().st_size > ITEM:
                raise BadMemory(f"the item {file[:12]} is larger than an item may be")
            return path.read_bytes()
        except OSError as bad:
            raise CannotRead(f"the item {file[:12]} of the memory {name} cannot be read: {bad.strerror}") from bad

    def path(self, name: str, file: str) -> Path:
        """Where an item lies. Raises NoMemory."""
        return self._items(name) / check_digest(file)

    def put(self, name: str, file: str, data: bytes) -> bool:
        """Whether it is new, or other than before. Raises DiskFull, WriteFailed."""
        if len(data) > ITEM:
            raise BadMemory(f"the item {file[:12]} is {len(data)} bytes, more than {ITEM}")
        folder = self.home(name) / "items"
        disk.make_folder(folder)
        path = folder / check_digest(file)
        with suppress(OSError):
            if path.read_bytes() == data:
                return False
        disk.put_file(path, data)
        return True

    def forget(self, name: str, *files: str) -> int:
        """How many items were there and are no more; what was made of them in `cache` goes too. Raises NoMemory."""
        gone = 0
        for file in files:
            path = self._items(name) / check_digest(file)
            if path.is_file():
                with disk.writing(path.name):
                    path.unlink()
                gone += 1
        if gone:
            shutil.rmtree(self.home(name) / "cache", ignore_errors=True)
        disk.sync_folder(self._items(name))
        return gone

    def forget_all(self, name: str) -> int:
        """The memory itself, with its index."""
        items = self._items(name)
        gone = self.forget(name, *self.files(name))
        for path in sorted(self.home(name).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
        assert not items.exists()
        self.home(name).rmdir()
        return gone

    def write_out(self, name: str, path: Path) -> int:
        """All items as one file, which must not be there. Raises FileTaken, NoMemory, DiskFull, WriteFailed."""
        files = self.files(name)
        if path.exists() or path.is_symlink():
            raise FileTaken(f"{path.name} is there already")
        rows = []
        for file in files:
            data = self.get(name, file)
            rows.append({"file": file, "size": len(data), "sha256": sha256(data)})
        with disk.temporary(path.parent, path.name) as (fd, made):
            disk.write(fd, MAGIC + canonical({"name": name, "items": rows}) + b"\n", path.name)
            for file in files:
                disk.write(fd, self.get(name, file), path.name)
            disk.sync(fd, path.name)
            disk.rename(made, path)
        return len(files)

    def home(self, name: str) -> Path:
        """Its folder; what lies in `cache` below it can be deleted at any time. Raises NoMemory: no name of a memory."""
        if not NAME.fullmatch(name):
            raise NoMemory(f"a memory is named by small letters, digits, dots and dashes, not {name[:40]!r}")
        return self._folder / name

    def _items(self, name: str) -> Path:
        items = self.home(name) / "items"
        if not items.is_dir():
            raise NoMemory(f"there is no memory {name!r} on this machine")
        return items


def handed_on(path: Path) -> Iterator[tuple[str, bytes]]:
    """(digest of the footage, item) of a file that somebody handed on, each checked against its digest; first the whole list
    against the size of the file. What an item holds is not looked at here. Raises BadMemory, CannotRead."""
    try:
        with path.open("rb") as source:
            whole = path.stat().st_size
            if source.read(len(MAGIC)) != MAGIC:
                raise BadMemory(f"{path.name} is no memory that was handed on")
            line = source.readline(HEAD)
            rows = _rows(path.name, line)
            if len(MAGIC) + len(line) + sum(size for _, size, _ in rows) != whole:
                raise BadMemory(f"{path.name} is torn, or has something after its end")
            for file, size, digest in rows:
                data = source.read(size)
                if sha256(data) != digest:
                    raise BadMemory(f"{path.name}: the item {file[:12]} is not what the list says")
                yield file, data
    except OSError as bad:
        raise CannotRead(f"{path.name} cannot be read: {bad.strerror}") from bad


def _rows(name: str, line: bytes) -> list[tuple[str, int, str]]:
    try:
        head = parse_canonical(line[:-1]) if line.endswith(b"\n") else {}
        rows = [(check_digest(row["file"]), row["size"], check_digest(row["sha256"])) for row in head["items"]]
        fits = all(type(size) is int and 0 < size <= ITEM for _, size, _ in rows) and len(rows) <= ITEMS
        if not fits or [row[0] for row in rows] != sorted({row[0] for row in rows}):
            raise BadMemory(f"{name} lists items that cannot be")
    except (BadRecord, KeyError, TypeError, ValueError) as bad:
        raise BadMemory(f"{name} has a list of items that cannot be read: {bad}") from bad
    return rows
