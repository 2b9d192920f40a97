"""Recordings on one clock: each event's lanes with offset and error, what joins them, and anchors set by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.desk.align_clock import TOLD
from firsthand.desk.bearing import bearing
from firsthand.desk.desk import Desk, entry
from firsthand.desk.now import now
from firsthand.desk.shelving import shelf_of
from firsthand.record.entry import Entry

from .rows import EntryRow, row


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One recording on an event's clock: where its second nought lies, in seconds (bounds and likeliest); its clock's rate."""

    file: str
    name: str
    low: float
    high: float
    best: float
    rate_low_ppm: float | None
    rate_high_ppm: float | None
    seconds: float | None
    links: int
    covered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A pair that was compared: its outcome, the offset with its bounds, the runner-up and how far it is behind."""

    one: str
    two: str
    outcome: str
    why: str
    offset: float | None
    low: float | None
    high: float | None
    runner_up: float | None
    ratio: float | None
    finding: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventClock:
    """Recordings that are of one event, on the clock that starts with `zero`'s second nought."""

    zero: str
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClocksPage:
    """What the last alignment says, and the hand-set anchors, distances and times that it may rest on."""

    finding: str | None
    outcome: str
    why: str
    events: tuple[EventClock, ...]
    links: tuple[Link, ...]
    anchors: tuple[EntryRow, ...]
    inconsistent: tuple[Mapping[str, Any], ...]
    same_sound_only: tuple[Mapping[str, Any], ...]
    stale: bool


def page(desk: Desk) -> ClocksPage:
    """The newest align.clock finding with the pairs that it rests on. `stale`: anchors were set or taken back since."""
    desk.index.refresh(desk.ledger)
    case = now(desk)
    found = [e for e in (entry(desk, r) for r in desk.index.rows("finding")) if e.value.job.method.startswith("align.")]
    clocks = [e for e in found if e.value.job.method == "align.clock"]
    seen = [e for e in case.of("observation", standing=True) if e.value.what in TOLD]
    anchors = tuple(row(desk, case, e) for e in seen)
    if not clocks:
        return ClocksPage(finding=None, outcome="", why="Nothing was aligned yet.", events=(), links=(), anchors=anchors,
                          inconsistent=(), same_sound_only=(), stale=bool(seen))  # fmt: skip
    last = clocks[-1]
    outcome = last.value.outcome
    value = outcome.get("value") or {}
    rests = set(last.value.rests_on)
    return ClocksPage(
        finding=last.id,
        outcome=outcome["outcome"],
        why=str(outcome.get("why") or outcome.get("looked") or ""),
        events=tuple(_event(desk, event) for event in value.get("events", ())),
        links=tuple(_link(e) for e in found if e.value.job.method == "align.pair" and e.id in rests),
        anchors=anchors,
        inconsistent=tuple(value.get("inconsistent", ())),
        same_sound_only=tuple(value.get("same_sound_only", ())),
        stale={e.id for e in seen} != {one for one in rests if one in case.entries},
    )


def _event(desk: Desk, event: Mapping[str, Any]) -> EventClock:
    return EventClock(zero=event["zero"], lanes=tuple(_lane(desk, lane) for lane in event["recordings"]))


def _lane(desk: Desk, lane: Mapping[str, Any]) -> Lane:
    start, rate = lane["start_s"], lane.get("rate_ppm") or {}
    known = shelf_of(desk).ask("SELECT name, duration FROM files WHERE digest = ?", (lane["file"],))
    name, seconds = known[0] if known else ("", -1)
    return Lane(
        file=lane["file"],
        name=name or lane["file"][:12],
        low=float(start["low"]),
        high=float(start["high"]),
        best=float(start.get("best", (start["low"] + start["high"]) / 2)),
        rate_low_ppm=rate.get("low"),
        rate_high_ppm=rate.get("high"),
        seconds=seconds if seconds >= 0 else None,
        links=int(lane.get("links", 0)),
        covered=bool(bearing(desk).covered(lane["file"])),
    )


def _link(found: Entry) -> Link:
    """A pair's finding, by what was heard: the middle of its bounds; the runner-up is the next best offset considered."""
    value, outcome = found.value, found.value.outcome
    told = outcome.get("value") or {}
    heard, evidence = told.get("heard_s") or {}, told.get("evidence") or {}
    others: list[Mapping[str, Any]] = list(told.get("alternatives") or ())
    return Link(
        one=value.files[0],
        two=value.files[1],
        outcome=outcome["outcome"],
        why=str(outcome.get("why") or outcome.get("looked") or ""),
        offset=_middle(heard),
        low=heard.get("low"),
        high=heard.get("high"),
        runner_up=_middle(others[0].get("heard_s") or {}) if others else None,
        ratio=evidence.get("ratio"),
        finding=found.id,
        value=told,
    )


def _middle(bounds: Mapping[str, Any]) -> float | None:
    return (bounds["low"] + bounds["high"]) / 2 if bounds else None
