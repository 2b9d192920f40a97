"""The recordings of an event played together: one film with a pane a recording, what is marked covered, one sound or none."""

import json
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.method.align.rate import BOUND_PPM
from firsthand.method.reading import unpack
from firsthand.outside.grid import SIDE, SOUND_RATE, Chosen, Grid, Pane
from firsthand.outside.view_copy import Pictures
from firsthand.port import Decoder, Read, Still
from firsthand.record.entry import Entry
from firsthand.record.fault import BadReference, CannotShow
from firsthand.record.finding import Found, Inconclusive

from .align_clock import standing
from .bearing import bearing
from .desk import Desk
from .follow import follow_all
from .now import now

MOST_PANES = 16
Seconds = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """A recording is being copied small, through the cell: so many of so many are done."""

    file: str
    done: int
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The film is written: its frames, and recordings that have no picture, or no room in it."""

    path: Path
    frames: int
    left_out: tuple[str, ...]
    covered: tuple[str, ...]


def together(
    desk: Desk, viewer: Decoder, out: Path, *, event: int = 1, sound: str | None = None
) -> Iterator[Copying | Together]:
    """Writes event number `event` of the last event clock to `out`; `sound` is the recording that is heard, None for silence.

    `viewer` decodes in a cell with the task outside.view_cell. Stretches with a mark, in a recording or in what follows a mark
    into it, are covered and silent. Raises BadReference, CannotShow, WriteFailed, CellBroke, NotInVault.
    """
    rows = list(_event(desk, event)["recordings"])
    covers = marked(desk, {row["file"] for row in rows})
    work = desk.folder / "cache" / f".together-{secrets.token_hex(4)}"
    work.mkdir(parents=True)
    panes: list[Pane] = []
    chosen: Chosen | None = None
    try:
        for number, row in enumerate(rows[:MOST_PANES]):
            yield Copying(file=row["file"], done=number, whole=min(len(rows), MOST_PANES))
            pane, heard = _copy(desk, viewer, row, covers.get(row["file"], ()), work / f"{number}.mp4")
            if pane is not None:
                panes.append(pane)
            if row["file"] == sound:
                chosen = heard
        if not panes:
            raise CannotShow("no recording of this event has a picture that could be decoded")
        if sound is not None and chosen is None:
            raise CannotShow(f"{sound[:12]} is not of this event, or has no sound to be heard")
        frames = Grid(panes=panes, sound=chosen).write(out)
    finally:
        shutil.rmtree(work)
    names = {pane.name for pane in panes}
    left = tuple(row["file"] for row in rows if row["file"][:8] not in names)
    yield Together(path=out, frames=frames, left_out=left, covered=tuple(sorted(covers)))


def _event(desk: Desk, number: int) -> Mapping[str, Any]:
    clocks = [entry for entry in standing(desk) if entry.value.job.method == "align.clock"]
    if not clocks:
        raise BadReference("no event clock stands in this case: run align")
    result = max(clocks, key=_last).value.result
    events = result.value["events"] if isinstance(result, Found | Inconclusive) else ()
    if not 1 <= number <= len(events):
        raise BadReference(f"the event clock has {len(events)} events; number {number} is none of them")
    return dict(events[number - 1])


def _last(entry: Entry) -> tuple[int, int]:
    """The clock that rests on most, and of these the latest of its log."""
    return len(entry.value.rests_on), entry.index


def marked(desk: Desk, files: set[str]) -> dict[str, tuple[Seconds, ...]]:
    """The stretches of each file that a standing mark covers, said of it or followed into it."""
    case = now(desk)
    made: dict[str, list[Seconds]] = {}
    for mark in case.of("mark", standing=True):
        stretch = mark.value.stretch
        if stretch is not None and stretch.file in files:
            made.setdefault(stretch.file, []).append((stretch.start, stretch.end))
    copies = {file: frozenset(same) for file, same in bearing(desk).copies.items()}
    for _, follows in follow_all(case, copies):
        if follows.file in files:
            made.setdefault(follows.file, []).extend((held.start, held.end) for held in follows.holds)
    return {file: tuple(spans) for file, spans in made.items()}


def _copy(
    desk: Desk, viewer: Decoder, row: Mapping[str, Any], covered: tuple[Seconds, ...], path: Path
) -> tuple[Pane | None, Chosen | None]:
    """The recording's frames, small, in a film of our own making; and its sound."""
    made, reading = Pictures(path, Fraction(1, 90_000)), None
    try:
        for event in viewer.read(desk.vault.path(row["file"]), profile=json.dumps({"do": "copy", "longer": max(SIDE)})):
            if isinstance(event, Still):
                made.take(event)
            elif isinstance(event, Read):
                reading = unpack(event.reading)
    finally:
        made.close()
    start, likely = row["start_s"], row.get("heard_ppm")
    drift = 0.0 if likely is None else 5e-7 * (likely["low"] + likely["high"])
    rate = row["rate_ppm"] or {"low": -BOUND_PPM, "high": BOUND_PPM}
    pane = Pane(
        path=path, times=tuple(made.times), name=row["file"][:8], start=start["best"], rate=drift, covered=covered,
        error=max(start["high"] - start["best"], start["best"] - start["low"]),
        spread=max(abs(1e-6 * rate[end] - drift) for end in ("low", "high")),
    )  # fmt: skip
    facts = {} if reading is None else reading.facts.get("view", {})
    wave = None if reading is None else reading.arrays.get("view/samples")
    heard = None if wave is None else _heard(pane, facts, wave)
    return (pane if made.times else None), heard


def _heard(pane: Pane, facts: Mapping[str, Any], wave: np.ndarray) -> Chosen | None:
    """Its stretches laid on one row of samples, marked seconds silent. Drift within a film is not followed: milliseconds."""
    stretches = facts.get("stretches") or []
    if not stretches or facts.get("rate") != SOUND_RATE:
        return None
    zero = Fraction(stretches[0]["at"])
    places = [round((Fraction(each["at"]) - zero) * SOUND_RATE) for each in stretches]
    laid = np.zeros(max(p + e["samples"] for p, e in zip(places, stretches, strict=True)), np.int16)
    taken = 0
    for place, each in zip(places, stretches, strict=True):
        piece = wave[taken : taken + each["samples"]]
        taken += each["samples"]
        laid[max(0, place) : max(0, place) + len(piece)] = piece
    for low, high in pane.covered:
        first = 0 if low is None else max(0, round((low - zero) * SOUND_RATE))
        last = len(laid) if high is None else max(0, round((high - zero) * SOUND_RATE))
        laid[first:last] = 0
    return Chosen(start=pane.event(float(zero)), samples=laid)
