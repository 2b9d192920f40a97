"""Clues of one source: told twice it says what it said once, and two sources say more than one."""

from typing import Any

import pytest

from firsthand.method.place.clues import clues_of
from firsthand.method.place.field import METHOD as FIELD
from firsthand.method.place.words import _MODEL, METHOD, Given
from firsthand.record.bounds import Region
from firsthand.record.fault import BadValue
from firsthand.record.finding import Found, Unsuitable

BOX = Region.of([(293_000_000, 500_000_000, 312_000_000, 512_000_000)])


def said(name: str, source: str = "", **more: Any) -> dict[str, Any]:
    words = METHOD.ask(Given(), _MODEL)
    assert isinstance(words, Found)
    clue = {"id": name, "kind": "words", "says": "it", "lie": 0.1, "readings": words.value["readings"], **more}
    return {**clue, "source": source} if source else clue


def area(*clues: dict[str, Any]) -> float:
    given = FIELD.form({"finest_m": 100.0, "weigh_each": False})
    found = FIELD.ask(given, {"clues": list(clues), "region": BOX.wire(), "window": None})
    assert isinstance(found, Found)
    return float(found.value["where"]["80"]["area_km2"])


def test_a_rumour_told_twice_counts_once_where_its_source_is_named() -> None:
    once, twice = area(said("a")), area(said("a"), said("b"))
    shared = area(said("a", "the agency"), said("b", "the agency"))
    assert twice < 0.6 * once and abs(shared / once - 1) < 0.35
    assert area(said("a", "one"), said("b", "another")) == pytest.approx(twice)


def test_what_is_shared_is_one_clue_and_says_so() -> None:
    (one,) = clues_of([said("a", "x"), said("b", "x", lie=0.3)], BOX, None)
    assert one.id == "a+b" and "one source: x" in one.says and one.lie == 0.3
    place = {
        "id": "p",
        "kind": "place",
        "says": "near",
        "source": "x",
        "terms": [{"is": "near", "lon_deg": 30.0, "lat_deg": 50.5, "distance_m": 0.0, "sigma_m": 900.0}],
    }
    (both,) = clues_of([said("a", "x"), place], BOX, None)
    assert {round(term.sigma) for reading in both.readings for term in reading.terms} >= {round(900 * 2**0.5)}


def test_only_clues_of_place_share_a_source() -> None:
    span = {"earliest": "2022-03-30T03:00:00Z", "latest": "2022-03-30T18:00:00Z", "zone": None, "verbatim": None}
    timed = {"id": "t", "kind": "time", "spans": [span], "source": "x"}
    with pytest.raises(BadValue):
        clues_of([said("a", "x"), timed], BOX, None)
    assert isinstance(
        FIELD.ask(FIELD.form({}), {"clues": [said("a", "x"), timed], "region": BOX.wire(), "window": None}), Unsuitable
    )
