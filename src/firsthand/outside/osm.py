"""Reads an OpenStreetMap extract, inside the cell: the things of the kinds asked for, as lines and points, in bounded memory.

The file is mapped and never held: it is looked through piece by piece, once for what has the tags asked for, once for the ways
that wanted relations are made of, once for the places of the nodes that wanted lines lead through. What is held grows with what is
asked for, not with the file; beyond MOST_VERTICES it stops and says so. The profile names the kinds, joined by "+".

Arrays of the reading, for each kind K: place.map/K/lon, lat i4[v] (1e-7 deg), start u4[n+1] (into them), id i8[n], what u1[n]
(0 node, 1 way, 2 relation), and name u1[b] with name_start u4[n+1] (UTF-8). The facts carry `kinds`, `bounds` and `counts`.
"""

import mmap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.ma  # numpy imports it at first use, and a fork can open nothing
import osmium

from firsthand.method.place.things import THINGS, Finder
from firsthand.method.reading import Reading, pack
from firsthand.port import Progress, Read, Still
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable, outcome_wire

NAME = "place.map"
MOST_VERTICES = 8_000_000
MOST_NAME = 80  # bytes kept of a name
SMALL = 4 << 20  # bytes of an extract whose nodes are looked through one by one
PIECE = 32 << 20  # bytes looked through between two signs of life
MOST_HEAD, MOST_BLOCK = 64 << 10, 32 << 20  # bytes of a block's header and of its data, by the format
PASSES = 3.0
MADE_WITH = {"osmium": version("osmium")}
Emit = Callable[[Progress | Still | Read], None]


class TooMuch(Exception):
    """More is asked for than a reading holds."""


@dataclass(slots=True)
class Kept:
    """Objects of one kind as they are found: id, what, name, and the nodes of their line (a point has itself)."""

    ids: list[int] = field(default_factory=list)
    what: list[int] = field(default_factory=list)
    names: list[bytes] = field(default_factory=list)
    nodes: list[Any] = field(default_factory=list)

    def add(self, id_: int, what: int, name: str | None, nodes: Any) -> None:
        self.ids.append(id_)
        self.what.append(what)
        self.names.append((name or "").encode("utf-8")[:MOST_NAME].decode("utf-8", "ignore").encode("utf-8"))
        self.nodes.append(nodes)


def read_map(fd: int, *, profile: str, emit: Emit) -> None:
    """The things of the extract that `fd` is open on, ending with exactly one Read."""
    kinds = [kind for kind in profile.split("+") if kind in THINGS]
    if not kinds:
        _say(Unsuitable(why=f"none of these is a kind of thing on a map: {profile[:200]!r}"), emit)
        return
    try:
        with mmap.mmap(fd, 0, prot=mmap.PROT_READ) as held:
            if held[4:13] != b"\x0a\x09OSMHeade"[:9]:
                _say(Unsuitable(why="not an OpenStreetMap extract in PBF (its first block is no OSMHeader)"), emit)
                return
            reading, counts = _read(held, kinds, emit)
    except TooMuch as much:
        _say(Inconclusive(why=f"{much}: take a smaller extract, or rarer things"), emit)
        return
    except (RuntimeError, ValueError, OSError) as bad:  # libosmium's own faults are RuntimeErrors
        _say(Unsuitable(why=f"the extract is broken or cut short: {str(bad)[:200]}"), emit)
        return
    outcome: Outcome = Nothing(looked=f"the whole extract, for {', '.join(kinds)}")
    if any(counts.values()):
        outcome = Found(value={"counts": counts})
    emit(Read(reading=pack(reading), outcomes={NAME: outcome_wire(outcome)}, made_with=MADE_WITH))


def _say(outcome: Outcome, emit: Emit) -> None:
    emit(Read(reading=pack(Reading(facts={})), outcomes={NAME: outcome_wire(outcome)}, made_with=MADE_WITH))


