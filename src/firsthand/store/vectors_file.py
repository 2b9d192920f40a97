"""One file of vectors on the disk: written once, mapped when read, and nothing in it believed that was not checked."""

import math
import mmap
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.port import Space
from firsthand.record.digest import canonical, check_digest, parse_canonical
from firsthand.record.fault import BadReading, BadRecord

from . import disk

MAGIC = b"firsthand-vectors/1\n"
ALIGNED = 64  # bytes: where an array begins
HEAD = 64 << 20  # bytes that the first line may have
LISTS = ("centres", "starts", "turn", "signs", "reach")
Arrays = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Vectors of some files, as they stand on the disk.

    `files` names them, `removed` those that were forgotten when this was written; of two parts that speak of a file the one
    of the greater `number` holds. Arrays: rows [n, bytes], owner u4[n] place in `files`, row u4[n], at f8[n]; where the part
    is searched by lists (see vectors_lists), theirs too.
    """

    space: Space
    number: int
    files: tuple[str, ...]
    removed: tuple[str, ...]
    arrays: Arrays

    @property
    def count(self) -> int:
        return len(self.arrays["rows"])

    @property
    def listed(self) -> bool:
        return "signs" in self.arrays


def shapes(space: Space, count: int, lists: int) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Kind and shape of every array, in the order in which they are written."""
    wide = space.wide // 8 if space.bits else space.wide
    made: dict[str, tuple[str, tuple[int, ...]]] = {
        "rows": ("|u1" if space.bits else "|i1", (count, wide)),
        "owner": ("<u4", (count,)),
        "row": ("<u4", (count,)),
        "at": ("<f8", (count,)),
    }
    if lists:
        made |= {
            "centres": ("<f4", (lists, wide)),
            "starts": ("<i8", (lists + 1,)),
            "turn": ("<f4", (wide, wide)),
            "signs": ("|u1", (count, wide // 8)),
            "reach": ("<f4", (count,)),
        }
    return made


def put(path: Path, part: Part, blocks: Mapping[str, Iterable[npt.NDArray[Any]]] | None = None) -> None:
    """The file whole, or none. `blocks` gives arrays that are too big to be held, piece by piece, instead of `part`'s.

    Raises DiskFull, WriteFailed.
    """
    count = len(part.arrays["owner"])
    lists = len(part.arrays["centres"]) if "centres" in part.arrays else 0
    table = shapes(part.space, count, lists)
    head = canonical(
        {
            "space": {"model": part.space.model, "wide": part.space.wide, "bits": part.space.bits},
            "number": part.number,
            "files": list(part.files),
            "removed": list(part.removed),
            "count": count,
            "lists": lists,
        }
    )
    with disk.temporary(path.parent, path.name) as (fd, made):
        disk.write(fd, _padded(MAGIC + head + b"\n"), path.name)
        for name, (kind, shape) in table.items():
            pieces = (blocks or {}).get(name, (part.arrays.get(name),))
            size = 0
            for piece in pieces:
                data = np.ascontiguousarray(piece, kind).data.cast("B") if piece is not None and np.size(piece) else b""
                disk.write(fd, data, path.name)
                size += len(data)
            assert size == np.dtype(kind).itemsize * math.prod(shape), name
            disk.write(fd, bytes(-size % ALIGNED), path.name)
        disk.sync(fd, path.name)
        disk.rename(made, path)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % ALIGNED)


def take(path: Path) -> Part:
    """The part in a file, mapped. Raises BadReading: torn, cut, or not what a part is."""
    try:
        with path.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            line = source.readline(HEAD)
            head_line = source.readline(HEAD) if line == MAGIC else b""
        if not head_line.endswith(b"\n"):
            raise BadReading(f"{path.name} is no file of vectors")
        part, at, table = _head(parse_canonical(head_line[:-1])), len(_padded(MAGIC + head_line)), None
        table = shapes(part.space, int(part.arrays["count"]), int(part.arrays["lists"]))
        places = dict(_places(table, at))
        if size != (max(places.values(), default=at) if not table else _end(table, at)):
            raise BadReading(f"{path.name} is {size} bytes long, not what it says")
        arrays = {name: _mapped(path, kind, shape, places[name]) for name, (kind, shape) in table.items()}
    except (OSError, KeyError, TypeError, ValueError, BadRecord) as bad:
        raise BadReading(f"{path.name} cannot be read: {bad}") from bad
    checked = Part(space=part.space, number=part.number, files=part.files, removed=part.removed, arrays=arrays)
    _check(path.name, checked)
    return checked


def _head(wire: Any) -> Part:
    space = Space(model=check_digest(wire["space"]["model"]), wide=wire["space"]["wide"], bits=wire["space"]["bits"])
    whole = (wire["number"], wire["count"], wire["lists"], space.wide)
    if any(type(number) is not int or not 0 <= number < 1 << 40 for number in whole) or type(space.bits) is not bool:
        raise BadReading("numbers that are none")
    files, removed = (tuple(check_digest(file) for file in wire[name]) for name in ("files", "removed"))
    if list(files) != sorted(set(files)) or not 0 < space.wide <= 1 << 16 or space.wide % 8:
        raise BadReading("files out of order, or no vectors")
    sizes = {"count": np.asarray(wire["count"]), "lists": np.asarray(wire["lists"])}
    return Part(space=space, number=wire["number"], files=files, removed=removed, arrays=sizes)


def _places(table: Mapping[str, tuple[str, tuple[int, ...]]], at: int) -> Iterator[tuple[str, int]]:
    for name, (kind, shape) in table.items():
        yield name, at
        size = np.dtype(kind).itemsize * math.prod(shape)
        at += size + -size % ALIGNED


def _end(table: Mapping[str, tuple[str, tuple[int, ...]]], at: int) -> int:
    sizes = [np.dtype(kind).itemsize * math.prod(shape) for kind, shape in table.values()]
    return at + sum(size + -size % ALIGNED for size in sizes)


def _mapped(path: Path, kind: str, shape: tuple[int, ...], at: int) -> npt.NDArray[Any]:
    if not math.prod(shape):
        return np.zeros(shape, kind)
    return np.memmap(path, dtype=kind, mode="r", offset=at, shape=shape).view(np.ndarray)


def give_back(array: npt.NDArray[Any]) -> None:
    """Lets the system have the pages of a mapped array that were looked at: this process holds them no more, and what is asked
    for again is mapped again, mostly from the disk's cache."""
    base: Any = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        base.madvise(mmap.MADV_DONTNEED)


def _check(name: str, part: Part) -> None:
    arrays = part.arrays
    fits = not part.count or (int(arrays["owner"].max()) < len(part.files) and bool(np.isfinite(arrays["at"]).all()))
    if fits and part.listed:
        starts = arrays["starts"]
        fits = not part.space.bits and int(starts[0]) == 0 and int(starts[-1]) == part.count
        fits = fits and bool((np.diff(starts) >= 0).all())
        fits = fits and all(bool(np.isfinite(arrays[one]).all()) for one in ("centres", "turn", "reach"))
    if not fits:
        raise BadReading(f"{name} holds numbers that do not fit together")
