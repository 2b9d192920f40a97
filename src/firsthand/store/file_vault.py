"""Bytes by SHA-256 in a case's folder: written once, read-only, hard against a crash at any point."""

import hashlib
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from blake3 import blake3

from firsthand.port import Stored
from firsthand.record.digest import check_digest
from firsthand.record.fault import CannotRead, DiskFull, NotInVault, SourceChanged

from . import disk
from .source import put_path

CHUNK = 1 << 20
RESERVE = 64 << 20  # bytes that are always left free, for the logs must still be writable when the footage is not
INCOMING = ".incoming"  # unfinished bytes, on the same file system as their place
_SHARD = re.compile(r"[0-9a-f]{2}\Z")
_REST = re.compile(r"[0-9a-f]{62}\Z")


class FileVault:
    """`vault/ab/cdef...`. Several threads and programs may put at once."""

    def __init__(self, case_dir: Path, *, reserve: int = RESERVE) -> None:
        self._folder = case_dir / "vault"
        self._incoming = self._folder / INCOMING
        self._reserve = reserve
        self._ready = False
        self._shards: set[str] = set()  # folders whose own names are known to be on the disk

    def put(self, source: BinaryIO, *, size_hint: int | None = None) -> Stored:
        """Takes all bytes of `source` in one read, on the disk when this returns.

        Raises DiskFull, WriteFailed, SourceChanged (size differs from the hint), CannotRead.
        """
        self._make_ready()
        free = disk.free(self._folder) - self._reserve
        if free < (size_hint or 0):
            raise DiskFull(f"{size_hint or 0} bytes offered, {max(0, free)} free beside a reserve of {self._reserve}")
        with disk.temporary(self._incoming, "a file of the vault") as (fd, made):
            sha, blake, size = _copy(source, fd, size_hint)
            new = not self._settled(sha, size)
            if new:
                self._settle(fd, made, sha)
        return Stored(sha256=sha, blake3=blake, size=size, new=new)

    def put_bytes(self, data: bytes) -> Stored:
        return self.put(io.BytesIO(data), size_hint=len(data))

    def put_file(self, path: Path) -> Stored:
        """Takes a regular file. Raises NotRegular, SourceChanged, and what `put` raises."""
        return put_path(self, path)

    def open(self, digest: str) -> BinaryIO:
        try:
            return os.fdopen(os.open(self.path(digest), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")
        except OSError as bad:
            raise CannotRead(f"the vault's bytes of {digest[:12]} cannot be opened: {bad.strerror}") from bad

    def path(self, digest: str) -> Path:
        place = self._place(digest)
        if not disk.is_regular(place):
            raise NotInVault(f"no bytes of {digest}")
        return place

    def has(self, digest: str) -> bool:
        return disk.is_regular(self._place(digest))

    def digests(self) -> Iterator[str]:
        """Every digest in order; what else lies in the folder is not the vault's."""
        for shard in _names(self._folder, _SHARD):
            for rest in _names(self._folder / shard, _REST):
                if self.has(shard + rest):
                    yield shard + rest

    def _place(self, digest: str) -> Path:
        check_digest(digest)
        return self._folder / digest[:2] / digest[2:]

    def _make_ready(self) -> None:
        if not self._ready:
            disk.make_folder(self._incoming)
            disk.sweep(self._incoming)
            self._ready = True

    def _settled(self, digest: str, size: int) -> bool:
        """Whether the bytes are in their place already. Their name may not be on the disk yet: another writer may have
        died, or be at work, between its rename and its sync. A blob cut short by a failing disk is put in again."""
        place = self._place(digest)
        if not disk.is_regular(place) or os.lstat(place).st_size != size:
            return False
        disk.sync_folder(place.parent)
        return True

    def _settle(self, fd: int, made: Path, digest: str) -> None:
        disk.lock_bytes(fd, "a file of the vault")
        disk.sync(fd, "a file of the vault")
        self._shard(digest)
        disk.rename(made, self._place(digest))

    def _shard(self, digest: str) -> None:
        if digest[:2] not in self._shards:
            disk.make_folder(self._folder / digest[:2])
            self._shards.add(digest[:2])


def _copy(source: BinaryIO, fd: int, expected: int | None) -> tuple[str, str, int]:
    """SHA-256, BLAKE3 and size of all bytes of `source`, which are now in `fd`. An endless source ends at what was expected."""
    sha, blake, size = hashlib.sha256(), blake3(), 0
    while chunk := _read(source):
        size += len(chunk)
        if expected is not None and size > expected:
            break
        sha.update(chunk)
        blake.update(chunk)
        disk.write(fd, chunk, "a file of the vault")
    if expected is not None and size != expected:
        raise SourceChanged(f"{expected} bytes were expected, {'more' if size > expected else size} came")
    return sha.hexdigest(), blake.hexdigest(), size


def _read(source: BinaryIO) -> bytes:
    try:
        return source.read(CHUNK)
    except OSError as bad:
        raise CannotRead(f"the source cannot be read to its end: {bad.strerror}") from bad


def _names(folder: Path, form: re.Pattern[str]) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if form.match(name))
    except (FileNotFoundError, NotADirectoryError):
        return []
