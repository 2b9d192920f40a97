"""Names of places as they are kept on this machine: a file of folded names, looked up exactly or by its nearest spellings."""

import os
import sqlite3
import unicodedata
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

MOST_OF_A_NAME = 200
MOST_LIKE = 4000  # names of one beginning that are compared with a misspelt one
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


def fill(store: sqlite3.Connection, rows: Iterable[tuple[Place, Iterable[str]]]) -> int:
    """Takes places with their folded names in; how many. The caller commits, or takes all of it back."""
    count = 0
    for place, names in rows:
        store.execute(
            "insert or replace into place values (?, ?, ?, ?, ?, ?)",
            (place.id, place.name, place.lon_deg, place.lat_deg, place.population, place.label),
        )
        store.executemany("insert or ignore into name values (?, ?)", [(name, place.id) for name in names if name])
        count += 1
    return count


def found_in(path: Path, wanted: str) -> list[Place]:
    """The places of a folded name."""
    with closing(reading(path)) as store:
        rows = store.execute(
            "select p.id, p.name, p.label, p.lon_deg, p.lat_deg, p.population from name n join place p on p.id = n.id "
            "where n.folded = ? order by p.population desc limit ?",
            (wanted, MOST_OF_A_NAME),
        ).fetchall()
    return [placed(row) for row in rows]


def placed(row: tuple[Any, ...]) -> Place:
    id_, name, label, lon, lat, people = row
    return Place(id=id_, name=name, label=label, lon_deg=lon, lat_deg=lat, population=people)


def like(path: Path, wanted: str) -> list[tuple[int, int, str]]:
    """(letters that differ, people, name) for the spellings nearest to a folded name that is not there."""
    most = 1 if len(wanted) < 6 else 2
    begin = wanted[:2]
    with closing(reading(path)) as store:
        rows = store.execute(
            "select n.folded, max(p.population), p.name from name n join place p on p.id = n.id where n.folded >= ? and "
            "n.folded < ? and length(n.folded) between ? and ? group by n.folded order by 2 desc limit ?",
            (begin, begin + "\U0010ffff", len(wanted) - most, len(wanted) + most, MOST_LIKE),
        ).fetchall()
    made = ((apart(wanted, name, most), people, shown) for name, people, shown in rows)
    return [row for row in made if row[0] <= most]


def apart(one: str, two: str, most: int) -> int:
    """How many letters must be put in, left out, changed or swapped with their neighbour; more than `most` is `most + 1`."""
    if abs(len(one) - len(two)) > most:
        return most + 1
    before, last = [0] * (len(two) + 1), list(range(len(two) + 1))
    for k, sign in enumerate(one, 1):
        row = [k]
        for j, other in enumerate(two, 1):
            least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (sign != other))
            if k > 1 and j > 1 and sign == two[j - 2] and one[k - 2] == other:
                least = min(least, before[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]


def reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
