"""Opens a folder that may be hostile: no links, pipes or devices, no path out of it, nothing without a limit, never a wait."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from firsthand.record.fault import CannotRead, HostileFolder

MAX_FILES = 200_000
MAX_LEVELS = 8
MAX_LINE = 16 * 2**20  # bytes of one line of a log
MAX_SMALL = 64 * 2**20  # bytes of a file that is read whole: a manifest, checkpoints
MAX_FILE = 2**40
CHUNK = 1 << 20

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NONBLOCK
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_PART = re.compile(r"[a-z0-9_][a-z0-9._-]*\Z")
MAX_PATH = 200


def good_path(path: str) -> bool:
    """A path that a published folder may hold: ASCII lower case, no dot or dash first, no empty part."""
    return len(path) <= MAX_PATH and all(_PART.match(part) for part in path.split("/"))


@dataclass(slots=True)
class Survey:
    """What lies in a folder, by path: regular files and their sizes, folders, and what is neither, with what it is."""

    files: dict[str, int] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    strange: list[tuple[str, str]] = field(default_factory=list)
    beyond: str = ""  # the limit that was met, if one was


@contextmanager
def open_folder(path: Path) -> Iterator[int]:
    """The folder itself; from here on every name is opened beneath it. Raises CannotRead."""
    try:
        root = os.open(path, _FOLDER)
    except (OSError, ValueError) as bad:
        raise CannotRead(f"{path.name or path} is not a folder that can be read: {bad}") from bad
    try:
        yield root
    finally:
        os.close(root)


def survey(root: int, *, but: tuple[str, ...] = ()) -> Survey:
    """Lists everything under the folder without following or opening anything but folders; `but` names what is left alone."""
    found, todo = Survey(), [""]
    while todo and not found.beyond:
        folder = todo.pop()
        try:
            _list(root, folder, found, todo, but)
        except OSError as bad:
            found.strange.append((folder or ".", f"cannot be listed: {bad.strerror}"))
    return found


def _list(root: int, folder: str, found: Survey, todo: list[str], but: tuple[str, ...]) -> None:
    fd = _descend(root, folder.split("/") if folder else [])
    try:
        with os.scandir(fd) as listed:
            for one in listed:
                name = f"{folder}/{one.name}" if folder else one.name
                if name in but:
                    continue
                if len(found.files) + len(found.folders) + len(found.strange) >= MAX_FILES:
                    found.beyond = f"more than {MAX_FILES} names"
                    return
                _sort_in(name, one.stat(follow_symlinks=False), found, todo)
    finally:
        os.close(fd)


def _sort_in(name: str, status: os.stat_result, found: Survey, todo: list[str]) -> None:
    if stat.S_ISREG(status.st_mode):
        found.files[name] = status.st_size
    elif not stat.S_ISDIR(status.st_mode):
        kinds = {stat.S_IFLNK: "a link", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
        found.strange.append((name, kinds.get(stat.S_IFMT(status.st_mode), "a device")))
    elif name.count("/") + 1 >= MAX_LEVELS:
        found.strange.append((name, f"deeper than {MAX_LEVELS} folders"))
    else:
        found.folders.append(name)
        todo.append(name)


def _descend(root: int, parts: list[str]) -> int:
    fd = os.dup(root)
    for part in parts:
        try:
            beneath = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=fd)
        finally:
            os.close(fd)
        fd = beneath
    return fd


def open_file(root: int, path: str) -> BinaryIO:
    """A regular file beneath the folder; no part of its path may be a link. Raises HostileFolder, CannotRead."""
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise HostileFolder(f"not a path within the folder: {path!r}")
    try:
        beneath = _descend(root, parts[:-1])
        try:
            fd = os.open(parts[-1], _FILE, dir_fd=beneath)
        finally:
            os.close(beneath)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise HostileFolder(f"{path!r} is not a regular file")
        return os.fdopen(fd, "rb")
    except (OSError, ValueError) as bad:
        raise CannotRead(f"{path!r} cannot be opened: {bad}") from bad


def read_small(root: int, path: str) -> bytes:
    """A whole file of at most MAX_SMALL bytes. Raises HostileFolder, CannotRead."""
    with open_file(root, path) as file:
        data = _read(file, MAX_SMALL + 1, path)
    if len(data) > MAX_SMALL:
        raise HostileFolder(f"{path!r} is larger than {MAX_SMALL} bytes")
    return data


def read_lines(root: int, path: str) -> Iterator[bytes]:
    """The lines of a file, each ended by one LF, without it. Raises HostileFolder, CannotRead."""
    with open_file(root, path) as file:
        while True:
            try:
                line = file.readline(MAX_LINE + 1)
            except OSError as bad:
                raise CannotRead(f"{path!r} cannot be read to its end: {bad}") from bad
            if not line:
                return
            if not line.endswith(b"\n"):
                what = (
                    "has a line without an end"
                    if len(line) <= MAX_LINE
                    else f"has a line of more than {MAX_LINE} bytes"
                )
                raise HostileFolder(f"{path!r} {what}")
            yield line[:-1]


def digest_file(root: int, path: str, size: int) -> str:
    """SHA-256 of a file that has `size` bytes; one that grows meanwhile is read no further. Raises HostileFolder, CannotRead."""
    if size > MAX_FILE:
        raise HostileFolder(f"{path!r} is larger than {MAX_FILE} bytes")
    made, left = hashlib.sha256(), size + 1
    with open_file(root, path) as file:
        while left and (chunk := _read(file, min(CHUNK, left), path)):
            made.update(chunk)
            left -= len(chunk)
    return made.hexdigest()


def _read(file: BinaryIO, most: int, path: str) -> bytes:
    try:
        return file.read(most)
    except OSError as bad:
        raise CannotRead(f"{path!r} cannot be read to its end: {bad}") from bad
