"""Words about places: what is read in them, every place of a name kept, the model case over the right village."""

from typing import Any

import pytest

from firsthand.method.place.phrases import clauses, names_in
from firsthand.method.place.words import _BUCHA, _DMYTRIVKA, METHOD, Given
from firsthand.record.bounds import Region
from firsthand.record.finding import Found, Nothing, Unsuitable

TOWN = {"id": "1", "label": "Town", "lon_deg": 30.0, "lat_deg": 50.0, "population": 20000}
OTHER = {"id": "2", "label": "Other", "lon_deg": 30.6, "lat_deg": 50.2, "population": 9000}
READ = (
    ("about 11 km from Bucha", [("distance", ("Bucha",), 11000.0, None)]),
    (
        "north of Dmytrivka, about 11 km from Bucha",
        [("side", ("Dmytrivka",), None, 0.0), ("distance", ("Bucha",), 11000.0, None)],
    ),
    ("5 miles south-east of Bila Tserkva", [("distance", ("Bila Tserkva",), 8046.72, 135.0)]),
    ("ten kilometres west of Izium", [("distance", ("Izium",), 10000.0, 270.0)]),
    ("on the road from Kyiv to Zhytomyr", [("road", ("Kyiv", "Zhytomyr"), None, None)]),
    ("on the northern outskirts of Kharkiv", [("side", ("Kharkiv",), None, 0.0)]),
    ("in the Kyiv region, near Irpin", [("district", ("Kyiv",), None, None), ("near", ("Irpin",), None, None)]),
    ("in Nova Kakhovka", [("in", ("Nova Kakhovka",), None, None)]),
    ("2,5 km north of the village of Буча", [("distance", ("Буча",), 2500.0, 0.0)]),
    ("it was raining", []),
)


@pytest.mark.parametrize(("text", "wanted"), READ, ids=[text for text, _ in READ])
def test_what_is_read(text: str, wanted: list[Any]) -> None:
    assert [(c.kind, c.names, c.metres, c.towards_deg) for c in clauses(text)[0]] == wanted


def ask(phrase: str, **places: list[dict[str, Any]]) -> Any:
    return METHOD.ask(Given(), {"phrase": phrase, "places": places})


def region(outcome: Found, share: str = "80") -> Region:
    return Region.from_wire(outcome.value["where"][share]["region"])


def test_the_model_case() -> None:
    """Over the Dmytrivka that lies by Bucha; the others of that name are kept, as ruled out."""
    outcome = METHOD.ask(
        Given(),
        {
            "phrase": "north of Dmytrivka, about 11 km from Bucha",
            "places": {"Dmytrivka": list(_DMYTRIVKA), "Bucha": [_BUCHA]},
        },
    )
    assert isinstance(outcome, Found)
    assert region(outcome).holds(lon=30.17, lat=50.475)
    assert not any(region(outcome, "95").holds(lon=p["lon_deg"], lat=p["lat_deg"]) for p in _DMYTRIVKA[1:])
    assert {row["id"] for row in outcome.value["rejected"]} == {"709983", "709970"}
    said = [reading["says"] for reading in outcome.value["readings"]]
    assert any("said of Dmytrivka" in text for text in said) and any("of the place sought" in text for text in said)
    assert abs(sum(reading["share"] for reading in outcome.value["readings"]) - 1) < 1e-4


def test_places_of_one_name_stay_until_something_tells_them_apart() -> None:
    twins = [{**TOWN, "id": "1"}, {**TOWN, "id": "3", "lon_deg": 36.0, "label": "Far Town"}]
    alone = ask("near Town", Town=twins)
    assert isinstance(alone, Found) and len(alone.value["places"]) == 2 and not alone.value["rejected"]
    assert region(alone).holds(lon=30.0, lat=50.0) and region(alone).holds(lon=36.0, lat=50.0)
    told = ask("near Town, about 48 km from Other", Town=twins, Other=[OTHER])
    assert isinstance(told, Found) and [row["id"] for row in told.value["rejected"]] == ["3"]


def test_a_bare_name_may_mean_its_region() -> None:
    outcome = ask("in Town", Town=[TOWN])
    assert isinstance(outcome, Found) and len(outcome.value["readings"]) == 3
    assert region(outcome, "50").area_km2() < 200 < region(outcome, "95").area_km2()


def test_a_road_lies_between_its_ends() -> None:
    outcome = ask("on the road from Town to Other", Town=[TOWN], Other=[OTHER])
    assert isinstance(outcome, Found) and region(outcome).holds(lon=30.3, lat=50.1)
    assert not region(outcome, "95").holds(lon=30.3, lat=49.9)


def test_a_side_and_a_distance() -> None:
    outcome = ask("20 km south-west of Town", Town=[TOWN])
    assert isinstance(outcome, Found) and region(outcome).holds(lon=29.8, lat=49.87)
    assert not region(outcome, "95").holds(lon=30.2, lat=50.13)


def test_what_is_not_known_is_said() -> None:
    assert isinstance(ask("5 km from Nowhere"), Nothing)
    assert isinstance(ask("north of the village"), Nothing)
    assert isinstance(ask("it was raining"), Unsuitable)
    half = ask("5 km from Nowhere, near Town", Town=[TOWN])
    assert isinstance(half, Found) and half.value["unknown"] == ["Nowhere"]
    assert isinstance(ask("near Town", Town=[{"id": "1"}]), Unsuitable)
    assert names_in("north of the village, 11 km from Bucha") == ("Bucha",)
