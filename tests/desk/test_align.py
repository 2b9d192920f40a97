"""Align on a real case: films are listened to in the cell, pairs and the event clock are entered once, and the door says it."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.desk.align import AlignDone, Listened, align
from firsthand.desk.align_again import Listening
from firsthand.desk.align_listen import listen
from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine_again import Access, recompute
from firsthand.desk.pen import write
from firsthand.desk.preserve import preserve
from firsthand.method.align.made import street
from firsthand.method.align.pair_form import Given
from firsthand.method.align.wave import RATE
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN
from firsthand.outside.listen import direct
from firsthand.recheck.line import Verdict
from firsthand.record.assessment import Withdrawal
from firsthand.record.finding import Found, Inconclusive, Nothing, Unsuitable, outcome_from_wire
from firsthand.record.footage import Stretch
from firsthand.record.observation import Observation
from tests.desk.parts import machine
from tests.outside.decode_films import corner, film


def clip(place: Path, *, mic: int, start: float, seed: int = 3, form: str = "mp4") -> Path:
    """A film whose sound is what a microphone of the street hears."""
    sound = np.repeat(street(seed=seed, mic=mic, start=start, seconds=11.0).samples, 2)  # 16 kHz: AAC knows no less
    place.write_bytes(film(form, sound=sound, sound_rate=16000))
    return place


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("clips")
    clip(made / "a.mp4", mic=1, start=0.0)
    clip(made / "b.mp4", mic=2, start=3.5)
    clip(made / "c.mp4", mic=3, start=1.25)
    clip(made / "other.mp4", mic=1, start=0.0, seed=8)
    (made / "silent.mp4").write_bytes(film("mp4"))
    (made / "broken.mp4").write_bytes((made / "a.mp4").read_bytes()[:900])
    return made


def aligned(desk: Desk, **given: float) -> tuple[list[Listened], AlignDone]:
    with CellDecoder(task=LISTEN) as listener:
        events = list(align(desk, listener, Given(**given)))
    desk.index.refresh(desk.ledger)
    done = events[-1]
    assert isinstance(done, AlignDone)
    return [event for event in events if isinstance(event, Listened)], done


def test_a_case_comes_to_one_clock_and_stays_there(tmp_path: Path, clips: Path) -> None:
    desk = machine(tmp_path).new()
    list(preserve(desk, [clips]))
    heard, done = aligned(desk)
    files = {path.name: next(h.file for h in heard if h.file == _digest(path)) for path in sorted(clips.iterdir())}
    said = {h.file: h.outcome for h in heard}
    assert said[files["a.mp4"]] == "found" and said[files["silent.mp4"]] == "unsuitable"
    assert said[files["broken.mp4"]] in ("unsuitable", "inconclusive")
    assert set(done.without_sound) == {files["silent.mp4"], files["broken.mp4"]}
    assert isinstance(done.outcome, Inconclusive) and "agree" in done.outcome.why, "nobody has looked at the pictures"
    write(desk, Observation(what="pictures", says="I looked", stretch=Stretch(file=files["a.mp4"]),
                            details={"files": [files[f"{name}.mp4"] for name in "abc"], "agree": True}))  # fmt: skip
    _, done = aligned(desk)
    assert isinstance(done.outcome, Found) and len(done.outcome.value["events"]) == 1
    rows = {row["file"]: row["start_s"] for row in done.outcome.value["events"][0]["recordings"]}
    assert set(rows) == {files[name] for name in ("a.mp4", "b.mp4", "c.mp4")}, "the other street is not merged"
    for name, start in (("b.mp4", 3.5), ("c.mp4", 1.25)):
        begins = rows[files[name]]["best"] - rows[files["a.mp4"]]["best"]
        assert begins == pytest.approx(start, abs=0.06)  # each voice is up to 20 ms away
    pairs = [e.value for e in entries(desk, "finding") if e.value.job.method == "align.pair"]
    assert len(pairs) == 6 and all(len(pair.readings) == 2 and "av" in pair.made_with for pair in pairs)
    clocks = [e for e in entries(desk, "finding") if e.value.job.method == "align.clock"]
    assert clocks[-1].id == done.entry and len(clocks) == 2 and len(clocks[-1].value.rests_on) == 3 + 1
    (looked,) = (e.value for e in entries(desk, "finding") if e.value.job.method == "align.near")
    assert looked.result.value["of"] == 6 and done.never_near == 0

    again, same = aligned(desk)
    assert {h.outcome for h in again if h.file in rows} == {"found"} and same.entry == done.entry
    assert len(list(entries(desk, "finding"))) == 1 + 6 + 2 + 3, "what is entered is not done again"

    link = next(e for e in entries(desk, "finding") if set(e.value.files) == {files["a.mp4"], files["b.mp4"]})
    write(desk, Withdrawal(of=link.id, reason="the clip is of another day"))
    _, after = aligned(desk, apart_m=200.0)
    assert after.entry != done.entry


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_no_voice_leaves_with_a_reading(tmp_path: Path, clips: Path) -> None:
    """The samples are kept beside the readings, under the cache, and in no finding."""
    desk = machine(tmp_path).new()
    list(preserve(desk, [clips / "a.mp4"]))
    _, done = aligned(desk)
    assert isinstance(done.outcome, Nothing)
    (kept,) = (desk.folder / "cache" / "sounds").iterdir()
    assert kept.stat().st_size > 10 * RATE * 2 and not (desk.folder / "cache" / "readings").exists()


def test_a_damaged_cache_is_made_again(tmp_path: Path, clips: Path) -> None:
    desk = machine(tmp_path).new()
    list(preserve(desk, [clips / "a.mp4"]))
    file = _digest(clips / "a.mp4")
    with CellDecoder(task=LISTEN) as listener:
        (first,), _ = listen(desk, listener, file)
        (kept,) = (desk.folder / "cache" / "sounds").iterdir()
        kept.write_bytes(kept.read_bytes()[:500])
        (second,), _ = listen(desk, listener, file)
    assert first.reading == second.reading


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (b"", Unsuitable),
        (b"plain words, no film at all\n" * 20, Unsuitable),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 400, Inconclusive),
    ],
    ids=["empty", "text", "hollow"],
)
def test_what_is_no_sound_says_why(tmp_path: Path, data: bytes, outcome: type) -> None:
    path = tmp_path / "odd"
    path.write_bytes(data)
    made = outcome_from_wire(dict(direct(path).outcomes["align.listen"]))
    assert isinstance(made, outcome | Unsuitable) and made.why


def test_the_door(tmp_path: Path, clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))

    def run(*words: str) -> str:
        result = CliRunner().invoke(door.app, list(words))
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    run("new", str(tmp_path / "case"), "--author", "A. Analyst")
    run("preserve", str(clips / "a.mp4"), str(clips / "b.mp4"))
    told: dict[str, Any] = json.loads(run("align", "--apart", "100", "--json"))
    assert told["clock"]["outcome"] == "inconclusive" and len(told["pairs"]) == 1
    pair = told["pairs"][0]["value"]
    assert pair["heard_s"]["low"] < pair["heard_s"]["high"] and pair["terms_s"]["distance"]["high"] < 0.33
    assert "event 1" in run("align", "--apart", "100")
    one, two = (_digest(clips / f"{name}.mp4") for name in "ab")
    run("agree", one[:12], two[:12])
    told = json.loads(run("align", "--apart", "100", "--json"))
    assert told["clock"]["outcome"] == "found" and told["clock"]["value"]["refused"] == []
    wide = told["clock"]["value"]["events"][0]["recordings"]
    run("standpoint", "--file", one[:12], "--lon", "30.0", "--lat", "50.0", "--within", "2")
    run("standpoint", "--file", two[:12], "--lon", "30.0003", "--lat", "50.0", "--within", "2")
    run("standpoint", "--bangs", "--lon", "30.0003", "--lat", "50.0", "--within", "2")
    told = json.loads(run("align", "--apart", "100", "--json"))
    narrow = told["clock"]["value"]["events"][0]["recordings"]
    assert _width(narrow) < 0.5 * _width(wide), "two microphones some 21 m apart"
    assert narrow[1]["heard_ppm"] is not None and narrow[1]["rate_ppm"] is None
    assert "not told" in run("align", "--apart", "100")
    run("stood", one[:12], "--within", "0")
    run("stood", two[:12], "--within", "0")
    told = json.loads(run("align", "--apart", "100", "--json"))
    still = told["clock"]["value"]["events"][0]["recordings"]
    assert still[1]["rate_ppm"] == still[1]["heard_ppm"]
    assert CliRunner().invoke(door.app, ["stood", one[:12], "--within", "-1"]).exit_code == 1
    run("agree", one[:12], two[:12], "--differ")
    told = json.loads(run("align", "--apart", "100", "--json"))
    assert told["clock"]["outcome"] == "nothing" and len(told["clock"]["value"]["refused"]) == 1


def _width(rows: list[dict[str, Any]]) -> float:
    return sum(float(row["start_s"]["high"] - row["start_s"]["low"]) for row in rows)


def test_a_long_recording_is_heard_in_parts(tmp_path: Path) -> None:
    """A clip that overlaps the eleventh minute of a long recording finds its place there, on the file's own clock."""
    rate = 8000
    rng = np.random.default_rng(4)
    quiet = rng.normal(size=640 * rate).astype(np.float32) * 0.01
    voice = street(seed=3, mic=1, seconds=20.0).samples
    quiet[612 * rate : 632 * rate] += voice
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "long.wav").write_bytes(
        film("wav", codec=None, sound=quiet, sound_codec="pcm_s16le", sound_rate=rate)
    )
    clip(tmp_path / "in" / "b.mp4", mic=2, start=3.5)
    desk = machine(tmp_path).new()
    list(preserve(desk, [tmp_path / "in"]))
    _, done = aligned(desk)
    assert isinstance(done.outcome, Inconclusive)
    (pair,) = (row for row in done.pairs if row["outcome"] == "found")
    assert sorted(pair["parts"]) == [0, 1]
    starts = {row["file"]: row["start_s"]["best"] for row in done.outcome.value["events"][0]["recordings"]}
    long, short = (_digest(tmp_path / "in" / name) for name in ("long.wav", "b.mp4"))
    assert starts[short] - starts[long] == pytest.approx(612 + 3.5, abs=0.06)
    assert len(list((desk.folder / "cache" / "sounds").iterdir())) == 3


