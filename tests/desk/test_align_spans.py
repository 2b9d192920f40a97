"""Flash to bang and crack to thump by their verbs: from stated spans or anchors, entered, and reached again by a recheck."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.cli.opening import opened
from firsthand.desk.desk import entries
from firsthand.desk.examine_again import Access, recompute
from firsthand.outside.cell import CellDecoder
from firsthand.recheck.line import Verdict
from firsthand.record.digest import sha256
from tests.outside.decode_films import film, picture

FLASH, BANG = "2.0,2.04", "3.0,3.001"
SHOT = ("--crack", "1.0,1.001", "--thump", "1.5,1.502", "--slowest", "650", "--fastest", "750", "--most-angle", "5")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))
    return tmp_path


def said(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(door.app, list(words))
    assert result.exit_code == code, (result.output, result.exception)
    return f"{result.output} {result.exception}" if code else str(result.stdout)


def case_of_two(home: Path) -> list[str]:
    said("new", str(home / "case"), "--author", "A. Analyst")
    made = []
    for number in range(2):
        data = film("mp4", pictures=[picture(number + k) for k in range(20)])
        (home / f"{number}.mp4").write_bytes(data)
        said("preserve", str(home / f"{number}.mp4"))
        made.append(sha256(data))
    return made


def told(*words: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(said(*words, "--json"))
    return made


def test_spans_are_asked_without_a_case(home: Path) -> None:
    near = told("flash-bang", "--flash", FLASH, "--bang", BANG, "--coldest", "15", "--warmest", "25", "--wind", "3")
    assert near["outcome"] == "found" and "entry" not in near
    assert near["value"]["distance_m"]["low"] < 336 < 350 < near["value"]["distance_m"]["high"]
    plain = said("flash-bang", "--flash", FLASH, "--bang", BANG)
    assert "distance:" in plain and "90 % interval" in plain
    assert told("flash-bang", "--flash", FLASH, "--bang", "1.0,1.001")["outcome"] == "unsuitable"
    said("flash-bang", "--flash", "2.0", "--bang", "later,on", code=1)


def test_an_expert_accepts_the_limits_or_is_told_nothing(home: Path) -> None:
    refused = said("crack-thump", *SHOT, code=1)
    assert "for experts only" in refused and "distance:" not in refused
    accepted = told("crack-thump", *SHOT, "--accept-limits", "--coldest", "18", "--warmest", "22", "--wind", "2")
    assert accepted["outcome"] == "found"
    assert accepted["value"]["distance_m"]["low"] < 336 < accepted["value"]["distance_m"]["high"]


def test_what_is_entered_rests_on_its_anchors_and_is_reached_again(home: Path) -> None:
    one, two = case_of_two(home)
    flash = told("anchor", one[:12], "--at", "0.2", "--event", "flash", "--error", "0.02")["entry"]
    bang = told("anchor", one[:12], "--at", "0.9", "--event", "bang", "--error", "0.001", "--heard")["entry"]
    far = told("anchor", two[:12], "--at", "0.9", "--event", "bang", "--heard")["entry"]
    made = told("flash-bang", "--flash", flash[:12], "--bang", bang[:12], "--enter")
    assert made["value"]["delay_s"]["low"] == pytest.approx(0.7 - 0.021 - 0.045, abs=1e-3)
    said("flash-bang", "--flash", flash[:12], "--bang", far[:12], code=1)  # by two recordings' clocks
    stated = told("flash-bang", "--flash", "0.2,0.24", "--bang", "0.9,0.91", "--file", one[:12], "--enter")
    shot = told("crack-thump", *SHOT, "--accept-limits", "--file", two[:12], "--enter")
    said("flash-bang", "--flash", "0.2,0.24", "--bang", "0.9,0.91", "--enter", code=1)  # of no recording
    desk = opened(home / "case", None)
    desk.index.refresh(desk.ledger)
    held = {entry.id: entry.value for kind in ("finding", "observation") for entry in entries(desk, kind)}
    assert {flash, bang} <= set(held[made["entry"]].rests_on) and held[made["entry"]].files == (one,)
    assert held[shot["entry"]].files == (two,)
    with CellDecoder() as cell:
        here = Access(bytes_of=desk.vault.path, entry=held.get, decoder=cell)
        for entry in (made, stated, shot):
            again = recompute(here, held[entry["entry"]])
            assert again.verdict is Verdict.HOLDS, again
        blind = Access(bytes_of=desk.vault.path, entry=lambda _: None, decoder=cell)
        assert recompute(blind, held[made["entry"]]).verdict is Verdict.WITHHELD


def test_a_finding_of_place_is_where_a_camera_stood(home: Path) -> None:
    one, _ = case_of_two(home)
    found = told("where", "near Bucha", "--region", "29.5,50,31,51", "--enter")
    seen = told("standpoint", "--file", one[:12], "--finding", found["entry"][:12])["entry"]
    shot = told("crack-thump", *SHOT, "--accept-limits", "--file", one[:12], "--enter")["entry"]
    refused = said("standpoint", "--file", one[:12], "--finding", shot[:12], code=1)
    assert "tells no region" in refused
    desk = opened(home / "case", None)
    desk.index.refresh(desk.ledger)
    (stood,) = [entry.value for entry in entries(desk, "observation") if entry.id == seen]
    assert stood.what == "standpoint" and found["entry"] in stood.rests_on
    assert stood.details["region"] == found["value"]["where"]["95"]["region"]
