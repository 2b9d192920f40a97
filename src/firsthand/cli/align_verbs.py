"""Recordings of one event: put on one clock, played together, listened to for voices."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.align import AlignDone, Aligning, Listened, align
from firsthand.desk.align_exports import write
from firsthand.desk.align_grid import Together, together
from firsthand.desk.align_speech import Spoken, VoiceModel, WordModel, speech
from firsthand.desk.desk import resolve_file
from firsthand.desk.report.words import count
from firsthand.desk.viewing import limits
from firsthand.method.align.pair_form import Given
from firsthand.outside import speech as models
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN, VIEW
from firsthand.record.fault import NoSpeechModel
from firsthand.record.finding import Found, outcome_wire

from .opening import HERE, AsJson, Author, CaseDir, opened
from .render import as_json, line, note, progress, table

USUAL = Given()


def align_(
    apart: Annotated[
        float, typer.Option("--apart", help="Greatest distance between two microphones, m.")
    ] = USUAL.apart_m,
    coldest: Annotated[float, typer.Option(help="Lowest temperature the air may have had, C.")] = USUAL.coldest_c,
    warmest: Annotated[float, typer.Option(help="Highest temperature the air may have had, C.")] = USUAL.warmest_c,
    wind: Annotated[float, typer.Option(help="Strongest wind there may have been, m/s.")] = USUAL.wind_m_s,
    moving: Annotated[
        float,
        typer.Option(help="Fastest at which what is heard, or a microphone, may have moved, m/s; 0: all stood still."),
    ] = USUAL.moving_m_s,
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder for each event as OpenTimelineIO, WebVTT and CSV.")
    ] = None,
    every: Annotated[
        bool,
        typer.Option("--every-pair", help="Compare all pairs in full, not only those that a quick look finds near."),
    ] = False,
    weak_cell: Annotated[
        bool, typer.Option("--allow-weak-cell", help="Go on where this machine has no isolation to offer.")
    ] = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Puts recordings of one event on one clock by their sound and by anchors made by hand. Run `examine` first: it finds copies."""
    desk = opened(case, author, weak_cell=weak_cell)
    given = Given(apart_m=apart, coldest_c=coldest, warmest_c=warmest, wind_m_s=wind, moving_m_s=moving)
    done: AlignDone | None = None
    with progress() as bar, CellDecoder(task=LISTEN, weak_ok=weak_cell) as listener:
        listening = bar.add_task("listening", total=None)
        comparing = bar.add_task("comparing", total=None)
        for event in align(desk, listener, given, every=every):
            if isinstance(event, Listened):
                bar.advance(listening)
            elif isinstance(event, Aligning):
                bar.update(comparing, total=event.whole, completed=event.pairs + event.passed_over)
            else:
                done = event
    assert done is not None
    written = write(done, out) if out is not None else []
    as_json(_wire(done)) if json else _tell(done)
    for path in written:
        note(f"written: {path}")


def _wire(done: AlignDone) -> dict[str, Any]:
    return {
        "entry": done.entry,
        "clock": outcome_wire(done.outcome),
        "pairs": [dict(row) for row in done.pairs],
        "passed_over": done.passed_over,
        "never_near": done.never_near,
        "copies": [way.wire() for _, way in sorted(done.copies.items())],
        "without_sound": list(done.without_sound),
        "bangs": [
            {
                "file": b.file,
                "zero": b.zero,
                "event_s": {"low": round(b.low, 4), "high": round(b.high, 4)},
                "media_s": {"low": round(b.media_low, 4), "high": round(b.media_high, 4)},
                "peak": b.peak,
            }
            for b in done.bangs
        ],
    }


def _tell(done: AlignDone) -> None:
    told = outcome_wire(done.outcome)
    line(told["outcome"], f"(finding {done.entry[:12]})", style="bold")
    for word in ("why", "looked"):
        if told.get(word):
            line(told[word])
    for number, event in enumerate(told.get("value", {}).get("events", ()), 1):
        rows = [
            {
                "file": row["file"],
                "starts, s": f"{row['start_s']['low']:+.3f} to {row['start_s']['high']:+.3f}",
                "likeliest, s": f"{row['start_s']['best']:+.3f}",
                "rate, ppm": _ppm(row["rate_ppm"]),
                "as heard, ppm": _ppm(row["heard_ppm"]),
                "links": row["links"],
            }
            for row in event["recordings"]
        ]
        table(rows, f"event {number}: seconds after second 0 of {event['zero'][:12]}")
        for row in event["recordings"]:
            if row["by_sound_alone"]:
                note(
                    f"by sound alone, as a broadcast in two rooms would be: {row['file'][:12]}; look, then: firsthand agree"
                )
    for row in told.get("value", {}).get("inconsistent", ()):
        note(f"contradicted by the others, by {row['off_s']} s: {' and '.join(f[:12] for f in row['files'])}")
    for row in told.get("value", {}).get("same_sound_only", ()):
        note(f"one sound track, not shown to be one event: {' and '.join(f[:12] for f in row['files'])}")
    silent = f"; {count(len(done.without_sound), 'file')} without sound" if done.without_sound else ""
    line(f"listened to: {count(len(done.pairs), 'pair')} of recordings compared in full{silent}")
    if done.bangs:
        line(
            f"{count(len(done.bangs), 'sudden sound')} in the recordings joined; --json lists them on the event's clock"
        )
    if done.never_near:
        line(
            f"not compared in full: {count(done.never_near, 'pair')} that a quick look found not near (--every-pair: all)"
        )
    if done.copies:
        line(
            f"not compared: {count(len(done.copies), 'copy', 'copies')}; the longest of each recording stands for them"
        )
    for file, way in sorted(done.copies.items()):
        if way.through:
            low, high = way.later().wire(2).values()
            by = ", ".join(each[:12] for each in way.through)
            note(f"{file[:12]} begins {low:+} to {high:+} s into {way.of[:12]}, by way of {by}")


