"""Patterns on a map: phrases are read, distances are those of brute force, every reading counts, near misses say what they lack."""

import math
from typing import Any

import numpy as np
import pytest

from firsthand.method.place.globe import distance_m
from firsthand.method.place.pattern import METHOD, _dots, _line
from firsthand.method.place.pattern_map import layers_of
from firsthand.method.place.pattern_words import pattern_of
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable


def ask(phrase: str, maps: dict[str, Any], **given: Any) -> Outcome:
    return METHOD.ask(METHOD.form(given), {"phrase": phrase, "maps": maps})


@pytest.mark.parametrize(
    ("phrase", "anchor", "read"),
    [
        ("a church within 100 m of a pond", "church", [("within", 100.0, "pond", None, False)]),
        ("a small church about 2 km from a railway station", "church", [("about", 2000.0, "station", None, False)]),
        ("the water tower north-east of a school", "water-tower", [("within", 1000.0, "school", 45.0, False)]),
        ("school opposite a park, no shop within fifty m", "school", [("within", 80.0, "park", None, False)]),
        (
            "a petrol station beside a bend in the road and near power lines",
            "fuel",
            [("within", 30.0, "bend", None, False), ("within", 150.0, "power-line", None, False)],
        ),
        ("houses without a fence", "house", []),
        ("a bridge with no trees nearby", "bridge", [("within", 150.0, "tree", None, True)]),
        ("a mast 300 m south of a wood", "mast", [("about", 300.0, "wood", 180.0, False)]),
    ],
)
def test_phrases_are_read(phrase: str, anchor: str, read: list[tuple[Any, ...]]) -> None:
    pattern = pattern_of(phrase)
    assert pattern is not None and pattern.anchor == anchor
    made = [(r.manner, r.metres, r.thing, r.towards_deg, r.absent) for r in pattern.relations]
    assert made[: len(read)] == read


def test_what_is_not_read_is_said_and_what_no_map_knows_is_unsuitable() -> None:
    pattern = pattern_of("a church where a dog barked")
    assert pattern is not None and pattern.left == "where a dog barked"
    assert isinstance(ask("a dog", {}), Unsuitable)
    assert isinstance(ask("a church near a pond", {"church": _dots((0, 0))}), Unsuitable)


def test_the_score_is_that_of_every_pair_tried_in_turn() -> None:
    rng = np.random.default_rng(11)
    churches, ponds = (rng.uniform(0, 4000, (n, 2)) for n in (60, 40))
    maps = {"church": _dots(*map(tuple, churches)), "pond": _dots(*map(tuple, ponds))}
    found = ask("a church within 200 m of a pond", maps)
    assert isinstance(found, Found)
    scores = {row["id"]: row["score"] for row in found.value["candidates"]}
    lon, lat = (np.array(maps["church"][k]) / 1e7 for k in ("lon", "lat"))
    wet = [np.array(maps["pond"][k]) / 1e7 for k in ("lon", "lat")]
    for k in range(60):
        apart = float(distance_m(wet[0], wet[1], lon[k], lat[k]).min())
        slow = math.exp(-0.5 * (max(0.0, apart - 200) / 60) ** 2)
        assert scores.get(f"node {k + 1}", 0.0) == pytest.approx(slow if slow >= 0.01 else 0.0, abs=0.03), k


def test_a_chain_needs_one_pond_that_is_both() -> None:
    maps = {
        "church": _dots((0, 0), (3000, 0)),
        "pond": _dots((80, 0), (3080, 0), (3000, 500)),
        "road": _line((3000, 560), (3000, 520), (3060, 520), (3200, 520)),
    }
    found = ask("a church within 100 m of a pond beside a bend", maps)
    assert isinstance(found, Nothing)  # the second church's near pond is not at the bend, nor is the church
    lacks = {row["id"]: row["lacks"] for row in found.value["rejected"]}
    assert lacks["node 1"] == "beside a bend"
    maps["road"] = _line((3090, 60), (3090, 10), (3150, 10), (3300, 10))
    found = ask("a church within 100 m of a pond beside a bend", maps)
    assert isinstance(found, Found) and [row["id"] for row in found.value["candidates"]] == ["node 2"]


def test_both_readings_count_and_the_likelier_way_of_attaching_leads() -> None:
    maps = {
        "church": _dots((0, 0), (3000, 0)),
        "pond": _dots((90, 0), (3090, 0)),
        "road": _line((20, -60), (0, 20), (-80, 20)),  # a bend at the first church
        "river": _line((5, 5), (6, 6)),
    }
    both = ask("a church within 100 m of a pond and beside a bend", maps)
    assert isinstance(both, Found) and both.value["candidates"][0]["id"] == "node 1"
    loose = ask("a church within 100 m of a pond beside a bend", maps)
    assert isinstance(loose, Found)
    assert 0.2 < loose.value["candidates"][0]["score"] < both.value["candidates"][0]["score"]


def test_absence_direction_and_inside() -> None:
    maps = {
        "school": _dots((0, 0), (1000, 0)),
        "shop": _dots((20, 0)),
        "park": {**_line((-50, -50), (1050, -50), (1050, 50), (-50, 50), (-50, -50))},
    }
    found = ask("a school in a park with no shop within 50 m", maps)
    assert isinstance(found, Found) and [row["id"] for row in found.value["candidates"]] == ["node 2"]
    assert found.value["candidates"][0]["nearest_m"][0] == 0.0  # inside is at no distance
    assert found.value["rejected"][0]["over_m"] == pytest.approx(30, abs=1)
    north = ask("a school east of a shop", maps)
    assert isinstance(north, Found) and north.value["candidates"][0]["id"] == "node 2"


def test_bends_and_junctions_are_where_roads_turn_and_meet() -> None:
    straight = {**_line((0, 0), (100, 1), (200, 0), (300, 2))}
    turn = {**_line((0, 0), (100, 0), (110, 10), (115, 25), (115, 130))}
    assert len(layers_of(["bend"], {"road": straight})["bend"]) == 0
    assert len(layers_of(["bend"], {"road": turn})["bend"]) == 1
    cross = _dots((0, 0), (100, 0), (200, 0), (100, -50), (100, 0))
    cross |= {"start": [0, 3, 5], "id": [1, 2], "what": [1, 1], "names": ["", ""]}
    assert len(layers_of(["junction"], {"road": cross})["junction"]) == 1


def test_arrays_that_do_not_fit_are_unsuitable() -> None:
    for broken in ({"start": [0, 5]}, {"id": []}, {"lon": ["x"]}, {"start": [1, 0]}):
        assert isinstance(
            ask("a church near a pond", {"church": {**_dots((0, 0)), **broken}, "pond": _dots((1, 1))}), Unsuitable
        )


def test_the_clue_weighs_candidates_by_score_not_by_size() -> None:
    maps = {"church": _dots((0, 0), (5000, 0)), "pond": _dots((50, 0), (5150, 0))}
    found = ask("a church within 100 m of a pond", maps)
    assert isinstance(found, Found)
    weights = [reading["weight"] for reading in found.value["clue"]["readings"]]
    shares = [row["share"] for row in found.value["candidates"]]
    assert weights[1] / weights[0] == pytest.approx(shares[1] / shares[0], rel=0.01)
