"""Speech: where somebody may speak in each recording, and, where a local model is at hand, a machine's guess at the words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

import firsthand
from firsthand.method import CATALOGUE
from firsthand.method.align.wave import LISTEN
from firsthand.method.align.words import HZ, Sound
from firsthand.method.reading import Reading, unpack
from firsthand.port import Decoder, Read
from firsthand.record.entry import Entry
from firsthand.record.fault import BadReading
from firsthand.record.finding import Finding, Found, Job, Outcome, outcome_wire
from firsthand.record.wire import to_wire

from .align_listen import Side, Sounds, listen
from .desk import Desk, entries
from .pen import Pen, pen

F4 = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceModel:
    """A ready model of voices: (samples at 8 kHz) -> likelihood of speech each 32 ms. `digest` is that of its weights."""

    name: str
    digest: str
    run: Callable[[F4], F4]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordModel:
    """A ready model of words: (samples at 16 kHz, language or "") -> {"words", "language", "likely"}."""

    name: str
    digest: str
    run: Callable[[F4, str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One part of a recording was asked for voices, and for words where there is a model (None where there is none)."""

    file: str
    part: int
    voices: Outcome
    words: Outcome | None


@dataclass(slots=True)
class _Asking:
    desk: Desk
    listener: Decoder
    pen: Pen
    known: dict[str, Entry]
    sounds: Sounds
    voice: VoiceModel | None
    words: WordModel | None
    language: Callable[[str], tuple[str, float] | None] | None
    spoken: str
    waiting: list[Finding]

    def enter(self, job: Job, outcome: Outcome, side: Side, rests_on: tuple[str, ...] = ()) -> None:
        if job.id not in self.known:
            made = {**side.made_with, "firsthand": firsthand.__version__, "numpy": np.__version__}
            self.waiting.append(Finding(job=job, outcome=outcome_wire(outcome), files=(side.file,),
                                        readings=(side.reading,), made_with=made, rests_on=rests_on))  # fmt: skip


def speech(
    desk: Desk,
    listener: Decoder,
    *,
    voice: VoiceModel | None,
    words: WordModel | None,
    language: Callable[[str], tuple[str, float] | None] | None = None,
    spoken: str = "",
    only: Sequence[str] = (),
) -> Iterator[Spoken]:
    """Asks every file with sound (or those named), part by part; findings are entered once. Raises CellBroke, NoAuthor.

    Voices are always asked first: a model of words answers noise with words. What a machine heard is a finding, never an
    observation: whoever listens and agrees enters the words themselves.
    """
    desk.index.refresh(desk.ledger)
    withdrawn = {e.value.of for e in entries(desk, "withdrawal")}
    known = {
        e.value.job.id: e
        for e in entries(desk, "finding")
        if e.value.job.method in ("align.voice", "align.words") and e.id not in withdrawn
    }
    asking = _Asking(desk=desk, listener=listener, pen=pen(desk), known=known, sounds=Sounds(), voice=voice, words=words,
                     language=language, spoken=spoken, waiting=[])  # fmt: skip
    files = only or [f for f in dict.fromkeys(e.value.digest for e in entries(desk, "file")) if desk.vault.has(f)]
    try:
        for file in files:
            sides, _ = listen(desk, listener, file)
            for side in sides:
                yield _part(asking, side)
                asking.pen.write(asking.waiting)
                asking.waiting = []
    finally:
        asking.pen.write(asking.waiting)


def _part(asking: _Asking, side: Side) -> Spoken:
    card = CATALOGUE["align.voice"]
    weights = {} if asking.voice is None else {asking.voice.name: asking.voice.digest}
    job = Job(method=card.name, version=card.version, given=to_wire(card.given()), inputs={"sound": (side.job,)},
              weights=weights)  # fmt: skip
    if job.id in asking.known:
        voices: Outcome = asking.known[job.id].value.result
    else:
        model = None if asking.voice is None else asking.voice.run
        voices = card.ask(card.given(), {"sound": asking.sounds.wave(side), "model": model})
        asking.enter(job, voices, side)
    return Spoken(file=side.file, part=side.part, voices=voices, words=_words(asking, side, job, voices))


def _words(asking: _Asking, side: Side, asked: Job, voices: Outcome) -> Outcome | None:
    if asking.words is None:
        return None
    card = CATALOGUE["align.words"]
    given = card.form({"spoken": asking.spoken})
    fine = Job(method=LISTEN, version=2, given={"part": side.part, "hz": HZ}, inputs={"file": (side.file,)})
    job = Job(method=card.name, version=card.version, given=to_wire(given),
              inputs={"sound": (fine.id,), "voices": (asked.id,)}, weights={asking.words.name: asking.words.digest})  # fmt: skip
    if job.id in asking.known:
        result: Outcome = asking.known[job.id].value.result
        return result
    spans = voices.value["spans_s"] if isinstance(voices, Found) else ()
    sound = _fine(asking, side) if spans else Sound(at=side.at, samples=np.zeros(HZ, np.float32))
    outcome = card.ask(given, {"sound": sound, "voices": spans, "model": asking.words.run, "language": asking.language})
    asking.enter(job, outcome, side)
    return outcome


def _fine(asking: _Asking, side: Side) -> Sound | None:
    """The same part at 16 kHz, by the cell; it is not kept. Its stretches are laid on one clock, gaps as silence."""
    for event in asking.listener.read(asking.desk.vault.path(side.file), profile=f"speech.{side.part}"):
        if isinstance(event, Read):
            try:
                return laid(unpack(event.reading))
            except BadReading:
                return None
    return None


def laid(reading: Reading) -> Sound | None:
    """Raises BadReading where the segments do not fit the samples."""
    facts, held = reading.facts.get(LISTEN, {}), reading.arrays.get(f"{LISTEN}/samples")
    segments = facts.get("segments") or []
    if held is None or not segments or facts.get("hz") != HZ:
        return None
    zero = Fraction(segments[0]["at"])
    places = [round((Fraction(row["at"]) - zero) * HZ) for row in segments]
    ends = [place + row["samples"] for place, row in zip(places, segments, strict=True)]
    if min(places) < 0 or max(ends) > 1300 * HZ:
        raise BadReading("segments of sound that do not follow one another")
    made, taken = np.zeros(max(ends), np.float32), 0
    for place, row in zip(places, segments, strict=True):
        piece = held[taken : taken + row["samples"]].astype(np.float32) / 32767
        taken += row["samples"]
        made[place : place + len(piece)] = piece
    return Sound(at=float(zero), samples=made)
