"""The verb align: recordings of one event on one clock."""

from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.align import AlignDone, Aligning, Listened, align
from firsthand.desk.align_exports import write
from firsthand.method.align.pair import Given
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN
from firsthand.record.finding import outcome_wire

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
        for event in align(desk, listener, given):
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
    for row in told.get("value", {}).get("inconsistent", ()):
        note(f"contradicted by the others, by {row['off_s']} s: {' and '.join(f[:12] for f in row['files'])}")
    for row in told.get("value", {}).get("same_sound_only", ()):
        note(f"one sound track, not shown to be one event: {' and '.join(f[:12] for f in row['files'])}")
    if done.bangs:
        line(f"{len(done.bangs)} sudden sounds in the recordings joined; --json lists them on the event's clock")
    if done.copies:
        line(f"{len(done.copies)} copies were not compared: the longest of each recording stands for them")


def add_to(app: typer.Typer) -> None:
    app.command("align")(align_)
