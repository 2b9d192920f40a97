"""Every write that the stores make on a disk goes through here, one system call a line, so that it can be counted and broken."""

import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep

from firsthand.record.fault import CaseBusy, DiskFull, WriteFailed

FULL = (errno.ENOSPC, errno.EDQUOT)
PATIENCE = 30.0  # seconds that a writer waits for another one
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_PAUSE = 0.005


@contextmanager
def writing(what: str) -> Iterator[None]:
    """Errors of the disk become DiskFull or WriteFailed, naming what was written."""
    try:
        yield
    except OSError as bad:
        if bad.errno in FULL:
            raise DiskFull(f"no room left to write {what}") from bad
        raise WriteFailed(f"cannot write {what}: {bad.strerror}") from bad


def write(fd: int, data: bytes | memoryview, what: str) -> None:
    """All of `data` at the file's position."""
    left = memoryview(data)
    with writing(what):
        while left:
            left = left[os.write(fd, left) :]


def sync(fd: int, what: str) -> None:
    """Returns when the file's bytes are on the disk. A failed sync is never tried again: the kernel may have dropped them."""
    try:
        os.fsync(fd)
    except OSError as bad:
        raise WriteFailed(f"the disk did not keep {what}: {bad.strerror}") from bad


def lock_bytes(fd: int, what: str) -> None:
    """Takes the right to write from everybody, before the file stands in its place."""
    with writing(what):
        os.fchmod(fd, 0o444)


def sync_folder(folder: Path) -> None:
    """Returns when the names in a folder are on the disk."""
    with writing(folder.name):
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync(fd, f"the folder {folder.name}")
    finally:
        os.close(fd)


def make_folder(folder: Path) -> None:
    """The folder and its parents; each new name is on the disk when this returns, and so is one found half-made."""
    if not folder.parent.is_dir():
        make_folder(folder.parent)
    with writing(folder.name), suppress(FileExistsError):
        os.mkdir(folder)
    sync_folder(folder.parent)


def open_log(path: Path, covered: int) -> int:
    """A log's file opened for writing after its first `covered` bytes; whatever stood behind them is cut off."""
    with writing(path.name):
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            if os.fstat(fd).st_size > covered:
                os.ftruncate(fd, covered)
            os.lseek(fd, covered, os.SEEK_SET)
        except OSError:
            os.close(fd)
            raise
    return fd


@contextmanager
def temporary(folder: Path, what: str) -> Iterator[tuple[int, Path]]:
    """A new file to be renamed into its place, removed where it was not. Its lock tells `sweep` that its writer lives."""
    with writing(what):
        fd, path = _locked_new(folder)
    try:
        yield fd, path
    finally:
        os.close(fd)
        with suppress(OSError):
            os.unlink(path)


def _locked_new(folder: Path) -> tuple[int, Path]:
    while True:
        path = folder / f".new-{token_hex(8)}"
        fd = os.open(path, _NEW, 0o644)
        fcntl.flock(fd, fcntl.LOCK_EX)
        if os.fstat(fd).st_nlink:
            return fd, path
        os.close(fd)  # a sweep came between the two calls


def rename(old: Path, new: Path) -> None:
    """Puts a synced file into its place; the name is on the disk when this returns."""
    with writing(new.name):
        os.rename(old, new)
    sync_folder(new.parent)


def put_file(path: Path, data: bytes) -> None:
    """The file with these bytes, or as it was before: nothing between, whatever happens."""
    with temporary(path.parent, path.name) as (fd, made):
        write(fd, data, path.name)
        sync(fd, path.name)
        rename(made, path)


def sweep(folder: Path) -> None:
    """Removes what writers that have died left unfinished."""
    for left in folder.glob(".new-*"):
        with suppress(OSError):
            fd = os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                os.unlink(left)
            finally:
                os.close(fd)


@contextmanager
def only_writer(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Holds the lock on `path`, a file that is never replaced. Raises CaseBusy after `patience` seconds.

    The file is opened for writing, though nothing is written: over NFS only such a file can be locked.
    """
    with writing(path.name):
        fd = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    until = monotonic() + patience
    try:
        while not _lock(fd, path):
            if monotonic() > until:
                raise CaseBusy(f"another program has been writing to {path.parent.name} for {patience:g} s")
            sleep(_PAUSE)
        yield
    finally:
        os.close(fd)


def _lock(fd: int, path: Path) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as bad:
        raise WriteFailed(f"cannot lock {path.name}: {bad.strerror}") from bad
    return True


def free(folder: Path) -> int:
    """Bytes that this user may still write on the folder's disk."""
    with writing(folder.name):
        room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize


def is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False
