"""An OpenStreetMap extract looked through piece by piece: whole blocks behind the file's own header, in bounded memory."""

import mmap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import osmium

from firsthand.port import Progress, Read, Still

MOST_VERTICES = 8_000_000
SMALL = 4 << 20  # bytes of an extract whose nodes are looked through one by one
PIECE = 32 << 20  # bytes looked through between two signs of life
MOST_HEAD, MOST_BLOCK = 64 << 10, 32 << 20  # bytes of a block's header and of its data, by the format
PASSES = 3.0
Emit = Callable[[Progress | Still | Read], None]


class TooMuch(Exception):
    """More is asked for than a reading holds."""


class Pieces:
    """An extract as runs of whole blocks, each led by the file's header, so that no pass is without a sign of life for long."""

    def __init__(self, held: mmap.mmap, emit: Emit) -> None:
        self._held, self._emit, self._passes = held, emit, 0
        ends = [end for _, end in _blocks(held)]
        self._head = held[: ends[0]]
        starts, last = [ends[0]], ends[0]
        for end in ends[1:]:
            if end - starts[-1] > PIECE and last > starts[-1]:
                starts.append(last)
            last = end
        self._runs = [*zip(starts, [*starts[1:], last], strict=True)]

    def each(self) -> Iterator[tuple[int, int]]:
        for begin, end in self._runs:
            yield begin, end
            self._emit(Progress(done=self._passes + end / len(self._held), whole=PASSES))
        self._passes += 1

    def objects(self, piece: tuple[int, int], entities: Any) -> Any:
        """Those of some types; what is held of the piece goes with the processor."""
        held = self._head + self._held[piece[0] : piece[1]]
        return osmium.FileProcessor(osmium.io.FileBuffer(held, "pbf"), entities)

    def by_id(self, entity: Any, wanted: Any) -> Iterator[Any]:
        """The objects with these ids. libosmium's set of ids costs up to 1.6 GB whatever it holds: small extracts do without."""
        if not len(wanted):
            return
        ids = set(wanted if isinstance(wanted, dict) else wanted.tolist())
        chosen = osmium.filter.IdFilter(ids) if len(self._held) > SMALL else None
        for piece in self.each():
            seen = self.objects(piece, entity)
            for found in seen if chosen is None else seen.with_filter(chosen):
                if found.id in ids:
                    yield found

    def places(self, lines: Sequence[Any], own: Mapping[int, tuple[int, int]] | None = None) -> tuple[Any, Any]:
        """Of every node that lines lead through: sorted ids, and lon, lat in 1e-7 deg (out of range where the extract lacks it).

        `own` are places known already.
        """
        own = own or {}
        ids = np.unique(np.concatenate(lines)).astype(np.int64) if len(lines) else np.zeros(0, dtype=np.int64)
        places = np.full((len(ids), 2), np.iinfo(np.int32).max, dtype=np.int32)
        if own:
            places[np.searchsorted(ids, list(own))] = list(own.values())
        for node in self.by_id(osmium.osm.NODE, ids[~np.isin(ids, np.fromiter(own, dtype=np.int64, count=len(own)))]):
            if node.location.valid():
                places[np.searchsorted(ids, node.id)] = node.location.x, node.location.y
        return ids, places


def _blocks(held: mmap.mmap) -> Iterator[tuple[int, int]]:
    """Begin and end of each block. Raises ValueError where one is cut short or is none."""
    at = 0
    while at < len(held):
        length = int.from_bytes(held[at : at + 4], "big")
        if not 0 < length <= MOST_HEAD:
            raise ValueError(f"no block begins at byte {at}")
        end = at + 4 + length + _size_of(held[at + 4 : at + 4 + length])
        if end > len(held):
            raise ValueError(f"the block at byte {at} goes on beyond the end of the file")
        yield at, end
        at = end


def _size_of(head: bytes) -> int:
    """The length of the data behind a block's header: its field 3 (OSM PBF, BlobHeader)."""
    at, size = 0, -1
    while at < len(head):
        key, at = _varint(head, at)
        number, at = _varint(head, at)
        if key & 7 == 2:
            at += number
        elif key & 7 != 0:
            raise ValueError("a block's header has fields of no known form")
        elif key >> 3 == 3:
            size = number
    if not 0 <= size <= MOST_BLOCK:
        raise ValueError(f"a block of {size} bytes")
    return size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        if at >= len(data) or shift > 35:
            raise ValueError("a block's header is cut short")
        number |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return number, at
