"""Reads the borders of administration in an OpenStreetMap extract, inside the cell: the lines of each area, its level and its names.

Arrays of the reading: place.borders/id i8[n], level u1[n], name u1[b] with name_start u4[n+1] (UTF-8, one name a line);
lon, lat i4[v] (1e-7 deg), start u4[m+1] (into them), of u4[m] (which area a line belongs to), whole u1[n] (0 where a line is not
in the extract: such an area is cut by its edge).
"""

from typing import Any

import numpy as np
import osmium

from firsthand.method.reading import Reading

from .osm_pieces import MOST_VERTICES, Pieces, TooMuch

NAME = "place.borders"
LEVELS = tuple(str(level) for level in range(4, 9))
SPELLED = ("name", "name:en", "name:uk", "name:ru", "official_name", "alt_name", "int_name")
MOST_NAMES = 400  # bytes


def read_borders(pieces: Pieces) -> tuple[Reading, dict[str, int]]:
    """Raises TooMuch."""
    areas: list[tuple[int, int, bytes]] = []
    members: dict[int, list[int]] = {}
    wanted: list[int] = []  # of each area how many lines it names
    for piece in pieces.each():
        chosen = osmium.filter.TagFilter(("boundary", "administrative"))
        for seen in pieces.objects(piece, osmium.osm.RELATION).with_filter(chosen):
            level = seen.tags.get("admin_level")
            ways = [one.ref for one in seen.members if one.type == "w" and one.role in ("outer", "inner", "")]
            if level in LEVELS and ways and (names := _names(seen.tags)):
                for way in ways:
                    members.setdefault(way, []).append(len(areas))
                areas.append((seen.id, int(level), names))
                wanted.append(len(set(ways)))
    lines: list[Any] = []
    of: list[int] = []
    vertices = 0
    for way in pieces.by_id(osmium.osm.WAY, members):
        nodes = np.fromiter((node.ref for node in way.nodes), dtype=np.int64)
        for area in dict.fromkeys(members[way.id]):
            lines.append(nodes)
            of.append(area)
            vertices += len(nodes)
        if vertices > MOST_VERTICES:
            raise TooMuch(f"more than {MOST_VERTICES} points of borders")
    ids, places = pieces.places(lines)
    return _packed(areas, wanted, lines, of, ids, places)


def _names(tags: Any) -> bytes:
    found = dict.fromkeys(" ".join(tags.get(key).split()) for key in SPELLED if tags.get(key))
    return "\n".join(found).encode("utf-8")[:MOST_NAMES].decode("utf-8", "ignore").encode("utf-8")


def _packed(
    areas: list[tuple[int, int, bytes]], wanted: list[int], lines: list[Any], of: list[int], ids: Any, places: Any
) -> tuple[Reading, dict[str, int]]:
    have = np.bincount(np.array(of, dtype=np.int64), minlength=len(areas)) if areas else np.zeros(0, dtype=np.int64)
    whole = have == np.array(wanted, dtype=np.int64)
    drawn = []
    for k, nodes in enumerate(lines):
        line = places[np.searchsorted(ids, nodes)]
        known = (np.abs(line[:, 0]) <= 1_800_000_000) & (np.abs(line[:, 1]) <= 900_000_000)
        if not known.all():
            whole[of[k]] = False
        drawn.append(line[known])
    flat = np.concatenate(drawn) if drawn else np.zeros((0, 2), dtype=np.int32)
    arrays = {
        "id": np.array([area[0] for area in areas], dtype="<i8"),
        "level": np.array([area[1] for area in areas], dtype="|u1"),
        "name": np.frombuffer(b"".join(area[2] for area in areas), dtype="|u1"),
        "name_start": np.cumsum([0, *(len(area[2]) for area in areas)], dtype="<u4"),
        "whole": whole.astype("|u1"),
        "lon": np.ascontiguousarray(flat[:, 0], dtype="<i4"),
        "lat": np.ascontiguousarray(flat[:, 1], dtype="<i4"),
        "start": np.cumsum([0, *(len(line) for line in drawn)], dtype="<u4"),
        "of": np.array(of, dtype="<u4"),
    }
    counts = {"areas": len(areas), "whole": int(whole.sum())}
    return Reading(facts={NAME: counts}, arrays={f"{NAME}/{name}": part for name, part in arrays.items()}), counts
