"""A map extract in the cell: things come out as they are in it; what is broken, cut short or no extract is said, never a crash."""

from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pytest
from osmium.osm.mutable import Node, Relation, Way

from firsthand.desk.place_map import pattern, things
from firsthand.method.reading import unpack
from firsthand.outside import osm, osm_pieces
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import MAP
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import BadMap
from firsthand.record.finding import Found

PLACES = {
    1: (25.0, 60.0),
    2: (25.001, 60.0),
    3: (25.001, 60.001),
    4: (25.0, 60.001),
    5: (25.01, 60.0),
    6: (25.0012, 60.0004),
}


def written(path: Path) -> Path:
    """A church, a pond (a relation of one way), a road whose far node is not in the extract, an untagged way."""
    with osmium.SimpleWriter(str(path), overwrite=True) as out:
        for id_, place in PLACES.items():
            tags = {"amenity": "place_of_worship", "name": "Tserkva Церква"} if id_ == 6 else {}
            out.add_node(Node(id=id_, location=place, tags=tags))
        out.add_way(Way(id=10, nodes=[1, 2, 3, 4, 1]))
        out.add_way(Way(id=11, nodes=[1, 5, 99], tags={"highway": "residential"}))
        out.add_way(Way(id=12, nodes=[98, 99], tags={"highway": "residential"}))
        out.add_relation(
            Relation(
                id=20,
                members=[("w", 10, "outer"), ("w", 11, "inner")],
                tags={"natural": "water", "type": "multipolygon"},
            )
        )
    return path


def read(path: Path, profile: str) -> Read:
    last: list[Read] = []

    def emit(message: Progress | Still | Read) -> None:
        if isinstance(message, Read):
            last.append(message)

    with path.open("rb") as stream:
        osm.read_map(stream.fileno(), profile=profile, emit=emit)
    (made,) = last
    return made


@pytest.mark.parametrize("small", [0, 4 << 20])
def test_things_come_out_as_they_are(tmp_path: Path, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(osm_pieces, "SMALL", small)
    made = read(written(tmp_path / "m.osm.pbf"), "church+pond+road+nonsense")
    assert made.outcomes["place.map"]["value"]["counts"] == {"church": 1, "pond": 1, "road": 1}
    arrays = unpack(made.reading).arrays
    assert arrays["place.map/church/lon"].tolist() == [250012000] and arrays["place.map/church/what"].tolist() == [0]
    assert arrays["place.map/church/name"].tobytes().decode() == "Tserkva Церква"
    assert arrays["place.map/pond/id"].tolist() == [20] and arrays["place.map/pond/start"].tolist() == [0, 5]
    assert arrays["place.map/road/lon"].tolist() == [250000000, 250100000]  # the node beyond the extract is left out


@pytest.mark.parametrize("cut", [0.3, 0.8, 0.99])
def test_a_broken_extract_is_said_to_be_one(tmp_path: Path, cut: float) -> None:
    whole = written(tmp_path / "m.osm.pbf").read_bytes()
    broken = tmp_path / "cut.osm.pbf"
    broken.write_bytes(whole[: int(len(whole) * cut)])
    assert read(broken, "church").outcomes["place.map"]["outcome"] == "unsuitable"
    rng = np.random.default_rng(1)
    for _ in range(30):
        bent = bytearray(whole)
        for at in rng.integers(0, len(bent), 6):
            bent[at] = int(rng.integers(0, 256))
        broken.write_bytes(bytes(bent))
        assert read(broken, "church+pond").outcomes["place.map"]["outcome"] in ("unsuitable", "found", "nothing")


def test_what_is_no_extract_is_unsuitable(tmp_path: Path) -> None:
    for number, data in enumerate((b"<osm version='0.6'/>", b"\0" * 100, b"OSMHeader")):
        path = tmp_path / f"{number}.pbf"
        path.write_bytes(data)
        assert read(path, "church").outcomes["place.map"]["outcome"] == "unsuitable"


def test_more_than_a_reading_holds_is_inconclusive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(osm, "MOST_VERTICES", 3)
    assert read(written(tmp_path / "m.osm.pbf"), "pond+road").outcomes["place.map"]["outcome"] == "inconclusive"


def test_through_the_cell_and_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    extract = written(tmp_path / "m.osm.pbf")
    with CellDecoder(task=MAP, weak_ok=True) as cell:
        found = pattern("a church within 100 m of a pond", extract, cell).outcome
        assert isinstance(found, Found) and found.value["candidates"][0]["name"] == "Tserkva Церква"
        (tmp_path / "cut.osm.pbf").write_bytes(extract.read_bytes()[:-30])
        with pytest.raises(BadMap, match="broken or cut short"):
            things(tmp_path / "cut.osm.pbf", ["church"], cell)
        with pytest.raises(BadMap, match="cannot be read"):
            things(tmp_path / "absent.osm.pbf", ["church"], cell)

    class Refuses:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError("the cache was not used")

    kept = things(extract, ["church", "pond"], Refuses())  # type: ignore[arg-type]
    assert len(kept["pond"]["id"]) == 1
    (rotten,) = (tmp_path / "home" / "maps").glob("*.church")
    rotten.write_bytes(b"rot")
    with pytest.raises(AssertionError):
        things(extract, ["church"], Refuses())  # type: ignore[arg-type]
