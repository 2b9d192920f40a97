"""Models of speech are taken only from where the user has them, and only if they are what they are called."""

from pathlib import Path

import pytest

from firsthand.outside import speech
from firsthand.record.fault import NoSpeechModel


def test_a_file_that_is_no_model_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "no.onnx").write_bytes(b"not a model")
    for path in (tmp_path / "no.onnx", tmp_path / "gone.onnx"):
        monkeypatch.setenv(speech.VOICE, str(path))
        with pytest.raises(NoSpeechModel):
            speech.voices()


def test_halves_that_do_not_join_to_the_known_weights_are_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part, package in enumerate(speech.HALVES, 1):
        (tmp_path / package / "data").mkdir(parents=True)
        (tmp_path / package / "__init__.py").write_text("raise SystemExit('it was run')\n")
        (tmp_path / package / "data" / f"model.bin.part{part}").write_bytes(b"half")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(NoSpeechModel, match="known"):
        speech._joined(tmp_path / "cache")
    assert not list((tmp_path / "cache").iterdir()), "nothing of them is left"
