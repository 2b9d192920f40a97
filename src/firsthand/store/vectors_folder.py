"""Descriptors in files of ours: exact while they are few, by lists past that; a cache that may be deleted at any time."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.trace.near import NONE, Alike, nearest, places
from firsthand.port import Hits, Space, Vectors
from firsthand.record.digest import check_digest
from firsthand.record.fault import BadReading

from . import disk
from .vectors import LONGEST, check_asked, check_space, fitting, held, name_of
from .vectors_bits import nearest_bits
from .vectors_file import Part, put, take
from .vectors_lists import BLOCK, Asked, assigned, learn

FLAT = 200_000  # rows up to which all are compared with all; bits always are
PARTS = 8  # small parts that may stand beside one another
DEAD = 0.25  # share of a listed part that may be forgotten before it is made anew


class FolderDescriptors:
    """A folder a space, below the one given. Several programs may hold it open; one at a time writes."""

    def __init__(self, folder: Path, space: Space, *, flat: int = FLAT) -> None:
        self._space = check_space(space)
        self._folder = folder / name_of(space)
        self._flat = flat
        self._parts: dict[str, Part] = {}
        self._asked: dict[str, Asked] = {}
        self._live: dict[str, npt.NDArray[np.bool_]] = {}
        self._names: tuple[str, ...] = ()
        self._owners: dict[str, npt.NDArray[np.int64]] = {}  # place in `_names` of each part's files

    @property
    def space(self) -> Space:
        return self._space

    # --- what is there ------------------------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Maps what is new in the folder. A part that does not hold together is passed over: its files are held no more,
        and whoever keeps the readings adds them again."""
        there = {path.name for path in self._folder.glob("*.vectors")}
        if there == self._parts.keys():
            return
        for name in sorted(there - self._parts.keys()):
            with suppress(BadReading):
                part = take(self._folder / name)
                if part.space == self._space:
                    self._parts[name] = part
        for name in self._parts.keys() - there:
            del self._parts[name]
            self._asked.pop(name, None)
        self._live = self._holding()
        found = (part.files[place] for name, part in self._parts.items() for place in np.flatnonzero(self._live[name]))
        self._names = tuple(sorted(found))
        places_of = {file: place for place, file in enumerate(self._names)}
        self._owners = {
            name: np.array([places_of.get(file, -1) for file in part.files], np.int64)
            for name, part in self._parts.items()
        }

    def _holding(self) -> dict[str, npt.NDArray[np.bool_]]:
        """Which files each part still speaks for: the newest part that names a file, or forgets it, has the word."""
        newest: dict[str, str] = {}
        for name, part in self._in_order():
            newest |= dict.fromkeys((*part.files, *part.removed), name)
        return {
            name: np.array([newest[file] == name and file not in part.removed for file in part.files], np.bool_)
            for name, part in self._parts.items()
        }

    def _in_order(self) -> list[tuple[str, Part]]:
        return sorted(self._parts.items(), key=lambda item: (item[1].number, item[0]))

    def files(self) -> Sequence[str]:
        self._refresh()
        return self._names

    def count(self) -> int:
        self._refresh()
        return sum(int(self._live_rows(name).sum()) for name in self._parts)

    def _live_rows(self, name: str) -> npt.NDArray[np.bool_]:
        part, live = self._parts[name], self._live[name]
        return live[part.arrays["owner"]] if part.count else np.zeros(0, np.bool_)

    # --- asking ---------------------------------------------------------------------------------------------------------------

    def search(self, queries: npt.NDArray[Any], *, model: str, most: int, least: float) -> Hits:
        check_asked(most, least)
        wanted = fitting(self._space, queries, model)
        self._refresh()
        found = [_empty()]
        for name, part in self._in_order():
            near = self._near(name, part, wanted, least, most)
            arrays = part.arrays
            file = self._owners[name][arrays["owner"][near.known]] if len(near.known) else NONE
            found.append((near.query, file, arrays["row"][near.known], arrays["at"][near.known], near.score))
        query, file, row, at, score = (np.concatenate([part[side] for part in found]) for side in range(5))
        order = np.lexsort((row, file, -score, query))
        order = order[places(query[order]) < most]
        return Hits(
            names=self._names,
            query=query[order].astype(np.int64),
            file=file[order].astype(np.int64),
            row=row[order].astype(np.int64),
            at=at[order],
            score=score[order].astype(np.float32),
        )

    def _near(self, name: str, part: Part, queries: npt.NDArray[Any], least: float, most: int) -> Alike:
        live = self._live[name]
        if not part.count or not live.any():
            return Alike(query=NONE, known=NONE, score=np.zeros(0, np.float32))
        if part.listed:
            if name not in self._asked:
                self._asked[name] = Asked(part)
            return self._asked[name].search(queries, least, most, live)
        rows = part.arrays["rows"]
        search = nearest_bits if self._space.bits else nearest
        if live.all():
            return search(queries, rows, least, most)
        there = np.flatnonzero(self._live_rows(name))
        near = search(queries, rows[there], least, most)
        return Alike(query=near.query, known=there[near.known], score=near.score)

    # --- writing ----------------------------------------------------------------------------------------------------------------

    def add(self, *vectors: Vectors) -> None:
        kept = {one.file: one for one in [held(self._space, given) for given in vectors]}
        if not kept:
            return
        files = sorted(kept)
        arrays = {
            "rows": np.concatenate([kept[file].rows for file in files]),
            "owner": np.repeat(np.arange(len(files)), [len(kept[file].rows) for file in files]).astype(np.uint32),
            "row": np.concatenate([kept[file].row for file in files]).astype(np.uint32),
            "at": np.concatenate([kept[file].at for file in files]),
        }
        self._write(tuple(files), (), arrays)

    def remove(self, *files: str) -> None:
        gone = {check_digest(file) for file in files} & set(self.files())
        if gone:
            wide = self._space.wide // 8 if self._space.bits else self._space.wide
            none = {"rows": np.zeros((0, wide), np.int8), "owner": NONE, "row": NONE, "at": np.zeros(0)}
            self._write((), tuple(sorted(gone)), none)

    def _write(self, files: tuple[str, ...], removed: tuple[str, ...], arrays: dict[str, Any]) -> None:
        disk.make_folder(self._folder)
        lock = self._folder / "lock"
        with disk.writing(lock.name):
            lock.touch(exist_ok=True)
        with disk.only_writer(lock):
            disk.sweep(self._folder)
            self._refresh()
            part = Part(space=self._space, number=self._next(), files=files, removed=removed, arrays=arrays)
            put(self._new(), part)
            self._refresh()
            self._tidy()

    def _next(self) -> int:
        return max((part.number for part in self._parts.values()), default=0) + 1

    def _new(self) -> Path:
        return self._folder / f"{self._next():012d}-{secrets.token_hex(4)}.vectors"

    def _tidy(self) -> None:
        """Small parts become one, and one that grew too large for comparing all with all gets lists."""
        small = [name for name, part in self._parts.items() if not part.listed]
        rows = sum(self._parts[name].count for name in small)
        large = not self._space.bits and rows > self._flat
        if not large and len(small) <= PARTS and all(self._live[name].all() for name in small):
            return
        merged = set(small)
        if large:  # a listed part is taken along where it is no larger than what joins it, or where much of it is dead
            for name, part in sorted(self._parts.items(), key=lambda item: item[1].count):
                dead = 1 - float(self._live_rows(name).mean()) if part.count else 1.0
                if part.listed and (part.count <= rows or dead > DEAD):
                    merged.add(name)
                    rows += part.count
        self._merge(sorted(merged), listed=large)

    def _merge(self, names: Sequence[str], *, listed: bool) -> None:
        """Parts as one new one. They stay until it stands: whoever stops between the two finds both, and the newer has the
        word."""
        others = [part for name, part in self._parts.items() if name not in names]
        elsewhere = {file for part in others for file in part.files}
        parts = [self._parts[name] for name in names]
        live = [np.flatnonzero(self._live_rows(name)) for name in names]
        files = sorted(
            part.files[p] for n, part in zip(names, parts, strict=True) for p in np.flatnonzero(self._live[n])
        )
        gone = sorted({f for part in parts for f in part.removed} & elsewhere - set(files))
        arrays, order = self._joined(parts, live, files)
        rows = [part.arrays["rows"] for part in parts]
        blocks: dict[str, Iterator[npt.NDArray[Any]]] = {}
        if listed and len(order):
            arrays, order = _listed(arrays, order, rows, self._space.wide)
            blocks["signs"], blocks["reach"] = iter(arrays.pop("signs")), iter(arrays.pop("reach"))
        blocks["rows"] = (_gathered(rows, order[at : at + BLOCK]) for at in range(0, len(order), BLOCK))
        number = self._next()
        made = Part(space=self._space, number=number, files=tuple(files), removed=tuple(gone), arrays=arrays)
        put(self._new(), made, blocks)
        for name in names:
            with suppress(OSError):
                (self._folder / name).unlink()
        self._refresh()

    def _joined(
        self, parts: Sequence[Part], live: Sequence[npt.NDArray[Any]], files: Sequence[str]
    ) -> tuple[dict[str, Any], npt.NDArray[np.int64]]:
        """(arrays in the order of files and rows, where each row stands: part << 40 | place)."""
        place_of = {file: place for place, file in enumerate(files)}
        owners, rows, ats, source = [NONE], [NONE], [np.zeros(0)], [NONE]
        for number, (part, there) in enumerate(zip(parts, live, strict=True)):
            mine = np.array([place_of.get(file, 0) for file in part.files] or [0], np.int64)
            owners.append(mine[part.arrays["owner"][there]])
            rows.append(part.arrays["row"][there].astype(np.int64))
            ats.append(part.arrays["at"][there])
            source.append(there.astype(np.int64) | number << 40)
        owner, row, where = (np.concatenate(column) for column in (owners, rows, source))
        at = np.concatenate(ats)
        order = np.argsort(owner * LONGEST + row, kind="stable")
        return {"owner": owner[order], "row": row[order], "at": at[order]}, where[order]


