"""truth.json against the folder: nothing is missing, nothing is said that the files do not bear out."""

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import av
import numpy as np
import pytest
from openpyxl import load_workbook

from firsthand.drill import DrillEvent, write_drill
from firsthand.drill.days import drill
from firsthand.drill.scene import enu
from firsthand.drill.truth import camera_truth, clean_tips, visible
from firsthand.record.fault import BadValue, FolderTaken

Truth = dict[str, Any]
BASES = {"own eyes", "own work", "own act", "another source", "footage", "law", "none given"}
QUESTIONS = {"authentic", "where", "when", "what", "who", "context"}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_events_tell_of_every_file(written: tuple[Path, list[DrillEvent]]) -> None:
    folder, events = written
    on_disk = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert {e.file for e in events} == on_disk and len(events) == len(on_disk)
    assert [e.done for e in events] == list(range(1, len(events) + 1))
    assert {e.total for e in events} == {len(events)}


def test_every_film_is_in_the_truth_with_its_bytes(folder: Path, truth: Truth) -> None:
    footage = {f"footage/{p.name}": p for p in (folder / "footage").iterdir()}
    assert set(footage) == set(truth["files"])
    for name, path in footage.items():
        assert truth["files"][name]["sha256"] == digest(path)
        assert truth["files"][name]["bytes"] == path.stat().st_size
    twins = [n for n, k in truth["files"].items() if "same_bytes_as" in k]
    assert len(twins) == 1 and digest(footage[twins[0]]) == digest(footage[truth["files"][twins[0]]["same_bytes_as"]])
    assert len({k["sha256"] for k in truth["files"].values()}) == len(footage) - 1
    assert {k["key"] for k in truth["files"].values()} >= {c["key"] for c in truth["copies"]} | {
        "a",
        "b",
        "c",
        "old",
        "twin",
    }


def test_packets_of_every_film_are_counted(folder: Path, truth: Truth) -> None:
    for name, known in truth["files"].items():
        if name.endswith(".jpg"):
            continue
        with av.open(str(folder / name)) as film:
            video = film.streams.video[0]
            pts = sorted(p.pts for p in film.demux(video) if p.pts is not None)
            assert (pts, len(pts)) == (known["pts"], known["frames"])
            assert video.time_base == Fraction(*known["time_base"])
            assert (video.codec_context.width, video.codec_context.height) == (known["width"], known["height"])
            assert film.streams.audio


def test_containers_and_codecs_differ(folder: Path, truth: Truth) -> None:
    found = {}
    for camera in truth["cameras"]:
        with av.open(str(folder / camera["file"])) as film:
            found[camera["key"]] = (film.streams.video[0].codec_context.name, film.streams.audio[0].codec_context.name)
    assert found == {"a": ("h264", "aac"), "b": ("vp9", "opus"), "c": ("h264", "aac"), "old": ("h264", "aac")}


def test_what_devices_say_of_time_and_place(folder: Path, truth: Truth) -> None:
    """One is right and has a place, one is an hour out, one writes local time as if it were UTC beside a right one."""
    said = {}
    for camera in truth["cameras"]:
        with av.open(str(folder / camera["file"])) as film:
            held = dict(film.metadata)
        for claim in camera["says_of_itself"]:
            if claim["field"] != "location":
                assert held[claim["field"]] == claim["verbatim"]
                off = datetime.fromisoformat(claim["verbatim"]) - datetime.fromisoformat(camera["start_utc"])
                assert abs(off.total_seconds() - claim["error_s"]) < 0.002
                said[camera["key"], claim["field"]] = claim["error_s"]
            else:
                assert held["location"].startswith(claim["verbatim"][:17]) and claim["error_m"] < 15
    assert abs(said["a", "creation_time"]) < 1.001
    assert abs(said["b", "creation_time"] + 3600) < 1.001
    assert abs(said["c", "creation_time"] - 7200) < 1.001
    assert abs(said["c", "com.apple.quicktime.creationdate"]) < 1.001


