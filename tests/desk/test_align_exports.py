"""Exports of an event clock: every form tells the same starts with their bounds, and nothing of a file's own name."""

import csv
import io
import json
from pathlib import Path

import defusedxml.ElementTree
import opentimelineio
import pytest

from firsthand.desk.align import AlignDone, Bang
from firsthand.desk.align_exports import fcp7, laid, otio, table, webvtt, write
from firsthand.method.align.clock import CLOCK
from firsthand.method.align.clock_examples import A, B, C, Given, heard, looked
from firsthand.record.finding import Found, Nothing

SECONDS = {A: 20.0, B: 12.5, C: 3.25}


def done() -> AlignDone:
    findings = (heard(A, B, -4.0), heard(B, C, 6.0), heard(A, C, 2.0))
    outcome = CLOCK.ask(Given(), {"findings": findings, "observations": (looked(A, B, C),)})
    assert isinstance(outcome, Found)
    zero = outcome.value["events"][0]["zero"]
    bangs = (Bang(file=B, zero=zero, low=5.9, high=6.3, media_low=2.048, media_high=2.052, peak=0.5),)
    return AlignDone(entry="e" * 64, outcome=outcome, pairs=(), copies={}, without_sound=(), passed_over=0, never_near=0, bangs=bangs,
                     seconds=SECONDS)  # fmt: skip


def test_the_timeline_has_each_recording_at_its_likeliest_start() -> None:
    made = done()
    event = made.outcome.value["events"][0]
    rows = laid(event, made.seconds)
    told = json.loads(otio(event["zero"], rows, made.bangs))
    tracks = {track["name"]: track["children"] for track in told["tracks"]["children"]}
    starts = {}
    for name, children in tracks.items():
        *gaps, clip = children
        starts[name] = sum(gap["source_range"]["duration"]["value"] for gap in gaps) / 1000
        bounds = clip["metadata"]["firsthand"]["start_s"]
        assert bounds["low"] <= bounds["high"] and clip["source_range"]["duration"]["value"] > 0
    assert starts == {C[:12]: 0.0, A[:12]: 2.0, B[:12]: 6.0}
    (marker,) = (m for children in tracks.values() for m in children[-1]["markers"])
    assert marker["metadata"]["firsthand"] == {"low_s": 5.9, "high_s": 6.3}


@pytest.mark.parametrize(("ending", "kinds"), [("otio", 1), ("xml", 2)])
def test_what_editors_read_is_the_same_event(tmp_path: Path, ending: str, kinds: int) -> None:
    """By OpenTimelineIO itself and its adapter for FCP7 XML, which share no code with the writer."""
    (path,) = (path for path in write(done(), tmp_path) if path.suffix == f".{ending}")
    timeline = opentimelineio.adapters.read_from_file(str(path))
    held: dict[str, list[tuple[float, float]]] = {}
    for track in timeline.tracks:
        for clip in track.find_clips():
            span = clip.trimmed_range_in_parent()
            held.setdefault(clip.name, []).append((span.start_time.to_seconds(), span.duration.to_seconds()))
            assert (
                clip.media_reference.target_url
                == f"vault/{clip.name[:2]}/{next(f for f in SECONDS if f.startswith(clip.name))[2:]}"
            )
            for marker in clip.markers:
                assert clip.name == B[:12] and marker.name == "bang"
                assert marker.marked_range.start_time.to_seconds() == pytest.approx(2.048, abs=0.02)
    assert held == {
        name: [(start, pytest.approx(length, abs=0.02))] * kinds
        for name, start, length in ((C[:12], 0.0, 3.25), (A[:12], 2.0, 20.0), (B[:12], 6.0, 12.5))
    }


def test_cues_run_in_order_and_are_well_formed() -> None:
    made = done()
    event = made.outcome.value["events"][0]
    text = webvtt(event["zero"], laid(event, made.seconds), made.bangs)
    assert text.startswith("WEBVTT\n\nNOTE ")
    cues = [line for line in text.splitlines() if " --> " in line]
    assert len(cues) == 4 and cues == sorted(cues) and cues[0] == "00:00:00.000 --> 00:00:03.250"


def test_the_sheet_tells_bounds_beside_the_likeliest() -> None:
    made = done()
    event = made.outcome.value["events"][0]
    rows = list(csv.DictReader(io.StringIO(table(event["zero"], laid(event, made.seconds), made.bangs))))
    assert [row["what"] for row in rows] == ["recording"] * 3 + ["bang"]
    assert all(float(row["earliest_s"]) <= float(row["likeliest_s"]) <= float(row["latest_s"]) for row in rows[:3])


def test_files_are_written_for_each_event_and_none_for_none(tmp_path: Path) -> None:
    assert [path.name for path in write(done(), tmp_path / "new")] == [
        f"event-1.{ending}" for ending in ("otio", "vtt", "csv", "xml")
    ]
    nothing = AlignDone(entry="e" * 64, outcome=Nothing(looked="two files"), pairs=(), copies={}, without_sound=(),
                        passed_over=0, never_near=0, bangs=(), seconds={})  # fmt: skip
    assert write(nothing, tmp_path) == []


def test_editors_xml_parses_and_tells_the_same_starts() -> None:
    made = done()
    event = made.outcome.value["events"][0]
    root = defusedxml.ElementTree.fromstring(
        fcp7(event["zero"], laid(event, made.seconds), made.bangs).replace("<!DOCTYPE xmeml>\n", "")
    )
    assert root.tag == "xmeml" and root.get("version") == "5"
    tracks = {kind: root.findall(f"sequence/media/{kind}/track/clipitem") for kind in ("video", "audio")}
    for items in tracks.values():
        starts = {item.findtext("name"): int(item.findtext("start")) / 50 for item in items}
        assert starts == {C[:12]: 0.0, A[:12]: 2.0, B[:12]: 6.0}
        for item in items:
            assert int(item.findtext("end")) - int(item.findtext("start")) == int(item.findtext("out"))
    files = [item.find("file") for item in tracks["video"]]
    assert {file.get("id") for file in files} == {item.find("file").get("id") for item in tracks["audio"]}
    assert all(file.findtext("pathurl").startswith("vault/") for file in files)
    (marker,) = root.iter("marker")
    assert marker.findtext("name") == "bang" and int(marker.findtext("in")) >= 0
