"""One log on disk, as its readers see it: what its last checkpoint covers, and where each line begins."""

import os
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from firsthand.record.digest import check_digest
from firsthand.record.fault import BadNote, BadReference, CannotRead, DamagedLog
from firsthand.record.log import split_notes

from .batch import check_note

CHUNK = 1 << 20
Stamp = tuple[int, int, int]


class LogFile:
    """Checkpoints are read again only where a writer has replaced them, and lines are looked for only as far as asked."""

    def __init__(self, folder: Path, log: str) -> None:
        self.log = check_digest(log, "log")
        self.lines_path = folder / f"{log}.jsonl"
        self.notes_path = folder / f"{log}.checkpoints"
        self.notes: tuple[str, ...] = ()
        self.size = 0
        self._stamp: Stamp | None = None
        self._inode = -1  # of the file that `_ends` were found in
        self._ends = array("Q")  # where each line found so far ends, its line end included

    def refresh(self) -> None:
        """Takes in what other writers did. Raises BadNote, CannotRead."""
        try:
            if self._stamp == _stamp(os.stat(self.notes_path)):
                return
            with self.notes_path.open("rb") as file:
                stamp, data = _stamp(os.fstat(file.fileno())), file.read()
        except FileNotFoundError:
            self.notes, self.size, self._stamp = (), 0, None
            return
        except OSError as bad:
            raise CannotRead(f"the checkpoints of log {self.log[:12]}: {bad.strerror}") from bad
        try:
            notes = tuple(split_notes(data.decode()))
        except UnicodeDecodeError as bad:
            raise BadNote(f"the checkpoints of log {self.log[:12]} are not text") from bad
        self._take(notes, stamp)

    def _take(self, notes: tuple[str, ...], stamp: Stamp) -> None:
        self.size = check_note(self.log, notes[-1]).size if notes else 0
        self.notes, self._stamp = notes, stamp

    def written(self, notes: tuple[str, ...], lines: Sequence[bytes]) -> None:
        """This program's own writer has added lines and put these checkpoints in place."""
        end = self.begin(self.size)
        del self._ends[self.size :]
        for line in lines:
            end += len(line) + 1
            self._ends.append(end)
        self._inode = os.stat(self.lines_path).st_ino
        self._take(notes, _stamp(os.stat(self.notes_path)))

    def begin(self, index: int) -> int:
        """The byte at which line `index` begins; for `size` the byte after all that is acknowledged. Raises DamagedLog."""
        if not index:
            return 0
        try:
            with self.lines_path.open("rb") as file:
                inode = os.fstat(file.fileno()).st_ino
                if inode != self._inode:  # another file has been put in its place
                    del self._ends[:]
                    self._inode = inode
                if len(self._ends) < index:
                    file.seek(self._ends[-1] if self._ends else 0)
                    self._find(iter(lambda: file.read(CHUNK), b""), file.tell(), index)
        except FileNotFoundError:
            raise self._short(0) from None
        except OSError as bad:
            raise CannotRead(f"log {self.log[:12]}: {bad.strerror}") from bad
        if len(self._ends) < index:
            raise self._short(len(self._ends))
        return self._ends[index - 1]

    def _find(self, chunks: Iterator[bytes], base: int, index: int) -> None:
        for chunk in chunks:
            at = chunk.find(b"\n")
            while at >= 0 and len(self._ends) < self.size:  # what stands behind may still be cut off by a writer
                self._ends.append(base + at + 1)
                at = chunk.find(b"\n", at + 1)
            base += len(chunk)
            if len(self._ends) >= index:
                return

    def stream(self, start: int) -> Iterator[bytes]:
        """The acknowledged lines from `start`, read through once. Raises DamagedLog."""
        if start < 0:
            raise BadReference(f"log {self.log[:12]} has no entry {start}")
        if start >= self.size:
            return iter(())
        return self._stream(self.begin(start), start, self.size)

    def _stream(self, offset: int, start: int, size: int) -> Iterator[bytes]:
        index = start
        try:
            with self.lines_path.open("rb", buffering=CHUNK) as file:
                file.seek(offset)
                for line in islice(file, size - start):
                    if line[-1:] != b"\n":
                        break
                    index += 1
                    yield line[:-1]
        except FileNotFoundError:
            raise self._short(0) from None
        except OSError as bad:
            raise CannotRead(f"log {self.log[:12]}: {bad.strerror}") from bad
        if index < size:
            raise self._short(index)

    def line(self, index: int) -> bytes:
        """Raises BadReference, DamagedLog."""
        if not 0 <= index < self.size:
            raise BadReference(f"log {self.log[:12]} has no entry {index}")
        last, first = self.begin(index + 1), self.begin(index)
        try:
            with self.lines_path.open("rb", buffering=0) as file:
                return os.pread(file.fileno(), last - 1 - first, first)
        except OSError as bad:
            raise CannotRead(f"log {self.log[:12]}: {bad.strerror}") from bad

    def _short(self, found: int) -> DamagedLog:
        return DamagedLog(f"log {self.log[:12]} holds {found} entries, and its last checkpoint covers {self.size}")


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_ino, found.st_mtime_ns, found.st_size