def test_sheets_agree_and_name_files_that_are_there(folder: Path, truth: Truth) -> None:
    rows = list(csv.reader(io.StringIO((folder / "sightings.csv").read_text("utf-8"))))
    assert rows[0] == ["file", "url", "account", "posted_at", "zone", "seen_at", "note"]
    sheet = load_workbook(folder / "sightings.xlsx").active
    assert [[c or "" for c in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert {row[0] for row in rows[1:]} == set(truth["files"])
    for row, known in zip(rows[1:], truth["sightings"], strict=True):
        assert (folder / row[0]).is_file() and [row[0], row[1], row[2]] == [
            known["file"],
            known["url"],
            known["account"],
        ]
        assert row[1].startswith("https://") and row[1].split("/")[2].split(".", 1)[1] in (
            "example.org",
            "example.com",
            "example.net",
        )
        assert bool(row[4]) == known["zone_stated"]
        if row[4]:
            assert _instant(row[3], row[4]) == datetime.fromisoformat(known["posted_utc"])
        assert datetime.fromisoformat(row[5]).tzinfo is not None
    assert {row[4] for row in rows[1:]} >= {"", "UTC", "+02:00", "Europe/Copenhagen"}
    seen = [known["sha256"] for known in truth["sightings"]]
    assert len(seen) - len(set(seen)) >= 4  # the same bytes are sighted again and again


def _instant(text: str, zone: str) -> datetime:
    local = datetime.strptime(text, "%Y-%m-%d %H:%M")
    if zone.startswith("+"):
        return (local - timedelta(hours=int(zone[1:3]))).replace(tzinfo=UTC)
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_statements_quote_themselves(folder: Path, truth: Truth) -> None:
    statements = json.loads((folder / "statements.json").read_bytes())["statements"]
    asked = set()
    for post in statements:
        assert datetime.fromisoformat(post["posted_at"]).tzinfo is not None
        for claim in post["claims"]:
            assert claim["quote"] in post["text"] and claim["basis"] in BASES and claim["question"] in QUESTIONS
            assert all(hedge in claim["quote"] for hedge in claim["hedges"])
            assert all((folder / file).is_file() for file in claim["files"])
            asked.add(claim["question"])
    assert asked == QUESTIONS
    assert {p["source"]["kind"] for p in statements} == {"official", "agency", "account"}
    where = {c["says"] for p in statements for c in p["claims"] if c["question"] == "where"}
    assert where == {"Tower Square", "Canal Bridge"}  # the two sides contradict each other
    assert "true" not in json.dumps(statements)  # the answers stay in truth.json
    assert len(truth["claims"]) == sum(len(p["claims"]) for p in statements)


def test_the_truth_says_which_claims_hold(truth: Truth) -> None:
    held = {(c["question"], c["says"]): c["true"] for c in truth["claims"]}
    assert held["where", "Tower Square"] is True and held["where", "Canal Bridge"] is False
    assert truth["answers"]["where"]["words"] == "Tower Square"


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    list(write_drill(again, 1, small=True))
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        assert digest(path) == digest(again / path.relative_to(folder)), path.name


def test_another_seed_is_another_event() -> None:
    one, two = drill(1), drill(2)
    assert one == drill(1)
    assert one.today.zero != two.today.zero and one.today.bursts != two.today.bursts
    assert [c.lens for c in one.today.cameras] != [c.lens for c in two.today.cameras]
    assert one.before.solids != two.before.solids


def test_the_year_before_differs_where_the_words_say() -> None:
    plan = drill(1)
    names = [{s.name for s in scene.solids} for scene in (plan.today, plan.before)]
    assert names[0] - names[1] == {"Lime House"} and not names[1] - names[0]
    heights = [{s.name: s.high for s in scene.solids} for scene in (plan.today, plan.before)]
    assert all(heights[0][name] == high for name, high in heights[1].items())


@pytest.mark.parametrize("seed", range(0, 24, 3))
def test_every_seed_gives_a_drill_that_can_be_solved(seed: int) -> None:
    """Landmarks, shadows, bursts and bangs enough for the later issues, whatever the seed."""
    for small in (False, True):
        plan = drill(seed, small=small)
        for camera in plan.today.cameras:
            known = camera_truth(plan.today, camera)
            assert len(known["landmarks"]) >= 10 and len(known["shadows"]) >= 1
            assert all(h["in_film"] and h["media_s"] + 0.3 < camera.duration_s for h in known["heard"])
            assert all(b["first_lit_frame"] for b in known["bursts"])
            assert sum(b["visible"] for b in known["bursts"]) >= 4
            assert known["car"]
        assert sum(clean_tips(plan.today)) >= 5
        car = plan.today.car
        assert car is not None
        assert -car.at_zero[1] / car.velocity[1] < plan.today.bursts[0].second  # as the article tells it


def test_visible_means_nothing_stands_between() -> None:
    scene = drill(1).today
    camera = scene.cameras[0]
    behind, before = (-48.0, 30.0, 1.0), (-70.0, 0.0, 1.0)  # the other side of the Ropewalk, and the open street
    _, seen = visible(scene, camera, enu(scene, np.array([behind, before])))
    assert seen == [False, True]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FolderTaken):
        next(write_drill(tmp_path, 1, small=True))
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_negative_seed_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(BadValue):
        next(write_drill(tmp_path / "new", -1, small=True))
    assert not (tmp_path / "new").exists()
