"""A file offered for preserving: only a regular one, and only if it stays the same while it is read."""

import errno
import io
import os
import stat
from pathlib import Path
from typing import BinaryIO, cast

from firsthand.port import Stored, Vault
from firsthand.record.fault import CannotRead, NotRegular, SourceChanged

# A pipe or device must not hold the opening up, and a link not lead elsewhere.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


class Watched(io.RawIOBase):
    """A regular file as a stream of bytes; where it ends it is asked whether it is still the file that was opened."""

    def __init__(self, path: Path) -> None:
        """Raises NotRegular, CannotRead."""
        super().__init__()
        self._fd = -1
        self._name = os.fsencode(path.name).decode("utf-8", "replace")
        try:
            self._fd = os.open(path, _FLAGS)
            found = os.fstat(self._fd)
        except (OSError, ValueError) as bad:  # ValueError: a NUL in the path
            if isinstance(bad, OSError) and bad.errno in (errno.ELOOP, errno.ENXIO, errno.ENODEV):
                raise NotRegular(f"not a regular file: {self._name!r}") from bad
            raise CannotRead(f"cannot open {self._name!r}: {getattr(bad, 'strerror', bad)}") from bad
        self.size = found.st_size
        self._was = (found.st_mtime_ns, found.st_size)
        if not stat.S_ISREG(found.st_mode):
            self.close()
            raise NotRegular(f"not a regular file: {self._name!r}")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """Raises SourceChanged at the end of a file that is not as it was at its beginning, CannotRead."""
        try:
            got = os.readv(self._fd, [buffer])
            now = os.fstat(self._fd) if not got and len(buffer) else None
        except OSError as bad:
            raise CannotRead(f"cannot read {self._name!r} to its end: {bad.strerror}") from bad
        if now and (now.st_mtime_ns, now.st_size) != self._was:
            raise SourceChanged(f"{self._name!r} changed while it was read")
        return got

    def close(self) -> None:
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            os.close(fd)
        super().close()


def put_path(vault: Vault, path: Path) -> Stored:
    """Takes a file on the disk into any vault. Raises NotRegular, CannotRead, SourceChanged, and what `Vault.put` raises."""
    with Watched(path) as source:
        return vault.put(cast(BinaryIO, source), size_hint=source.size)
