"""Findings of place in the report: drawn on a map of our own and said in words, where a sentence rests on them, and only there."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from firsthand.desk import place
from firsthand.desk.place_base import View, lines, towns
from firsthand.desk.place_picture import svg, view_of
from firsthand.desk.publish import publish
from firsthand.record.assessment import Withdrawal
from firsthand.record.bounds import Region
from firsthand.record.finding import Found
from firsthand.record.publication import Draft, Section
from tests.desk.test_publish_sample import Sample, finding, sample
from tests.desk.test_report import page

NEAR = {"is": "near", "lon_deg": 30.2, "lat_deg": 50.55, "distance_m": 11000.0, "sigma_m": 1500.0}
BOX = Region.of([(295_000_000, 500_000_000, 310_000_000, 512_000_000)]).wire()


@pytest.fixture(scope="module")
def field() -> Found:
    clue = {"id": "said", "kind": "place", "says": "eleven kilometres from <Bucha>", "terms": [NEAR]}
    made = place.ask("place.field", {"weigh_each": False}, {"clues": [clue], "region": BOX, "window": None})
    assert isinstance(made, Found)
    return made


def with_field(found: Found) -> Sample:
    made = sample()
    made.say(map=finding("place.field", found), lone=finding("place.words", found))
    made.say(told=Draft(section=Section.HOW, text="The place was worked out by words.", rests_on=(made.id["map"],)))
    return made


def test_a_finding_of_place_under_a_sentence_is_drawn_and_said(tmp_path: Path, field: Found) -> None:
    made = with_field(field)
    text, tree = page(made, tmp_path)
    section = tree.id("places").text()
    for row in field.value["where"].values():
        assert row["words"] in section
    assert "%)" in section and "area" in section
    (picture,) = (tmp_path / "report" / "places").iterdir()  # the finding that no sentence rests on is not drawn
    assert picture.name.removesuffix(".svg") == made.id["map"][:16]
    assert f'src="places/{picture.name}"' in text and "&lt;Bucha&gt;" in picture.read_text("utf-8")
    ET.fromstring(picture.read_bytes())
    assert 'href="#' in text and "further down" in tree.id("notes").text()


def test_the_same_matter_gives_the_same_picture(field: Found) -> None:
    assert svg(field.value, "a") == svg(field.value, "a")
    assert "http" not in svg(field.value, "a").replace("http://www.w3.org/2000/svg", "")


def test_a_report_without_findings_of_place_has_no_such_section(tmp_path: Path) -> None:
    list(publish(sample().one, tmp_path / "plain"))
    assert 'id="places"' not in (tmp_path / "plain" / "index.html").read_text("utf-8")
    assert not (tmp_path / "plain" / "places").exists()


def test_a_withdrawn_finding_is_not_drawn(tmp_path: Path, field: Found) -> None:
    made = with_field(field)
    made.say(back=Withdrawal(of=made.id["map"], reason="The town was another."))
    made.say(gone=Withdrawal(of=made.id["told"], reason="It rested on it."))
    list(publish(made.one, tmp_path / "report", changed="A place was taken back."))
    assert 'id="places"' not in (tmp_path / "report" / "index.html").read_text("utf-8")


def test_coasts_borders_and_towns_lie_where_they_are() -> None:
    view = View(west=28.0, south=45.0, east=34.0, north=52.0)
    kinds = {kind for kind, _ in lines(view)}
    assert kinds == {"coast", "border"}
    named = {town.name: (lon, lat) for lon, lat, town in towns(view, 30)}
    assert abs(named["Kyiv"][0] - 30.5) < 0.2 and abs(named["Odesa"][1] - 46.5) < 0.2
    assert all(
        abs(line[1:, 0] - line[:-1, 0]).max() < 180 for _, line in lines(View(west=-180, south=-90, east=180, north=90))
    )


def test_a_region_across_the_date_line_is_one_picture() -> None:
    region = Region.around(lon=179.95, lat=-17.0, radius_m=60_000)
    view = view_of(region.boxes)
    assert view.east - view.west < 3 and view.west < 180 < view.east
    made = svg(
        {"where": {"80": {"region": region.wire(), "words": "within 60 km", "area_km2": region.area_km2()}}},
        "two sides",
    )
    ET.fromstring(made)
    assert "Labasa" in made or "Savusavu" in made or "NaN" not in made


def test_open_spans_and_the_whole_world_are_drawn_without_a_fault() -> None:
    open_ = {"earliest": None, "latest": "2022-03-30T10:00:00Z"}
    ET.fromstring(svg({"when": {"95": [open_]}}, "open"))
    ET.fromstring(svg({"where": {"95": {"region": Region.world().wire()}}}, "all of it"))
    tiny = Region.around(lon=30.0, lat=50.0, radius_m=2)
    ET.fromstring(svg({"where": {"95": {"region": tiny.wire()}}}, "metres"))


def test_a_named_place_is_not_drawn_twice(field: Found) -> None:
    bucha = {"name": "Bucha", "lon_deg": 30.2088, "lat_deg": 50.5474}
    assert svg(field.value, "a", [bucha]).count(">Bucha<") == 1


def test_coarse_lines_are_left_out_of_a_close_view() -> None:
    def drawn(radius_m: float) -> str:
        region = Region.around(lon=24.94, lat=60.15, radius_m=radius_m)
        return svg({"where": {"80": {"region": region.wire(), "words": "", "area_km2": 1.0}}}, "a coast")

    def main_map(picture: str) -> str:
        return picture.split('<clipPath id="inset">')[0]

    assert "#7d97a8" in main_map(drawn(60_000)) and "#7d97a8" not in main_map(drawn(1_000))
