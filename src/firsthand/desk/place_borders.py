"""Borders of administration from a map extract of the user's own, kept on this machine: districts and regions by name."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from firsthand.method.place.area import outline
from firsthand.method.reading import Reading
from firsthand.port import Decoder
from firsthand.record.fault import BadMap

from .place_extract import read_in_cell
from .place_names import folded, home, reading

NAME, BORDERS = "place.borders", "borders"
MOST_POINTS = 400  # of one border: what a finding carries
THINNEST_DEG = 0.0002
# The words that say what kind of area it is: a border is found with them and without.
KINDS = frozenset(
    "район raion rayon district область oblast region province county municipality громада hromada community община міська "
    "селищна сільська територіальна городской municipal urban rural territorial".split()
)
# What is called so in words, as levels of OpenStreetMap; countries differ, so the levels overlap.
SIZES: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("region", "oblast", "province"), (4, 5, 6)),
    **dict.fromkeys(("district", "raion", "rayon"), (5, 6, 7, 8)),
    "county": (4, 5, 6, 7),
    "community": (6, 7, 8),
}
SCHEMA = """
create table if not exists border (id text primary key, level integer, label text, rings text);
create table if not exists name (folded text, id text, primary key (folded, id)) without rowid;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import took in, and how many areas it left because the extract's edge cuts their border."""

    kept: int
    cut: int


def default_path() -> Path:
    return home() / "borders.sqlite"


def import_borders(extract: Path, decoder: Decoder, path: Path | None = None) -> Taken:
    """Takes the borders of levels 4 to 8 in; all of them or none. Raises BadMap."""
    found = read_in_cell(extract, [BORDERS], decoder)
    path = path or default_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = cut = 0
    with closing(sqlite3.connect(path)) as store:
        store.executescript(SCHEMA)
        with store:
            for area, level, names, lines in _areas(found, extract.name):
                rings = _rings(lines) if lines is not None else None
                if rings is None:
                    cut += 1
                    continue
                kept += 1
                label = f"{names[0]}, border of level {level} (OpenStreetMap relation {area})"
                store.execute(
                    "insert or replace into border values (?, ?, ?, ?)",
                    (f"relation {area}", level, label, json.dumps(rings)),
                )
                store.executemany(
                    "insert or ignore into name values (?, ?)",
                    [(form, f"relation {area}") for name in names for form in {folded(name), _short(name)} if form],
                )
    return Taken(kept=kept, cut=cut)


def borders_for(forms: Sequence[str], size: str, path: Path | None = None) -> list[dict[str, Any]]:
    """The areas of a name and a size, as place.words is handed them; none where none was imported."""
    path = path or default_path()
    levels = SIZES.get(size.casefold(), ())
    if not path.is_file() or not levels:
        return []
    wanted = [folded(form) for form in forms]
    marks = ",".join("?" * len(wanted)), ",".join("?" * len(levels))
    with closing(reading(path)) as store:
        rows = store.execute(
            f"select distinct b.id, b.label, b.rings, b.level from name n join border b on b.id = n.id where n.folded in ({marks[0]}) "
            f"and b.level in ({marks[1]}) order by b.level, b.id",
            (*wanted, *levels),
        ).fetchall()
    least = min((row[3] for row in rows), default=0)
    return [_wire(*row[:3]) for row in rows if row[3] == least]  # a city's district of the same name lies within it


def _wire(area: str, label: str, rings: str) -> dict[str, Any]:
    made = json.loads(rings)
    lon, lat, reach = outline(made)
    return {
        "id": area,
        "label": label,
        "lon_deg": lon,
        "lat_deg": lat,
        "radius_m": reach,
        "population": 0,
        "rings": made,
    }


def _short(name: str) -> str:
    return " ".join(word for word in folded(name).split() if word not in KINDS)


def _areas(found: Reading, said: str) -> Iterator[tuple[int, int, list[str], list[Any] | None]]:
    """(id, level, names, its lines; None where the extract's edge cuts it). The cell's bytes are hostile: they must fit. Raises BadMap."""
    try:
        part = {
            name: found.arrays[f"{NAME}/{name}"]
            for name in ("id", "level", "name", "name_start", "whole", "lon", "lat", "start", "of")
        }
        places = np.column_stack([part["lon"], part["lat"]]) / 1e7
        start, ends = part["start"].astype(int), part["name_start"].astype(int)
        fits = (
            len(part["level"]) == len(part["whole"]) == len(part["id"]) == len(ends) - 1
            and len(part["of"]) == len(start) - 1
            and int(start[-1]) == len(places)
            and (np.diff(start) >= 0).all()
            and (np.diff(ends) >= 0).all()
            and (not len(part["of"]) or int(part["of"].max()) < len(part["id"]))
        )
    except (KeyError, IndexError, ValueError) as bad:
        raise BadMap(f"{said}: the reading of its borders does not fit together") from bad
    if not fits:
        raise BadMap(f"{said}: the reading of its borders does not fit together")
    lines: dict[int, list[Any]] = {}
    for of, (begin, end) in zip(part["of"].tolist(), pairwise(start.tolist()), strict=True):
        lines.setdefault(of, []).append(places[begin:end])
    text = part["name"].tobytes()
    for k, (area, level, whole) in enumerate(
        zip(part["id"].tolist(), part["level"].tolist(), part["whole"].tolist(), strict=True)
    ):
        names = text[ends[k] : ends[k + 1]].decode("utf-8", "replace").split("\n")
        shown = ["".join(sign for sign in name if sign.isprintable()) for name in names]
        yield area, level, [name for name in shown if name] or [f"relation {area}"], lines.get(k) if whole else None


def _rings(lines: Sequence[Any]) -> list[list[list[float]]] | None:
    """Closed rings from lines that join at their ends, thinned; None where something is left over or open."""
    joined = shapely.line_merge(shapely.MultiLineString([line for line in lines if len(line) > 1]))
    rings = [part for part in shapely.get_parts(joined) if not part.is_empty]
    if not rings or not all(part.is_ring for part in rings):
        return None
    thin = THINNEST_DEG
    while True:
        kept = [shapely.get_coordinates(shapely.simplify(ring, thin)) for ring in rings]
        kept = [ring for ring in kept if len(ring) >= 4]
        if not kept:
            return None
        if sum(map(len, kept)) <= MOST_POINTS:
            break
        thin *= 2
        if thin > 0.1:  # more islands than can be kept: the largest
            rings = sorted(rings, key=lambda ring: -float(shapely.Polygon(ring).area))[: max(1, len(rings) // 2)]
            thin = THINNEST_DEG
    return [[[round(float(x), 5), round(float(y), 5)] for x, y in ring] for ring in kept]
