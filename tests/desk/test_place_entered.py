"""What the verbs of place enter: what was asked, whole, with what was rejected; and a recheck that asks it again."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine_again import Access, recompute
from firsthand.desk.place import inputs_of
from firsthand.desk.screens.where import constraints, field
from firsthand.method.place.skyline import drawn_from, hills
from firsthand.outside.cell import CellDecoder
from firsthand.recheck.line import Verdict
from firsthand.record.fault import BadPlace
from firsthand.record.finding import Finding
from tests.outside.test_osm import written

DRAWN = {
    "drawn": {
        "picture": {"width_px": 4000, "height_px": 2250},
        "base": {"x_px": 3590, "y_px": 1370, "error_px": 12},
        "tip": {"x_px": 3715, "y_px": 1410, "error_px": 10},
        "shadow_tip": {"x_px": 3698, "y_px": 1223, "error_px": 5},
    },
    "camera": {"pitch_deg": -89.9, "view_deg": 82.0, "view_error_deg": 3.0, "heading_deg": 44.2, "heading_error_deg": 4.0},
}  # fmt: skip
WINDOW = ("--from", "2016-06-23T05:00Z", "--to", "2016-06-24T05:00Z")


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))
    run("new", str(tmp_path / "case"), "--author", "A. Analyst", "--title", "Where")
    return tmp_path


def run(*words: str) -> str:
    result = CliRunner().invoke(door.app, list(words))
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def opened(case: Path) -> Desk:
    from firsthand.cli.opening import opened as at

    desk = at(case / "case", None)
    desk.index.refresh(desk.ledger)
    return desk


def told(desk: Desk) -> tuple[dict[str, Finding], dict[str, Any]]:
    """Findings by their method, and all entries by id."""
    every = {found.id: found.value for kind in ("finding", "observation") for found in entries(desk, kind)}
    return {value.job.method: value for value in every.values() if isinstance(value, Finding)}, every


def again(finding: Finding, every: dict[str, Any]) -> Verdict:
    with CellDecoder() as cell:
        return recompute(Access(bytes_of={}.get, entry=every.get, decoder=cell), finding).verdict


def test_words_are_entered_with_what_they_rule_out_and_are_reached_again(case: Path) -> None:
    run("where", "north of Dmytrivka, about 11 km from Bucha", "--enter")
    desk = opened(case)
    findings, every = told(desk)
    words = findings["place.words"]
    assert len(words.outcome["value"]["rejected"]) >= 12
    assert len((inputs_of(words, every.get) or {})["places"]["Dmytrivka"]) >= 12
    assert set(findings["place.field"].rests_on) & {id_ for id_, value in every.items() if value is words}
    assert {again(found, every) for found in findings.values()} == {Verdict.HOLDS}
    lied = Finding(job=words.job, outcome={**words.outcome, "value": {**words.outcome["value"], "rejected": []}},
                   made_with=words.made_with, rests_on=words.rests_on)  # fmt: skip
    assert again(lied, every) is Verdict.BROKEN
    assert again(words, {}) is Verdict.WITHHELD
    (clue,) = constraints(desk).clues
    shown = field(desk, (clue.id,), (), None, None)
    assert {row["id"] for row in shown.named if row["share"]} == {"8516247", "711350"}
    assert sum(row["share"] == 0 for row in shown.named) >= 12
    with pytest.raises(BadPlace, match="Zhytomyr"):
        field(desk, (clue.id,), ("near Zhitomyrr",), None, None)


def test_what_was_drawn_is_kept_beside_the_shadow_that_it_tells_of(case: Path) -> None:
    drawn = case / "drawn.json"
    drawn.write_text(json.dumps(DRAWN))
    run("when", "--drawn", str(drawn), "--place=-91.9944,46.8426,100", *WINDOW, "--enter")
    findings, every = told(opened(case))
    assert (inputs_of(findings["place.frame-shadow"], every.get) or {})["drawn"] == DRAWN["drawn"]
    assert findings["place.shadow"].outcome["outcome"] == "found"
    assert {again(found, every) for found in findings.values()} == {Verdict.HOLDS}
    run("where", "--drawn", str(drawn), "--region=-93,46,-91,47.5", *WINDOW, "--enter")
    assert "place.field" in told(opened(case))[0]


def test_a_pattern_is_entered_with_its_near_misses_and_without_the_map(case: Path) -> None:
    extract = written(case / "m.osm.pbf")
    where = ("--map", str(extract), "--allow-weak-cell", "--enter")
    run("pattern", "a church within 100 m of a pond", *where)
    said = json.loads(run("pattern", "a church within 100 m of a pond and no road within 500 m", *where, "--json"))
    assert said["outcome"] == "nothing" and said["value"]["rejected"][0]["lacks"] and len(said["entry"]) == 64
    desk = opened(case)
    findings, every = told(desk)
    asked = inputs_of(findings["place.pattern"], every.get) or {}
    assert asked["extract"]["bytes"] == extract.stat().st_size and len(asked["extract"]["sha256"]) == 64
    assert "maps" not in asked and again(findings["place.pattern"], every) is Verdict.CANNOT
    (clue,) = constraints(desk).clues  # the one that found something
    assert field(desk, (clue.id,), (), None, None).outcome == "found"


def test_a_skyline_is_entered_as_drawn(case: Path) -> None:
    ground = hills()
    heights = np.asarray(ground["heights"], dtype=np.float32)[::-1]
    step = ground["step_lon_deg"], ground["step_lat_deg"]
    north = ground["south_deg"] + (len(heights) - 1) * step[1]
    turn = rasterio.Affine(step[0], 0.0, ground["west_deg"] - step[0] / 2, 0.0, -step[1], north + step[1] / 2)
    with rasterio.open(
        case / "h.tif", "w", driver="GTiff", width=heights.shape[1], height=heights.shape[0], count=1, dtype="float32",
        crs="EPSG:4326", transform=turn,
    ) as out:  # fmt: skip
        out.write(heights, 1)
    drawn = drawn_from(ground, 10.03, 46.02, 40.0)
    (case / "sky.json").write_text(json.dumps(drawn))
    asked = (
        "--terrain",
        str(case / "h.tif"),
        "--region",
        "10.02,46.01,10.04,46.03",
        "--step",
        "400",
        "--allow-weak-cell",
    )
    run("skyline", str(case / "sky.json"), *asked, "--enter")
    findings, every = told(opened(case))
    kept = inputs_of(findings["place.skyline"], every.get) or {}
    assert kept["skyline"] == drawn and kept["elevation"]["name"] == "h.tif" and "terrain" not in kept
