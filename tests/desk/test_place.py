"""Where and when at the desk: names in any script, dumps taken in whole or not at all, findings that rest on what was asked."""

import io
import json
import xml.etree.ElementTree as ET
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.desk import place
from firsthand.desk.desk import entries, value
from firsthand.desk.pen import write
from firsthand.desk.place_gazetteer import import_dump, look_up, nearest
from firsthand.desk.place_names import folded
from firsthand.desk.place_picture import svg
from firsthand.desk.place_show import area_words, geojson, kmz, regions, shadow_words
from firsthand.desk.preserve import preserve
from firsthand.method.read.texts import counted_time, stated_time
from firsthand.record.bounds import Region, Span, instant
from firsthand.record.fault import BadPlace
from firsthand.record.finding import Finding, Found, Job, outcome_wire
from firsthand.record.sighting import Sighting
from tests.desk.parts import machine

ROW = "7\tStare Selo\tStare Selo\tСтаре Село,Staroje Selo\t50.5\t30.1\tP\tPPL\tUA\t\t13\t\t\t\t120\t\t150\tEurope/Kyiv\t2020-01-01\n"
HILL = ROW.replace("7\tStare", "8\tHohe").replace("\tP\tPPL", "\tT\tHLL")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def test_a_name_in_any_script_and_spelling() -> None:
    for name in ("Bucha", "Буча", "BUCHA", "butscha"):
        assert "711350" in {found.id for found in look_up(name)}, name
    assert len(look_up("Дмитрівка")) > 10 and look_up("Qqqqq") == []
    assert folded("Slov’ians'k") == folded("Sloviansk") and folded("Київ") != folded("Киів")


def test_a_declined_name_means_the_places_of_the_name() -> None:
    said = (
        ("за 11 км від Бучі", "711350"), ("в 11 км от Бучи", "711350"), ("під Києвом", "703448"), ("у Харькова", "706483"),
        ("поблизу Білої Церкви", "712165"), ("в районе Изюма", "707292"), ("на Київщині", "703448"), ("у Сумах", "692194"),
        ("в Курской области", "538560"), ("у Бородянській громаді", "711635"),
    )  # fmt: skip
    for phrase, wanted in said:
        outcome = place.words(phrase)
        assert isinstance(outcome, Found) and outcome.value["places"][0]["id"] == wanted, phrase


def test_the_model_case_in_three_languages_is_one_region() -> None:
    said = (
        "north of Dmytrivka, about 11 km from Bucha",
        "на північ від Дмитрівки, приблизно за 11 км від Бучі",
        "к северу от Дмитровки, примерно в 11 км от Бучи",
    )
    for phrase in said:
        outcome = place.words(phrase)
        assert isinstance(outcome, Found) and {row["id"] for row in outcome.value["places"]} == {"8516247", "711350"}
        assert Region.from_wire(outcome.value["where"]["80"]["region"]).holds(lon=30.17, lat=50.475)
        assert len(outcome.value["rejected"]) >= 12


def test_a_name_with_no_match_says_the_nearest_spellings() -> None:
    assert "Zhytomyr" in nearest("Zhitomyrr") and "Bucha" in nearest("Bucah") and nearest("Qqqqqqqq") == []
    refused = CliRunner().invoke(door.app, ["where", "near Zhitomyrr"])
    assert refused.exit_code and "nearest spellings Zhytomyr" in str(refused.exception)
    assert "no gazetteer here knows" in str(refused.exception)


def test_a_dump_is_taken_in_whole_or_not_at_all(home: Path) -> None:
    dump, store = home / "UA.txt", home / "g.sqlite"
    dump.write_text(ROW + HILL, "utf-8")
    assert import_dump(dump, store) == 1 == import_dump(dump, store)
    (found,) = look_up("старе село", store, packaged=False)
    assert (found.id, found.lat_deg, found.lon_deg, found.population) == ("7", 50.5, 30.1, 120)
    assert look_up("Hohe Selo", store, packaged=False) == []
    dump.write_text(ROW.replace("7\tStare", "9\tNowe") + "broken\tline\n", "utf-8")
    with pytest.raises(BadPlace, match="line 2"):
        import_dump(dump, store)
    assert look_up("Nowe Selo", store, packaged=False) == []
    with zipfile.ZipFile(home / "UA.zip", "w") as packed:
        packed.writestr("UA.txt", ROW.replace("7\tStare", "9\tNowe"))
        packed.writestr("readme.txt", "about")
    assert import_dump(home / "UA.zip", store) == 1
    (home / "bad.zip").write_bytes(b"PK no")
    with pytest.raises(BadPlace):
        import_dump(home / "bad.zip", store)


