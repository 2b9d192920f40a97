"""The logs of a case on disk: lines appended and synced, then the checkpoints that acknowledge them, renamed into place."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from firsthand.record.fault import WriteFailed
from firsthand.record.log import join_notes

from . import disk
from .batch import check_at, check_batch
from .case import NAME, open_case_dir
from .log_file import LogFile
from .merge import beyond, union

_NOTES = re.compile(r"[0-9a-f]{64}\.checkpoints\Z")


class FileLedger:
    """`log/<log>.jsonl` and `log/<log>.checkpoints`. Any number may read while one writes, in this program or another.

    What stands behind the last checkpoint was never acknowledged: it is not read, and the next append cuts it off.
    """

    def __init__(self, case_dir: Path, *, patience: float = disk.PATIENCE) -> None:
        """`patience` is how many seconds to wait for another writer. Raises NotACase."""
        self.case = open_case_dir(case_dir)
        self._folder = case_dir / "log"
        self._lock = case_dir / NAME
        self._patience = patience
        self._known: dict[str, LogFile] = {}
        self._turn = RLock()
        self._swept = False
        self._failed = ""

    def logs(self) -> Sequence[str]:
        try:
            found = os.listdir(self._folder)
        except FileNotFoundError:
            return ()
        return sorted(name[:64] for name in found if _NOTES.match(name))

    def size(self, log: str) -> int:
        with self._reading(log) as known:
            return known.size

    def notes(self, log: str) -> Sequence[str]:
        with self._reading(log) as known:
            return known.notes

    def lines(self, log: str, start: int = 0) -> Iterator[bytes]:
        """Raises DamagedLog where the file holds fewer lines than were acknowledged, BadReference below 0."""
        with self._reading(log) as known:
            return known.stream(start)

    def line(self, log: str, index: int) -> bytes:
        """Raises BadReference, DamagedLog."""
        with self._reading(log) as known:
            return known.line(index)

    def append(self, log: str, lines: Sequence[bytes], note: str, *, at: int) -> None:
        """Raises LogMoved, DiskFull, WriteFailed, CaseBusy, DamagedLog, and BadEntry or BadNote for a batch that is none.

        After a WriteFailed nothing more is written by this ledger: what the disk holds then is known only to one opened anew.
        """
        check_batch(log, lines, note, at=at)
        with self._writing(log) as known:
            check_at(log, at=at, size=known.size)
            self._write(known, lines, (*known.notes, note))

    def extend(self, log: str, lines: Iterable[bytes], notes: Sequence[str]) -> int:
        """Takes another copy's version of a log, all its lines from index 0 and all its checkpoints, which the caller has
        verified. Returns how many entries are new here. Raises Fork, and what `append` raises."""
        with self._writing(log) as known:
            added = list(beyond(self, log, lines))
            merged = union(log, known.notes, notes, size=known.size, added=added)
            if len(merged) > len(known.notes):
                self._write(known, added, tuple(merged))
        return len(added)

    @contextmanager
    def _reading(self, log: str) -> Iterator[LogFile]:
        with self._turn:
            known = self._known.get(log) or LogFile(self._folder, log)
            known.refresh()
            if known.notes:
                self._known[log] = known
            yield known

    @contextmanager
    def _writing(self, log: str) -> Iterator[LogFile]:
        """The only writer's turn, and the log as it stands now."""
        with self._turn:
            if self._failed:
                raise WriteFailed(f"nothing more is written since the disk failed: {self._failed}")
            with disk.only_writer(self._lock, self._patience):
                try:
                    self._sweep()
                    with self._reading(log) as known:
                        yield known
                except WriteFailed as bad:
                    self._failed = bad.message
                    raise

    def _sweep(self) -> None:
        if not self._swept:
            disk.make_folder(self._folder)
            disk.sweep(self._folder)
            self._swept = True

    def _write(self, known: LogFile, lines: Sequence[bytes], notes: tuple[str, ...]) -> None:
        """The order is the promise: lines on the disk first, then the checkpoints that cover them."""
        if lines:
            covered = known.begin(known.size)
            fd = disk.open_log(known.lines_path, covered)
            try:
                disk.write(fd, b"\n".join([*lines, b""]), known.lines_path.name)
                disk.sync(fd, known.lines_path.name)
            finally:
                os.close(fd)
            if not covered:
                disk.sync_folder(self._folder)  # a checkpoint never stands without its log
        disk.put_file(known.notes_path, join_notes(notes).encode())
        known.written(notes, lines)
