"""Voices first, words only where somebody speaks and a model is at hand; what a machine heard is a finding, never an observation."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.desk.align_speech import Spoken, VoiceModel, WordModel, speech
from firsthand.desk.desk import Desk, entries
from firsthand.desk.preserve import preserve
from firsthand.method.align.voice import VOICE, Given, spoken
from firsthand.method.align.wave import RATE, Wave
from firsthand.method.align.words import letters
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN
from firsthand.record.finding import Found, Nothing
from tests.desk.parts import machine
from tests.outside.decode_films import film

DIGEST = "c" * 64


def clip(place: Path, samples: np.ndarray) -> Path:
    place.write_bytes(film("mp4", sound=np.repeat(samples, 2), sound_rate=16000))
    return place


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "in").mkdir()
    clip(tmp_path / "in" / "talk.mp4", spoken().samples)
    noise = np.random.default_rng(2).normal(size=6 * RATE).astype(np.float32) * 0.05
    clip(tmp_path / "in" / "noise.mp4", noise)
    (tmp_path / "in" / "silent.mp4").write_bytes(film("mp4"))
    made = machine(tmp_path).new()
    list(preserve(made, [tmp_path / "in"]))
    return made


def asked(desk: Desk, words: WordModel | None = None, voice: VoiceModel | None = None, **more: Any) -> list[Spoken]:
    with CellDecoder(task=LISTEN) as listener:
        made = list(speech(desk, listener, voice=voice, words=words, **more))
    desk.index.refresh(desk.ledger)
    return made


def test_the_house_works_without_any_model(desk: Desk) -> None:
    outcomes = {type(each.voices) for each in asked(desk)}
    assert outcomes == {Found, Nothing}, "one has voices, one has none, the silent film has no sound"
    found = [e.value for e in entries(desk, "finding")]
    assert {f.job.method for f in found} == {"align.voice"} and all(f.job.weights == {} for f in found)
    assert all("no model" in f.outcome["value"]["by"] for f in found)
    asked(desk)
    assert len(list(entries(desk, "finding"))) == 2, "entered once"


def test_words_are_asked_only_where_somebody_speaks(desk: Desk) -> None:
    heard: list[tuple[int, str]] = []

    def run(samples: np.ndarray, tongue: str) -> Mapping[str, Any]:
        heard.append((len(samples), tongue))
        return {"words": [[0.1, 0.4, "Тут", 0.9], [0.5, 0.9, "є", 0.8]], "language": "uk", "likely": 0.9}

    made = asked(desk, WordModel(name="stand-in", digest=DIGEST, run=run), spoken="uk")
    assert len(heard) == 1 and heard[0][1] == "uk" and 3 * 16000 < heard[0][0] < 4.2 * 16000
    said = next(each.words for each in made if isinstance(each.words, Found))
    assert said.value["words"][0]["low"] == pytest.approx(1.9, abs=0.4) and said.value["language"]["letters"] == "uk"
    assert "aid to searching" in said.value["caveat"]
    (finding,) = (
        e.value
        for e in entries(desk, "finding")
        if e.value.job.method == "align.words" and "words" in e.value.outcome["value"]
    )
    assert finding.job.weights == {"stand-in": DIGEST}
    assert not list(entries(desk, "observation")), "a machine observes nothing"


def test_a_voice_model_is_taken_at_its_word_and_named(desk: Desk) -> None:
    def run(samples: np.ndarray) -> np.ndarray:
        return (np.arange(len(samples) // 256) % 125 < 60).astype(np.float32)

    made = asked(desk, voice=VoiceModel(name="stand-in", digest=DIGEST, run=run))
    assert all(isinstance(each.voices, Found) and each.voices.value["by"] == "a model" for each in made)
    assert all(e.value.job.weights == {"stand-in": DIGEST} for e in entries(desk, "finding"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Вони їхали", "uk"),
        ("Они были", "ru"),
        ("Мати дома", "undecidable"),
        ("їхали были", "undecidable"),
        ("home", None),
    ],
)
def test_letters_tell_two_languages_apart_or_say_that_they_cannot(text: str, told: str | None) -> None:
    assert letters(text) == told


def test_a_hum_is_no_voice() -> None:
    time = np.arange(8 * RATE) / RATE
    hum = (0.2 * np.sin(2 * np.pi * 120 * time) + 0.1 * np.sin(2 * np.pi * 240 * time)).astype(np.float32)
    assert isinstance(VOICE.ask(Given(), {"sound": Wave(at=0.0, samples=hum), "model": None}), Nothing)


def test_the_door_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))
    monkeypatch.setenv("FIRSTHAND_VOICE", "off")
    monkeypatch.setenv("FIRSTHAND_WORDS", "off")
    clip(tmp_path / "talk.mp4", spoken().samples)
    for words in (["new", str(tmp_path / "case"), "--author", "A. Analyst"], ["preserve", str(tmp_path / "talk.mp4")]):
        assert CliRunner().invoke(door.app, words).exit_code == 0
    result = CliRunner().invoke(door.app, ["voices", "--json"])
    told = json.loads(result.stdout)
    assert (
        result.exit_code == 0 and len(told["missing"]) == 2 and all("off by choice" in why for why in told["missing"])
    )
    assert told["parts"][0]["voices"]["outcome"] == "found" and told["parts"][0]["words"] is None