def test_the_model_case_with_every_place_of_these_names() -> None:
    outcome = place.words("north of Dmytrivka, about 11 km from Bucha")
    assert isinstance(outcome, Found)
    assert {row["id"] for row in outcome.value["places"]} == {"8516247", "711350"}
    assert len(outcome.value["rejected"]) >= 12
    assert Region.from_wire(outcome.value["where"]["80"]["region"]).holds(lon=30.17, lat=50.475)


def shown() -> dict[str, Any]:
    outcome = place.words("about 11 km from Bucha")
    span = {"earliest": "2022-03-30T10:00:00Z", "latest": "2022-03-30T11:00:00Z", "zone": None, "verbatim": None}
    return {**outcome.value, "when": {"95": [span]}}


def test_regions_for_other_programs_and_a_still_picture() -> None:
    made = shown()
    features = json.loads(geojson(made))["features"]
    assert [part["properties"]["share_percent"] for part in features] == [95, 80, 50]
    for part, (_, region, _) in zip(features, regions(made), strict=True):
        rings = [ring for polygon in part["geometry"]["coordinates"] for ring in polygon]
        assert all(ring[0] == ring[-1] and -180 <= lon <= 180 for ring in rings for lon, _ in ring)
        drawn = shapely.union_all([shapely.Polygon(p[0], p[1:]) for p in part["geometry"]["coordinates"]])
        boxes = shapely.union_all([shapely.box(*(edge / 1e7 for edge in box)) for box in region.boxes])
        assert drawn.symmetric_difference(boxes).area < 1e-12 and len(rings) < len(region.boxes)
    assert kmz(made, "a & b") == kmz(made, "a & b")
    with zipfile.ZipFile(io.BytesIO(kmz(made, "a & b"))) as folder:
        root = ET.fromstring(folder.read("doc.kml"))
    assert len(root.findall(".//{*}Placemark")) == 3
    picture = svg(made, 'words <b> & "more"')
    tree = ET.fromstring(picture)
    assert tree.tag.endswith("svg") and len(tree.findall(".//{*}path[@fill-opacity]")) == 3
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")


def test_a_finding_rests_on_what_was_asked(home: Path) -> None:
    desk = machine(home).new()
    inputs = {
        "shadow": {"ratio": 1.2},
        "place": {"lon_deg": 30.2, "lat_deg": 50.5},
        "window": {
            "earliest": "2022-03-30T03:00:00Z",
            "latest": "2022-03-30T18:00:00Z",
            "zone": None,
            "verbatim": None,
        },
    }
    outcome = place.ask("place.shadow", {}, inputs)
    entry = place.enter(
        desk, place.Asked(method="place.shadow", says="a pole's shadow", inputs=inputs, outcome=outcome)
    )
    desk.index.refresh(desk.ledger)
    entered = value(desk, entry)
    assert entered.outcome["outcome"] == "found" and len(entered.rests_on) == 1
    asked = value(desk, entered.rests_on[0])
    assert asked.what == "place" and place.ask("place.shadow", {}, asked.details) == outcome