def _empty() -> tuple[Any, ...]:
    return NONE, NONE, NONE, np.zeros(0), np.zeros(0, np.float32)


def _gathered(rows: Sequence[npt.NDArray[Any]], order: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    """Rows of several parts in an order of places."""
    made = np.empty((len(order), rows[0].shape[1]), rows[0].dtype)
    source, place = order >> 40, order & ((1 << 40) - 1)
    for number, piece in enumerate(rows):
        mine = source == number
        made[mine] = piece[place[mine]]
    return made


def _listed(
    arrays: dict[str, Any], order: npt.NDArray[np.int64], rows: Sequence[npt.NDArray[Any]], wide: int
) -> tuple[dict[str, Any], npt.NDArray[np.int64]]:
    """The same, list by list, with what the lists are searched by; signs and reach come piece by piece."""
    pieces = [_gathered(rows, order[at : at + BLOCK]) for at in range(0, min(len(order), 16 * BLOCK), BLOCK)]
    taught = learn(pieces, wide)
    list_of = np.concatenate(
        [assigned(taught, _gathered(rows, order[at : at + BLOCK])) for at in range(0, len(order), BLOCK)]
    )
    by_list = np.argsort(list_of, kind="stable")
    order, list_of = order[by_list], list_of[by_list]
    made = {name: array[by_list] for name, array in arrays.items()}
    made["centres"], made["turn"] = taught.centres, taught.turn
    made["starts"] = np.searchsorted(list_of, np.arange(len(taught.centres) + 1)).astype(np.int64)

    def pieces_of(side: int) -> Iterator[npt.NDArray[Any]]:
        for at in range(0, len(order), BLOCK):
            yield taught.signs_of(_gathered(rows, order[at : at + BLOCK]), list_of[at : at + BLOCK])[side]

    return {**made, "signs": pieces_of(0), "reach": pieces_of(1)}, order