def test_a_recheck_of_the_case_listens_again(tmp_path: Path, clips: Path) -> None:
    desk = machine(tmp_path).new()
    list(preserve(desk, [clips / "a.mp4", clips / "b.mp4"]))
    aligned(desk)
    held = {e.id: e.value for e in entries(desk, "finding") if e.value.job.method != "align.clock"}
    assert {f.job.method for f in held.values()} == {"align.near", "align.pair", "align.impulses"}
    with CellDecoder(task=LISTEN) as ear, CellDecoder() as cell:
        here = Access(bytes_of=desk.vault.path, entry=held.get, decoder=cell,
                      listening=Listening(bytes_of=desk.vault.path, listener=ear))  # fmt: skip
        for finding in held.values():
            again = recompute(here, finding)
            assert again.verdict is Verdict.HOLDS and "heard again" in again.says, again
        pair = next(f for f in held.values() if f.job.method == "align.pair")
        forged = json.loads(json.dumps(dict(pair.outcome)))
        for end in ("low", "high"):
            forged["value"]["heard_s"][end] += 5.0
        assert recompute(here, replace(pair, outcome=forged)).verdict is Verdict.BROKEN
        gone = Access(bytes_of=lambda _: None, entry=held.get, decoder=cell,
                      listening=Listening(bytes_of=lambda _: None, listener=ear))  # fmt: skip
        assert recompute(gone, pair).verdict is Verdict.WITHHELD
        other = replace(pair, files=(pair.files[0], pair.files[0]))
        assert recompute(here, other).verdict is Verdict.CANNOT


