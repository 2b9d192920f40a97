"""Long work and its end: jobs, the stream of them, clocks, the joint field, the gate, publishing and rechecking, the log."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from firsthand.desk.screens.report import draw_page
from firsthand.record.fault import FolderTaken
from tests.desk.parts import machine
from tests.web.parts import Client


def ended(client: Client, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(1200):
        row: dict[str, Any] = client.json(f"/api/jobs/{job['id']}")
        if row["state"] != "running":
            return row
        time.sleep(0.1)
    raise AssertionError(f"the job did not end: {row}")


def test_examine_and_align_run_as_jobs(client: Client) -> None:
    first = client.post("/api/jobs", {"what": "examine", "profile": "triage"}, key="job-key-1").json()
    again = client.post("/api/jobs", {"what": "examine", "profile": "triage"}, key="job-key-1").json()
    assert first["id"] == again["id"]
    assert ended(client, first)["state"] == "done"
    assert ended(client, client.post("/api/jobs", {"what": "align"}).json())["state"] == "done"
    assert client.json("/api/clocks")["finding"]
    assert client.post("/api/jobs", {"what": "anything"}).status_code == 422
    assert client.get("/api/jobs/zzz").status_code == 404


def test_notes_are_taken_while_files_are_examined(client: Client) -> None:
    """Both write into one log: neither is lost."""
    job = client.post("/api/jobs", {"what": "examine", "profile": "full"}).json()
    said = [client.said("observe", {"what": "note", "says": f"meanwhile {n}"})["entry"] for n in range(5)]
    assert ended(client, job)["state"] == "done"
    assert len(set(said)) == 5
    kept = [row["entry"] for row in client.json("/api/entries?kind=observation")]
    assert set(said) <= set(kept)


def test_the_stream_tells_of_jobs_and_of_entries(client: Client) -> None:
    told: list[str] = []
    with client.http.stream("GET", "/api/events", timeout=20) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.iter_lines()
        version = None
        for line in lines:
            if line.startswith("event:"):
                told.append(line)
            elif line.startswith("data:") and told[-1] == "event: case":
                now = json.loads(line[5:])["version"]
                if version is None:
                    version = now
                    client.post("/api/say/ask", {"about": "what", "text": "What was it?"})
                elif now != version:
                    break
    assert "event: jobs" in told and "event: case" in told


def test_constraints_are_switched_on_and_off(client: Client, file: str) -> None:
    near = {"is": "near", "lon_deg": 30.52, "lat_deg": 50.45, "distance_m": 11000.0, "sigma_m": 1650.0}
    side = {"is": "side", "lon_deg": 30.52, "lat_deg": 50.45, "towards_deg": 180.0, "sigma_deg": 30.0}
    clues = [
        {"id": name, "kind": "place", "says": name, "terms": [term]} for name, term in (("near", near), ("south", side))
    ]
    box = {"west": 300000000, "south": 500000000, "east": 310000000, "north": 510000000}
    details = {"clues": clues, "region": {"unit": "1e-7 deg WGS 84", "verbatim": None, "boxes": [box]}}
    client.said("observe", {"what": "place", "says": "two clues", "details": details})
    known = [clue["id"] for clue in client.json("/api/where")["clues"]]
    assert len(known) == 2
    areas = []
    for on in (known[:1], known):
        answer = client.post("/api/where", {"on": on}).json()
        areas.append(
            {f["properties"]["share_percent"]: f["properties"]["area_km2"] for f in answer["geojson"]["features"]}
        )
    assert areas[1][95.0] < areas[0][95.0], "a second clue narrows"
    before = client.json("/api/case")["version"]
    assert (
        client.post("/api/where", {"on": known}).json()["entry"] is None
        and client.json("/api/case")["version"] == before
    )
    entered = [
        client.post("/api/where", {"on": known, "enter": True}, key="where-key-1").json()["entry"] for _ in range(2)
    ]
    assert entered[0] == entered[1] and client.json(f"/api/entries/{entered[0]}")["kind"] == "finding"
    assert client.post("/api/where", {"on": ["made-up"]}).status_code == 404


def test_a_report_is_linted_gated_published_and_rechecked(client: Client, file: str) -> None:
    loud = client.post("/api/report/lint", {"text": "The army fired the rocket.", "section": "known"}).json()
    assert loud["problems"] and loud["weighed"]
    refused = ended(client, client.post("/api/report/publish", {}).json())
    assert (refused["state"], refused["code"]) == ("failed", "refused.gate")
    question = client.said("ask", {"about": "where", "text": "Where was it?"})["entry"]
    answer = client.said("answer", {"question": question, "text": "In a hall"})["entry"]
    source = client.said("source", {"name": "@blocks", "is_a": "account"})["entry"]
    claim = client.said(
        "claim", {"source": source, "paraphrase": "it was in a hall", "answers_for": [answer], "files": [file]}
    )["entry"]
    judged = {"likelihood": "roughly even chance", "confidence": "low", "reasons": "one account", "speaks_for": [claim]}
    client.said("assess", {"answer": answer, **judged})
    sentences = (
        ("title", "A film of blocks", [], []),
        ("summary", "@blocks says that it was in a hall.", [claim], [question]),
        ("known", "@blocks says that it was in a hall.", [claim], [question]),
        ("not known", "Whether it was is not known.", [], [question]),
        ("how", "The claim of one account was read.", [claim], []),
    )
    for section, text, rests, answers in sentences:
        client.said("draft", {"text": text, "section": section, "rests_on": rests, "answers": answers})
    gate = client.post("/api/report/gate", {}).json()
    blocking = [row for row in gate if row["blocking"]]
    assert blocking == [], blocking
    assert client.get("/api/report/preview/page/index.html").status_code == 404
    before = client.json("/api/case")["version"]
    for _ in range(2):
        assert ended(client, client.post("/api/report/preview", {}).json())["result"] == {"refused": 0}
    drawn = client.get("/api/report/preview/page/index.html")
    assert "A preview: not published" in drawn.text and "in a hall" in drawn.text
    assert drawn.headers["content-security-policy"].startswith("sandbox allow-same-origin; default-src 'none'")
    assert client.json("/api/case")["version"] == before and client.json("/api/report")["editions"] == []
    out = ended(client, client.post("/api/report/publish", {}, key="publish-key-1").json())
    assert out["state"] == "done" and out["result"]["edition"] == 1, out
    page = client.get("/api/report/editions/1/page/index.html")
    assert "in a hall" in page.text and page.headers["content-security-policy"].startswith(
        "sandbox allow-same-origin; default-src 'none'"
    )
    assert client.get("/api/report/editions/1/page/nothing.html").status_code == 404
    checked = ended(client, client.post("/api/report/editions/1/recheck").json())
    assert checked["state"] == "done" and checked["result"]["exit"] in (0, 3), checked
    lines = client.json("/api/report/editions/1/lines")
    assert lines and not [line for line in lines if line["verdict"] == "broken"]
    assert client.json("/api/report")["editions"][0]["here"] is True


def test_no_preview_is_drawn_through_a_link(tmp_path: Path) -> None:
    desk, elsewhere = machine(tmp_path).new(), tmp_path / "elsewhere"
    (elsewhere / "preview").mkdir(parents=True)
    (elsewhere / "preview" / "mine.txt").write_text("kept")
    cache = desk.folder / "cache"
    if cache.exists():
        cache.rename(desk.folder / "before")
    cache.symlink_to(elsewhere)
    with pytest.raises(FolderTaken):
        list(draw_page(desk, "", (), ()))
    assert (elsewhere / "preview" / "mine.txt").read_text() == "kept"


def test_the_log_is_read_page_by_page(client: Client) -> None:
    seen: list[tuple[str, int]] = []
    after = ""
    while True:
        page = client.json(f"/api/log?limit=20&after={after}")
        seen += [(row["log"], row["index"]) for row in page["rows"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert len(seen) == len(set(seen)) == page["total"]
    assert seen == sorted(seen, key=lambda place: -place[1])
    assert all(row["kind"] == "claim" for row in client.json("/api/log?kind=claim")["rows"])
    notes = client.json("/api/checkpoints")
    assert notes[0]["size"] == page["total"] and notes[0]["root"] != notes[1]["root"]
    assert client.get("/api/log?after=bnVsbA==").status_code == 422


@pytest.mark.parametrize(
    "path", ["/api/copies", "/api/board", "/api/clocks", "/api/where", "/api/proofs", "/api/sheet", "/api/report"]
)
def test_every_screen_has_its_data(client: Client, path: str) -> None:
    assert client.json(path) is not None