def _ppm(told: dict[str, float] | None) -> str:
    return "not told" if told is None else f"{told['low']} to {told['high']}"


def together_(
    out: Annotated[Path, typer.Argument(help="The film to be written (.mp4).")],
    event: Annotated[int, typer.Option(help="Which event of the last event clock.")] = 1,
    sound: Annotated[
        str | None, typer.Option(help="The recording that is heard; without it the film is silent.")
    ] = None,
    weak_cell: Annotated[
        bool, typer.Option("--allow-weak-cell", help="Go on where this machine has no isolation to offer.")
    ] = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Plays the recordings of an event together: one film, a pane each, times burnt in, what is marked covered."""
    desk = opened(case, author, weak_cell=weak_cell)
    heard = None if sound is None else resolve_file(desk, sound)
    done: Together | None = None
    with progress() as bar, CellDecoder(task=VIEW, weak_ok=weak_cell, limits=limits) as viewer:
        copying = bar.add_task("copying", total=None)
        for step in together(desk, viewer, out, event=event, sound=heard):
            if isinstance(step, Together):
                done = step
            else:
                bar.update(copying, total=step.whole, completed=step.done)
    assert done is not None
    told = {
        "film": str(done.path),
        "frames": done.frames,
        "left_out": list(done.left_out),
        "covered": list(done.covered),
    }
    as_json(told) if json else line(f"{done.frames} frames", str(done.path))
    if done.left_out and not json:
        note(f"{len(done.left_out)} recordings have no picture, or no room, in it")


def voices(
    file: Annotated[list[str] | None, typer.Option("--file", help="Only these recordings; may be repeated.")] = None,
    spoken: Annotated[
        str,
        typer.Option("--language", help="The language that is spoken (uk, ru, en ...); without it the model guesses."),
    ] = "",
    words: Annotated[
        bool, typer.Option("--words/--no-words", help="Ask a model of words, where one is at hand.")
    ] = True,
    weak_cell: Annotated[
        bool, typer.Option("--allow-weak-cell", help="Go on where this machine has no isolation to offer.")
    ] = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says where somebody may speak, and what a local model, where there is one, guesses at: an aid to searching."""
    desk = opened(case, author, weak_cell=weak_cell)
    missing: list[str] = []
    voice, worded = _model(models.voices, missing), _model(models.words, missing) if words else None
    asked: list[Spoken] = []
    with progress() as bar, CellDecoder(task=LISTEN, weak_ok=weak_cell) as listener:
        task = bar.add_task("listening for voices", total=None)
        for each in speech(
            desk,
            listener,
            voice=None if voice is None else VoiceModel(name=voice.name, digest=voice.digest, run=voice.run),
            words=None if worded is None else WordModel(name=worded.name, digest=worded.digest, run=worded.run),
            language=models.language() if worded is not None else None,
            spoken=spoken,
            only=[resolve_file(desk, short) for short in file or ()],
        ):
            asked.append(each)
            bar.advance(task)
    if json:
        as_json({"missing": missing, "parts": [_spoken(each) for each in asked]})
        return
    for why in missing:
        note(why)
    table([_spoken_row(each) for each in asked], "voices; words are a machine's guess, to search by and never to quote")


def _model(load: Callable[[], Any], missing: list[str]) -> Any:
    try:
        return load()
    except NoSpeechModel as no:
        missing.append(no.message)
        return None


def _spoken(each: Spoken) -> dict[str, Any]:
    words = None if each.words is None else outcome_wire(each.words)
    return {"file": each.file, "part": each.part, "voices": outcome_wire(each.voices), "words": words}


def _spoken_row(each: Spoken) -> dict[str, Any]:
    told = each.voices.value if isinstance(each.voices, Found) else {}
    said = each.words.value["text"] if isinstance(each.words, Found) else getattr(each.words, "why", "")
    return {"file": each.file, "part": each.part, "spoken, s": told.get("spoken_s", 0), "guess": said[:120]}


def add_to(app: typer.Typer) -> None:
    for name, verb in (("align", align_), ("together", together_), ("voices", voices)):
        app.command(name)(verb)
