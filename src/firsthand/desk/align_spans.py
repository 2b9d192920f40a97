"""Distances by two arrivals in one recording, as a desk asks them: spans that were stated, or anchors that stand in the case."""

from collections.abc import Mapping
from typing import Any

from firsthand.method import CATALOGUE
from firsthand.method.align.air import Bounds
from firsthand.record.fault import BadValue
from firsthand.record.observation import Observation

from . import place
from .desk import Desk, resolve, value
from .place import Asked

FRAME_S = 0.04  # to either side of an anchor that states no error


def stated(text: str) -> Bounds:
    """Bounds in seconds of a recording: "LOW,HIGH". Raises BadValue."""
    parts = text.split(",")
    try:
        low, high = (float(part) for part in parts)
    except ValueError as bad:
        raise BadValue(f"not a span of seconds (LOW,HIGH): {text!r}") from bad
    return Bounds(low=low, high=high)


def anchored(desk: Desk, short: str) -> tuple[str, str, Bounds]:
    """(the entry, its file, when it was) of an anchor. Raises BadValue where the entry is none, or names no second."""
    entry = resolve(desk, short, "observation")
    seen = value(desk, entry)
    assert isinstance(seen, Observation)
    at = None if seen.stretch is None else seen.stretch.start
    if seen.what != "anchor" or seen.stretch is None or at is None:
        raise BadValue(f"{entry[:12]} is no anchor at a second of a recording (firsthand anchor makes one)")
    error = float(seen.details.get("error_s", FRAME_S))
    return entry, seen.stretch.file, Bounds(low=float(at) - error, high=float(at) + error)


def asked(method: str, given: Mapping[str, Any], spans: Mapping[str, Bounds], says: str) -> Asked:
    """A method of two spans with its answer, as it can be entered. Raises BadGiven."""
    inputs = {name: span.wire() for name, span in spans.items()}
    card = CATALOGUE[method]
    outcome = card.ask(card.form(given), inputs)
    return Asked(method=method, says=says, inputs=inputs, outcome=outcome, given=given, what=method.partition(".")[2])


def enter(desk: Desk, question: Asked, file: str, anchors: tuple[str, ...]) -> str:
    """The finding's entry; what was asked stands beside it as an observation, and rests on the anchors."""
    return place.enter(desk, question, rests_on=anchors, files=(file,) if file else ())
