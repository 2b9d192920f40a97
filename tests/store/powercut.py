"""A disk that forgets: records the calls the stores really make, and says what may be left when the power goes between them.

The model is what POSIX promises and no more. Bytes are safe after a sync of their file, names after a sync of their folder.
Until then any of the changes may be on the disk and any may not, in any order; a write may be there in part, or as zeros;
a rename is there or not, never half.
"""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firsthand.store import disk

WATCHED = ("open", "close", "mkdir", "write", "lseek", "ftruncate", "fsync", "rename", "unlink")


@dataclass(slots=True)
class Node:
    """A file or folder: what is safe, what has been changed since, and what a program sees now."""

    folder: bool
    safe: Any
    now: Any
    waiting: list[tuple[Any, ...]] = field(default_factory=list)

    def change(self, *what: Any) -> None:
        self.waiting.append(what)
        self.now = applied(self.now, what)

    def sync(self) -> None:
        self.safe = dict(self.now) if self.folder else self.now
        self.waiting.clear()


def applied(content: Any, what: tuple[Any, ...]) -> Any:
    """What a folder's names or a file's bytes are after one change."""
    if what[0] == "write":
        at, data = what[1:]
        return content[:at].ljust(at, b"\0") + data + content[at + len(data) :]
    if what[0] == "cut":
        return content[: what[1]].ljust(what[1], b"\0")
    names = dict(content)
    for name in what[1]:
        names.pop(name, None)
    return names | what[2]


def folder() -> Node:
    return Node(True, {}, {})


@dataclass(slots=True)
class Disk:
    """Stands in for `os` in store/disk.py; every call is done for real and recorded. `cut` is asked after each change."""

    base: Path
    changed: Callable[["Disk"], None]
    top: Node = field(default_factory=folder)
    open_files: dict[int, tuple[Node, int]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if name not in WATCHED:
            return real
        record = getattr(self, f"_{name}")

        def call(*args: Any) -> Any:
            result = real(*args) if name != "fsync" else None
            if record(result, *args):
                self.changed(self)
            return result

        return call

    def __enter__(self) -> "Disk":
        disk.os = self  # type: ignore[attr-defined,assignment]
        return self

    def __exit__(self, *_: object) -> None:
        disk.os = os  # type: ignore[attr-defined]

    def node(self, path: Path) -> Node:
        found = self.top
        for name in path.relative_to(self.base).parts:
            found = found.now[name]
        return found

    def _open(self, fd: int, path: Path, flags: int, mode: int = 0) -> bool:
        above = self.node(path.parent) if path != self.base else self.top
        made = path != self.base and path.name not in above.now
        if made:
            above.change("names", (), {path.name: Node(False, b"", b"")})
        self.open_files[fd] = (self.node(path), 0)
        return made

    def _close(self, _: None, fd: int) -> bool:
        self.open_files.pop(fd)
        return False

    def _mkdir(self, _: None, path: Path) -> bool:
        self.node(path.parent).change("names", (), {path.name: folder()})
        return True

    def _write(self, count: int, fd: int, data: bytes) -> bool:
        node, at = self.open_files[fd]
        node.change("write", at, bytes(data[:count]))
        self.open_files[fd] = (node, at + count)
        return True

    def _lseek(self, at: int, fd: int, *_: int) -> bool:
        self.open_files[fd] = (self.open_files[fd][0], at)
        return False

    def _ftruncate(self, _: None, fd: int, size: int) -> bool:
        self.open_files[fd][0].change("cut", size)
        return True

    def _fsync(self, _: None, fd: int) -> bool:
        self.open_files[fd][0].sync()
        return True

    def _rename(self, _: None, old: Path, new: Path) -> bool:
        source, target = self.node(old.parent), self.node(new.parent)
        moved = {new.name: source.now[old.name]}
        if source is target:
            source.change("names", (old.name,), moved)
        else:  # into another folder: the old name may stay while the new one is there, and the other way round
            source.change("names", (old.name,), {})
            target.change("names", (), moved)
        return True

    def _unlink(self, _: None, path: Path) -> bool:
        self.node(path.parent).change("names", (path.name,), {})
        return True


Choice = Callable[[Node], Any]  # what of a node is left


def only_safe(node: Node) -> Any:
    return node.safe


def everything(node: Node) -> Any:
    return node.now


def names_without_bytes(node: Node) -> Any:
    return node.now if node.folder else node.safe


def sizes_without_bytes(node: Node) -> Any:
    return node.now if node.folder else node.safe + bytes(max(0, len(node.now) - len(node.safe)))


def bytes_without_names(node: Node) -> Any:
    return node.safe if node.folder else node.now


def by_chance(seed: int) -> Choice:
    """Some of the changes, in another order where they do not touch the same name, the last write torn."""
    chance = random.Random(seed)

    def choose(node: Node) -> Any:
        left = node.safe
        for what in node.waiting:
            if chance.random() < 0.5:
                torn = what[0] == "write" and chance.random() < 0.5
                left = applied(left, (*what[:2], what[2][: chance.randrange(len(what[2]) + 1)]) if torn else what)
        return left

    return choose


CHOICES: tuple[Choice, ...] = (only_safe, everything, names_without_bytes, sizes_without_bytes, bytes_without_names)


Picture = bytes | tuple[tuple[str, Any], ...]


def left(node: Node, choose: Choice) -> Picture:
    """The disk as it is when the power comes back."""
    content = choose(node)
    return (
        tuple((name, left(below, choose)) for name, below in sorted(content.items())) if node.folder else bytes(content)
    )


def lay_out(picture: Picture, where: Path) -> None:
    if isinstance(picture, bytes):
        where.write_bytes(picture)
        return
    where.mkdir()
    for name, below in picture:
        lay_out(below, where / name)


def cuts(seeds: int, moment: int) -> Iterator[Choice]:
    """What may be left at one moment, the worst first."""
    yield from CHOICES
    yield from (by_chance(moment * 1000 + seed) for seed in range(seeds))
