"""Reads an OpenStreetMap extract, inside the cell: the things of the kinds asked for, as lines and points, in bounded memory.

The file is mapped and never held: it is looked through piece by piece, once for what has the tags asked for, once for the ways
that wanted relations are made of, once for the places of the nodes that wanted lines lead through. What is held grows with what is
asked for, not with the file; beyond MOST_VERTICES it stops and says so. The profile names the kinds, joined by "+"; or it is "borders".

Arrays of the reading, for each kind K: place.map/K/lon, lat i4[v] (1e-7 deg), start u4[n+1] (into them), id i8[n], what u1[n]
(0 node, 1 way, 2 relation), and name u1[b] with name_start u4[n+1] (UTF-8). The facts carry `kinds`, `bounds` and `counts`.
"""

import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.ma  # numpy imports it at first use, and a fork can open nothing
import osmium

from firsthand.method.place.things import THINGS, Finder
from firsthand.method.reading import Reading, pack
from firsthand.port import Read
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable, outcome_wire

from .osm_borders import read_borders
from .osm_pieces import MOST_VERTICES, Emit, Pieces, TooMuch

NAME, BORDERS = "place.map", "borders"
MOST_NAME = 80  # bytes kept of a name
MADE_WITH = {"osmium": version("osmium")}


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
    if not kinds and profile != BORDERS:
        _say(Unsuitable(why=f"none of these is a kind of thing on a map: {profile[:200]!r}"), emit)
        return
    try:
        with mmap.mmap(fd, 0, prot=mmap.PROT_READ) as held:
            if held[4:13] != b"\x0a\x09OSMHeade"[:9]:
                _say(Unsuitable(why="not an OpenStreetMap extract in PBF (its first block is no OSMHeader)"), emit)
                return
            pieces = Pieces(held, emit)
            reading, counts = _read(pieces, kinds) if kinds else read_borders(pieces)
    except TooMuch as much:
        _say(Inconclusive(why=f"{much}: take a smaller extract, or rarer things"), emit)
        return
    except (RuntimeError, ValueError, OSError) as bad:  # libosmium's own faults are RuntimeErrors
        _say(Unsuitable(why=f"the extract is broken or cut short: {str(bad)[:200]}"), emit)
        return
    outcome: Outcome = Nothing(looked=f"the whole extract, for {', '.join(kinds) or 'borders'}")
    if any(counts.values()):
        outcome = Found(value={"counts": counts})
    emit(Read(reading=pack(reading), outcomes={NAME: outcome_wire(outcome)}, made_with=MADE_WITH))


def _say(outcome: Outcome, emit: Emit) -> None:
    emit(Read(reading=pack(Reading(facts={})), outcomes={NAME: outcome_wire(outcome)}, made_with=MADE_WITH))


def _read(pieces: Pieces, kinds: Sequence[str]) -> tuple[Reading, dict[str, int]]:
    kept = {kind: Kept() for kind in kinds}
    find = Finder(kinds)
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
    ids, places = pieces.places([nodes for part in kept.values() for nodes in part.nodes], own)
    return _packed(kept, ids, places)


def _tagged(pieces: Pieces, find: Finder) -> Iterator[Any]:
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