def _read(held: mmap.mmap, kinds: Sequence[str], emit: Emit) -> tuple[Reading, dict[str, int]]:
    kept = {kind: Kept() for kind in kinds}
    find = Finder(kinds)
    pieces = Pieces(held, emit)
    members: dict[int, list[tuple[str, int, str | None]]] = {}
    own: dict[int, tuple[int, int]] = {}
    vertices = 0
    for seen in _tagged(pieces, find):
        wanted = find((tag.k, tag.v) for tag in seen.tags)
        if not wanted:
            continue
        name = seen.tags.get("name")
        if isinstance(seen, osmium.osm.Node):
            if seen.location.valid():
                own[seen.id] = seen.location.x, seen.location.y
                for kind in wanted:
                    kept[kind].add(seen.id, 0, name, [seen.id])
                _counted(len(own), 0)
        elif isinstance(seen, osmium.osm.Way):
            nodes = np.fromiter((node.ref for node in seen.nodes), dtype=np.int64)
            for kind in wanted:
                kept[kind].add(seen.id, 1, name, nodes)
                vertices = _counted(vertices, len(nodes))
        elif isinstance(seen, osmium.osm.Relation):
            for member in (one for one in seen.members if one.type == "w" and one.role != "inner"):
                for kind in wanted:
                    members.setdefault(member.ref, []).append((kind, seen.id, name))
    for way in pieces.by_id(osmium.osm.WAY, members):
        nodes = np.fromiter((node.ref for node in way.nodes), dtype=np.int64)
        for kind, relation_id, name in members[way.id]:
            kept[kind].add(relation_id, 2, name, nodes)
            vertices = _counted(vertices, len(nodes))
    ids, places = _nodes(pieces, kept, own)
    return _packed(kept, ids, places)


def _nodes(pieces: "Pieces", kept: Mapping[str, Kept], own: Mapping[int, tuple[int, int]]) -> tuple[Any, Any]:
    """The coordinates of every node wanted: sorted ids, and lon, lat in 1e-7 deg (out of range where the extract lacks it)."""
    lines = [nodes for part in kept.values() for nodes in part.nodes]
    ids = np.unique(np.concatenate(lines)).astype(np.int64) if lines else np.zeros(0, dtype=np.int64)
    places = np.full((len(ids), 2), np.iinfo(np.int32).max, dtype=np.int32)
    if own:
        places[np.searchsorted(ids, list(own))] = list(own.values())
    missing = ids[~np.isin(ids, np.fromiter(own, dtype=np.int64, count=len(own)))]
    for node in pieces.by_id(osmium.osm.NODE, missing):
        if node.location.valid():
            places[np.searchsorted(ids, node.id)] = node.location.x, node.location.y
    return ids, places


def _tagged(pieces: "Pieces", find: Finder) -> Iterator[Any]:
    """Every object with a tag that is looked for, once. Tags with their values are told apart before an object is ever made."""
    every = osmium.osm.NODE | osmium.osm.WAY | osmium.osm.RELATION
    for piece in pieces.each():
        met: set[tuple[type, int]] = set()
        if find.pairs:
            for seen in pieces.objects(piece, every).with_filter(osmium.filter.TagFilter(*find.pairs)):
                met.add((type(seen), seen.id))
                yield seen
        if find.open_keys:
            for seen in pieces.objects(piece, every).with_filter(osmium.filter.KeyFilter(*find.open_keys)):
                if (type(seen), seen.id) not in met:
                    yield seen


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


def _counted(vertices: int, more: int) -> int:
    if vertices + more > MOST_VERTICES:
        raise TooMuch(f"more than {MOST_VERTICES} points of such things")
    return vertices + more


def _packed(kept: Mapping[str, Kept], ids: Any, places: Any) -> tuple[Reading, dict[str, int]]:
    """The arrays; a line that lacks a node (it lies beyond the extract) goes without it, and an empty one is left out."""
    arrays: dict[str, Any] = {}
    counts = {}
    for kind, part in kept.items():
        lines, rows = [], []
        for k, nodes in enumerate(part.nodes):
            at = np.searchsorted(ids, np.asarray(nodes, dtype=np.int64)) if len(ids) else np.zeros(0, dtype=int)
            line = places[at] if len(at) else np.zeros((0, 2), dtype=np.int32)
            line = line[(np.abs(line[:, 0]) <= 1_800_000_000) & (np.abs(line[:, 1]) <= 900_000_000)]
            if len(line):
                lines.append(line)
                rows.append(k)
        counts[kind] = len(rows)
        flat = np.concatenate(lines) if lines else np.zeros((0, 2), dtype=np.int32)
        names = [part.names[k] for k in rows]
        arrays |= {
            f"{NAME}/{kind}/lon": np.ascontiguousarray(flat[:, 0], dtype="<i4"),
            f"{NAME}/{kind}/lat": np.ascontiguousarray(flat[:, 1], dtype="<i4"),
            f"{NAME}/{kind}/start": np.cumsum([0, *(len(line) for line in lines)], dtype="<u4"),
            f"{NAME}/{kind}/id": np.array([part.ids[k] for k in rows], dtype="<i8"),
            f"{NAME}/{kind}/what": np.array([part.what[k] for k in rows], dtype="|u1"),
            f"{NAME}/{kind}/name": np.frombuffer(b"".join(names), dtype="|u1"),
            f"{NAME}/{kind}/name_start": np.cumsum([0, *(len(name) for name in names)], dtype="<u4"),
        }
    return Reading(facts={NAME: {"kinds": sorted(kept), "counts": counts}}, arrays=arrays), counts