def test_what_a_person_tells_the_clock(tmp_path: Path, clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two silent films come to one clock by an event that was marked in both; a stated hour makes it UTC."""
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(door.app, list(words))
        assert result.exit_code == code or (code and result.exit_code), (result.output, result.exception)
        return result.stdout

    run("new", str(tmp_path / "case"), "--author", "A. Analyst")
    (tmp_path / "mute.mp4").write_bytes(film("mp4", pictures=[corner()] * 20))
    run("preserve", str(clips / "silent.mp4"), str(tmp_path / "mute.mp4"))
    one, two = _digest(clips / "silent.mp4"), _digest(tmp_path / "mute.mp4")
    run("anchor", one[:10], "--at", "0.52", "--event", "lamp")
    run("anchor", two[:10], "--at", "1/4", "--event", "lamp", "--error", "0.02")
    run("hour", one[:10], "--at", "0", "--earliest", "2024-08-24T15:00:00Z", "--latest", "2024-08-24T15:00:05Z")
    told: dict[str, Any] = json.loads(run("align", "--json"))
    (event,) = told["clock"]["value"]["events"]
    starts = {row["file"]: row["start_s"]["best"] for row in event["recordings"]}
    assert starts[two] - starts[one] == pytest.approx(0.27, abs=1e-6)
    assert event["utc_of_zero"]["earliest"].startswith("2024-08-24T") and told["without_sound"] == sorted([one, two])
    run("distance", one[:10], "--low", "20", "--high", "10", code=1)
    run("distance", one[:10], "--low", "10", "--high", "20")
