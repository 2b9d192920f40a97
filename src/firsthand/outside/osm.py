"""Reads an OpenStreetMap extract, inside the cell: the things of the kinds asked for, as lines and points, in bounded memory.

Three passes over the file, which is mapped and never held: relations (whose ways are wanted), ways (whose nodes are wanted),
nodes. What is held grows with what is asked for, not with the file; beyond MOST_VERTICES it stops and says so. The profile
names the kinds, joined by "+".

Arrays of the reading, for each kind K: place.map/K/lon, lat i4[v] (1e-7 deg), start u4[n+1] (into them), id i8[n], what u1[n]
(0 node, 1 way, 2 relation), and name u1[b] with name_start u4[n+1] (UTF-8). The facts carry `kinds`, `bounds` and `counts`.
"""

import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
BEAT = 20_000  # objects between two signs of life
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
    seen = _Beat(emit)
    members: dict[int, list[tuple[str, int, str | None]]] = {}
    for relation in seen(_objects(held, osmium.osm.RELATION, find.keys)):
        for kind in find((tag.k, tag.v) for tag in relation.tags):
            for member in relation.members:
                if member.type == "w" and member.role != "inner":
                    members.setdefault(member.ref, []).append((kind, relation.id, relation.tags.get("name")))
    seen.done(1)
    vertices = 0
    for way in seen(_objects(held, osmium.osm.WAY, find.keys)):
        wanted = find((tag.k, tag.v) for tag in way.tags)
        if wanted:
            nodes = np.fromiter((node.ref for node in way.nodes), dtype=np.int64)
            for kind in wanted:
                kept[kind].add(way.id, 1, way.tags.get("name"), nodes)
                vertices = _counted(vertices, len(nodes))
    if members:
        for way in seen(osmium.FileProcessor(_buffer(held), osmium.osm.WAY)):
            if way.id not in members:
                continue
            nodes = np.fromiter((node.ref for node in way.nodes), dtype=np.int64)
            for kind, relation_id, name in members[way.id]:
                kept[kind].add(relation_id, 2, name, nodes)
                vertices = _counted(vertices, len(nodes))
    seen.done(2)
    ids, places = _nodes(held, find, kept, seen)
    seen.done(3)
    return _packed(kept, ids, places)


def _nodes(held: mmap.mmap, find: Finder, kept: Mapping[str, Kept], seen: "_Beat") -> tuple[Any, Any]:
    """The coordinates of every node wanted (sorted ids, and lon, lat in 1e-7 deg); nodes with tags of their own are kept too."""
    lines = [nodes for part in kept.values() for nodes in part.nodes]
    ids = np.unique(np.concatenate(lines)) if lines else np.zeros(0, dtype=np.int64)
    places = np.full((len(ids), 2), np.iinfo(np.int32).max, dtype=np.int32)
    own_ids, own_places = [], []
    for node in seen(_objects(held, osmium.osm.NODE, find.keys)):
        wanted = find((tag.k, tag.v) for tag in node.tags)
        if wanted and node.location.valid():
            own_ids.append(node.id)
            own_places.append((node.location.x, node.location.y))
            for kind in wanted:
                kept[kind].add(node.id, 0, node.tags.get("name"), [node.id])
                _counted(len(own_ids), 0)
    if len(ids):
        every = osmium.FileProcessor(_buffer(held), osmium.osm.NODE)
        if len(held) > SMALL:  # libosmium's set of ids takes seconds and up to 1.5 GB, whatever it holds
            every = every.with_filter(osmium.filter.IdFilter(ids))
        known = set(ids.tolist()) if len(held) <= SMALL else None
        for node in seen(every):
            if node.location.valid() and (known is None or node.id in known):
                places[np.searchsorted(ids, node.id)] = node.location.x, node.location.y
    if own_ids:
        ids = np.concatenate([ids, np.array(own_ids, dtype=np.int64)])
        places = np.concatenate([places, np.array(own_places, dtype=np.int32)])
        ids, first = np.unique(ids, return_index=True)
        places = places[first]
    return ids, places


def _objects(held: mmap.mmap, entities: Any, keys: list[str]) -> Iterable[Any]:
    return osmium.FileProcessor(_buffer(held), entities).with_filter(osmium.filter.KeyFilter(*keys))


def _buffer(held: mmap.mmap) -> Any:
    return osmium.io.FileBuffer(held, "pbf")


def _counted(vertices: int, more: int) -> int:
    if vertices + more > MOST_VERTICES:
        raise TooMuch(f"more than {MOST_VERTICES} points of such things")
    return vertices + more


class _Beat:
    """Signs of life: the parent must not take a long pass for a stall."""

    def __init__(self, emit: Emit) -> None:
        self._emit, self._pass, self._count = emit, 0, 0

    def __call__(self, objects: Iterable[Any]) -> Iterator[Any]:
        for found in objects:
            self._count += 1
            if self._count % BEAT == 0:
                self._emit(Progress(done=float(self._pass), whole=3.0))
            yield found

    def done(self, number: int) -> None:
        self._pass = number
        self._emit(Progress(done=float(number), whole=3.0))


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