def test_what_a_case_holds_on_a_file_bounds_its_time(home: Path) -> None:
    desk = machine(home).new()
    (home / "clip.mp4").write_bytes(b"film")
    list(preserve(desk, [home / "clip.mp4"]))
    desk.index.refresh(desk.ledger)
    (file,) = {found.value.digest for found in entries(desk, "file")}
    seen = Span(earliest=instant("2022-03-30T12:00:00Z"), latest=instant("2022-03-30T12:10:00Z"))
    write(desk, Sighting(file=file, url="https://example.org/post", seen=seen, captured="by hand"))
    evidence = place.evidence_of(desk, file)
    assert evidence and {row["kind"] for row in evidence} == {"first-sighting"}
    outcome = place.ask("place.when-bounds", {"duration_s": 5.0}, {"evidence": evidence})
    assert isinstance(outcome, Found) and outcome.value["not_before"] is None
    assert outcome.value["not_after"] == "2022-03-30T12:09:55Z"


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(door.app, list(words))
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def test_the_verbs(home: Path) -> None:
    run("new", str(home / "case"), "--author", "A. Analyst", "--title", "Where")
    files = [str(home / name) for name in ("a.json", "a.kmz", "a.svg")]
    said = json.loads(
        run(
            "where",
            "about 11 km from Bucha",
            "north of Irpin",
            "--geojson",
            files[0],
            "--kmz",
            files[1],
            "--svg",
            files[2],
            "--enter",
            "--json",
        )
    )
    assert (
        said["outcome"] == "found"
        and len(said["entry"]) == 64
        and all(Path(name).stat().st_size > 500 for name in files)
    )
    assert "50 %" in run("where", "near Bucha", "--region", "29.5,50,31,51")
    window = ("--from", "2022-03-30T03:00Z", "--to", "2022-03-30T18:00Z")
    dated = run(
        "when", "--place", "30.2,50.5", "--shadow", "ratio=1.2,azimuth_deg=30", *window, "--svg", str(home / "t.svg")
    )
    assert "2022-03-30T11:" in dated and (home / "t.svg").is_file()
    assert "at longitude 30.2 east, latitude 50.5 north" in dated
    evidence = home / "e.json"
    evidence.write_text(
        json.dumps(
            [
                {
                    "id": "a",
                    "kind": "first-sighting",
                    "says": "post",
                    "span": {"earliest": None, "latest": "2022-03-30T18:00:00Z", "zone": None, "verbatim": None},
                }
            ]
        )
    )
    assert "not after: 2022-03-30T18:00:00Z" in run("when", "--evidence", str(evidence))
    assert "Dmytrivka" in run("gazetteer", "find", "Дмитрівка")
    (home / "UA.txt").write_text(ROW, "utf-8")
    assert "1 places" in run("gazetteer", "import", str(home / "UA.txt"))
    assert "7" in {found.id for found in look_up("Старе Село")}
    for words in (
        ("where",),
        ("where", "near Qqqqq"),
        ("when", "--shadow", "ratio=1", *window),
        ("where", "--region", "1,2,3"),
    ):
        assert CliRunner().invoke(door.app, list(words)).exit_code != 0


@pytest.mark.parametrize(
    ("km2", "says"),
    [(0.00331, "0.00331 km²"), (21.77, "21.8 km²"), (1170.2, "1,170 km²"), (999.7, "1,000 km²"), (0, "0 km²")],
)
def test_areas_in_words(km2: float, says: str) -> None:
    assert area_words(km2) == says


def test_a_shadow_in_words_keeps_every_number() -> None:
    numbers = {"ratio": 1.4, "ratio_error": 0.05, "azimuth_deg": 20.0, "azimuth_error_deg": 4.0, "odd": 7.0}
    assert shadow_words(numbers) == (
        "a shadow 1.4 times as long as what casts it is high (± 5 %) towards 20° from true north (± 4°) odd 7"
    )


def test_a_time_that_is_counted_from_an_epoch_is_told_as_a_time() -> None:
    """3807354621 seconds since 1904 say nothing to a reader; the clock may have kept another zone than UTC."""
    counted = counted_time("movie created", 3_807_354_621, datetime(1904, 1, 1), "3807354621 s since 1904-01-01")
    written = stated_time("EXIF DateTimeOriginal", "2024:08:24 13:00:00")
    job = Job(method="read.container", version=1, given={}, inputs={})
    found = Finding(job=job, outcome=outcome_wire(Found(value={"created": [counted, written]})), files=())
    assert [says for says, _ in place.clocks(found)] == [
        "movie created 2024-08-24 14:30:21 (if in UTC)",
        "EXIF DateTimeOriginal 2024:08:24 13:00:00",
    ]
