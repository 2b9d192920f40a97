"""The verb align, and what a person tells it: anchors, distances, hours, whether pictures agree, where cameras stood."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.align import AlignDone, Aligning, Listened, align
from firsthand.desk.align_exports import write
from firsthand.desk.align_grid import Together, together
from firsthand.desk.align_places import region_of
from firsthand.desk.desk import resolve, resolve_file, value
from firsthand.desk.viewing import limits
from firsthand.desk.weigh import say
from firsthand.method.align.pair import Given
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN, VIEW
from firsthand.record.bounds import Region, Span, instant, instant_text
from firsthand.record.fault import BadValue
from firsthand.record.finding import outcome_wire
from firsthand.record.footage import Stretch
from firsthand.record.observation import Observation

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
    given = Given(apart_m=apart, coldest_c=coldest, warmest_c=warmest, wind_m_s=wind)
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
        "copies": dict(done.copies),
        "without_sound": list(done.without_sound),
        "bangs": [
            {
                "file": b.file,
                "zero": b.zero,
                "event_s": {"low": round(b.low, 4), "high": round(b.high, 4)},
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
                "rate, ppm": "not told"
                if row["rate_ppm"] is None
                else f"{row['rate_ppm']['low']} to {row['rate_ppm']['high']}",
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
    if done.bangs:
        line(f"{len(done.bangs)} sudden sounds in the recordings joined; --json lists them on the event's clock")
    if done.never_near:
        line(f"{done.never_near} pairs were not compared in full: a quick look found them not near (--every-pair: all)")
    if done.copies:
        line(f"{len(done.copies)} copies were not compared: the longest of each recording stands for them")


Files = Annotated[str, typer.Argument(help="The recording (digest, or its first characters).")]
At = Annotated[str, typer.Option("--at", help="The second of the recording (12.5 or 25/2).")]
Says = Annotated[str, typer.Option("--says", help="In your own words: what you saw or heard.")]


def _seconds(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as bad:
        raise typer.BadParameter(f"not seconds: {text!r}") from bad


def _observed(
    case: Path, author: str | None, json: bool, what: str, says: str, file: str, at: str | None, **details: Any
) -> None:
    desk = opened(case, author)
    second = None if at is None else _seconds(at)
    stretch = Stretch(file=resolve_file(desk, file), start=second, end=second)
    told = {name: value for name, value in details.items() if value is not None}
    entry = say(desk, Observation(what=what, says=says, stretch=stretch, details=told))
    as_json({"entry": entry, "kind": "observation"}) if json else line("observation", entry)


def anchor(
    file: Files,
    at: At,
    event: Annotated[str, typer.Option("--event", help="A name for what happened; the same name in each recording.")],
    error: Annotated[
        float | None, typer.Option("--error", help="Seconds to either side; by default a frame, 0.04.")
    ] = None,
    heard: Annotated[bool, typer.Option("--heard", help="It was heard, not seen: sound needs time.")] = False,
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Marks one happening in a recording: where two recordings carry the same name, `align` puts them on one clock by it."""
    words = says or f"{event}, {'heard' if heard else 'seen'} at {at} s"
    _observed(case, author, json, "anchor", words, file, at, event=event, error_s=error, heard=heard or None)


def distance(
    file: Files,
    low: Annotated[float, typer.Option("--low", help="Least distance from the place of the bangs, m.")],
    high: Annotated[float, typer.Option("--high", help="Greatest distance from the place of the bangs, m.")],
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says how far a recording was made from the place of the bangs: `align` then takes the sound's way into account."""
    if not 0 <= low <= high:
        raise BadValue(f"a distance of {low} to {high} m")
    words = says or f"between {low:g} and {high:g} m from the place of the bangs"
    _observed(case, author, json, "distance", words, file, None, low_m=low, high_m=high)


def hour(
    file: Files,
    at: At,
    earliest: Annotated[str, typer.Option("--earliest", help="RFC 3339, as 2024-08-24T15:00:00Z.")],
    latest: Annotated[str, typer.Option("--latest", help="RFC 3339.")],
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says between which two instants a second of a recording lies (a clock in the picture): the event's clock becomes UTC."""
    span = Span(earliest=instant(earliest), latest=instant(latest))
    assert span.earliest is not None and span.latest is not None
    told = {"earliest": instant_text(span.earliest), "latest": instant_text(span.latest)}
    _observed(case, author, json, "time", says or f"second {at} lies between {earliest} and {latest}", file, at, **told)


def agree(
    files: Annotated[list[str], typer.Argument(help="Two or more recordings (digests, or their first characters).")],
    differ: Annotated[bool, typer.Option("--differ", help="They do not: what is heard is of no common event.")] = False,
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says that the pictures of recordings were looked at and agree (or differ): sound alone may be a broadcast's or a dub's."""
    desk = opened(case, author)
    found = sorted({resolve_file(desk, file) for file in files})
    if len(found) < 2:
        raise BadValue("two or more recordings agree or differ")
    words = says or f"the pictures of {len(found)} recordings {'differ' if differ else 'agree'}"
    seen = Observation(
        what="pictures", says=words, stretch=Stretch(file=found[0]), details={"files": found, "agree": not differ}
    )
    entry = say(desk, seen)
    as_json({"entry": entry, "kind": "observation"}) if json else line("observation", entry)


def standpoint(
    file: Annotated[str | None, typer.Option("--file", help="The recording that was made there.")] = None,
    bangs: Annotated[bool, typer.Option("--bangs", help="It is the place of the bangs, not of a camera.")] = False,
    lon: Annotated[float | None, typer.Option(help="Longitude, WGS 84.")] = None,
    lat: Annotated[float | None, typer.Option(help="Latitude, WGS 84.")] = None,
    within: Annotated[float, typer.Option(help="Metres around it.")] = 25.0,
    by: Annotated[
        str | None,
        typer.Option("--finding", help="A finding of place whose 95 % region it is, instead of --lon and --lat."),
    ] = None,
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says where a camera stood, or where the bangs were: `align` corrects what the sound's way did to the clock."""
    desk = opened(case, author)
    if (file is None) is not bangs:
        raise BadValue("name the recording (--file) or say that it is the place of the bangs (--bangs)")
    rests_on: tuple[str, ...] = ()
    if by is not None:
        rests_on = (resolve(desk, by, "finding"),)
        region = region_of(value(desk, rests_on[0]))
    elif lon is not None and lat is not None:
        region = Region.around(lon=lon, lat=lat, radius_m=within)
    else:
        raise BadValue("give --lon and --lat, or --finding")
    what = "bangs-at" if bangs else "standpoint"
    stretch = None if file is None else Stretch(file=resolve_file(desk, file))
    words = says or ("the place of the bangs" if bangs else "where the camera stood")
    seen = Observation(what=what, says=words, stretch=stretch, details={"region": region.wire()}, rests_on=rests_on)
    entry = say(desk, seen)
    as_json({"entry": entry, "kind": "observation"}) if json else line("observation", entry)


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


def add_to(app: typer.Typer) -> None:
    for name, verb in (
        ("align", align_), ("anchor", anchor), ("distance", distance), ("hour", hour), ("agree", agree),
        ("standpoint", standpoint), ("together", together_),
    ):  # fmt: skip
        app.command(name)(verb)
