"""Districts by their mapped border: taken from an extract, whole ones only; words about them mean what lies within."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Relation, Way

from firsthand.desk import place
from firsthand.desk.place_borders import Taken, borders_for, import_borders
from firsthand.method.place.globe import distance_m, moved
from firsthand.method.place.terms import term_of
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import MAP
from firsthand.record.bounds import Region
from firsthand.record.fault import BadMap, BadPlace
from firsthand.record.finding import Found

CORNERS = {1: (29.0, 50.2), 2: (30.4, 50.2), 3: (30.4, 51.0), 4: (29.0, 51.0)}
HOLE = {5: (29.4, 50.4), 6: (29.6, 50.4), 7: (29.6, 50.6), 8: (29.4, 50.6)}


def extract(path: Path) -> Path:
    """A district of two ways with a hole, and one whose far side is not in the extract."""
    with osmium.SimpleWriter(str(path), overwrite=True) as out:
        for id_, at in (CORNERS | HOLE).items():
            out.add_node(Node(id=id_, location=at))
        out.add_way(Way(id=10, nodes=[1, 2, 3]))
        out.add_way(Way(id=11, nodes=[1, 4, 3]))
        out.add_way(Way(id=12, nodes=[5, 6, 7, 8, 5]))
        names = {"name": "Бучанський район", "name:en": "Bucha Raion", "name:ru": "Бучанский район"}
        kind = {"type": "boundary", "boundary": "administrative"}
        both = [("w", 10, "outer"), ("w", 11, "outer"), ("w", 12, "inner"), ("n", 1, "admin_centre")]
        out.add_relation(Relation(id=20, members=both, tags={**kind, "admin_level": "6", **names}))
        cut = [("w", 10, "outer"), ("w", 99, "outer")]
        out.add_relation(Relation(id=21, members=cut, tags={**kind, "admin_level": "6", "name": "Cut Raion"}))
        out.add_relation(Relation(id=22, members=both, tags={**kind, "admin_level": "10", "name": "Bucha Quarter"}))
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    return tmp_path


def taken(home: Path) -> Taken:
    with CellDecoder(task=MAP, weak_ok=True) as cell:
        return import_borders(extract(home / "m.osm.pbf"), cell)


def test_whole_borders_are_taken_in_and_cut_ones_left(home: Path) -> None:
    assert borders_for(["Bucha"], "district") == []
    assert taken(home) == Taken(kept=1, cut=1) == taken(home)
    (found,) = borders_for(["bucha"], "raion")
    assert found["id"] == "relation 20" and len(found["rings"]) == 2 and found["label"].startswith("Бучанський район")
    assert borders_for(["бучанский"], "district") == [found] and borders_for(["bucha raion"], "district") == [found]
    assert borders_for(["Bucha"], "oblast") == [found]  # levels overlap between countries
    assert borders_for(["Cut"], "district") == borders_for(["Bucha Quarter"], "district") == []
    with CellDecoder(task=MAP, weak_ok=True) as cell, pytest.raises(BadMap):
        (home / "bad.osm.pbf").write_bytes((home / "m.osm.pbf").read_bytes()[:-20])
        import_borders(home / "bad.osm.pbf", cell)


@pytest.mark.parametrize("phrase", ["in Bucha raion", "у Бучанському районі", "в Бучанском районе"])
def test_words_mean_what_lies_within_the_border_and_say_so(home: Path, phrase: str) -> None:
    before = place.words(phrase)
    assert isinstance(before, Found) and "a disc about its town" in json.dumps(before.value["readings"])
    taken(home)
    outcome = place.words(phrase)
    assert isinstance(outcome, Found) and "inside its border as mapped" in json.dumps(outcome.value["readings"])
    where = Region.from_wire(outcome.value["where"]["95"]["region"])
    assert (
        where.holds(lon=29.1, lat=50.9) and not where.holds(lon=30.6, lat=50.6) and not where.holds(lon=29.5, lat=50.5)
    )
    both = place.words(f"{phrase}, 20 km from Kyiv")
    assert isinstance(both, Found) and Region.from_wire(both.value["where"]["80"]["region"]).holds(lon=30.27, lat=50.45)


def wire(lon: float, lat: float, size: float = 0.5) -> dict[str, Any]:
    ring = [(lon, lat), (lon + size, lat), (lon + size, lat + size), (lon, lat + size), (lon, lat)]
    return {"is": "area", "rings": [ring], "sigma_m": 500.0}


@pytest.mark.parametrize(("lon", "lat"), [(30.0, 50.0), (179.8, -17.0), (-180.2, 65.0), (10.0, 74.0), (20.0, -0.2)])
def test_bounds_of_an_area_hold_over_circles(lon: float, lat: float) -> None:
    """What the field prunes by: no place of a circle is likelier, or less so, than the circle's bounds say."""
    term = term_of(wire(lon, lat))
    dice = np.random.default_rng(5)
    assert term.logs(np.array([lon + 0.25]), np.array([lat + 0.25]), np.zeros(1))[0, 0] == 0
    for _ in range(60):
        away, way, reach = dice.uniform(0, 40_000), dice.uniform(0, 360), dice.uniform(100, 30_000)
        x, y = (np.atleast_1d(part) for part in moved(lon, lat, np.array(way), np.array(away)))
        _, upper, lower = term.logs(x, y, np.array([reach]))[:, 0]
        u, v = moved(float(x[0]), float(y[0]), dice.uniform(0, 360, 60), reach * np.sqrt(dice.uniform(0, 1, 60)))
        assert (distance_m(u, v, float(x[0]), float(y[0])) <= reach * 1.001).all()
        here = term.logs(u, v, np.zeros(60))[0]
        assert (here <= upper + 1e-9).all() and (here >= lower - 1e-9).all()


WIDE = [[(-100, 0), (100, 0), (0, 50), (-100, 0)]]


def test_what_is_no_area_is_refused() -> None:
    ring = wire(0, 0)["rings"][0]
    for rings in (
        [],
        [ring[:2]],
        [[(0, 85), (1, 85), (1, 86), (0, 85)]],
        [[(math.nan, 0)] * 4],
        [[(-100, 0), (100, 0), (0, 50), (-100, 0)]],
    ):
        with pytest.raises(BadPlace):
            term_of({"is": "area", "rings": rings, "sigma_m": 100.0})
