"""Clues of every kind as robust likelihoods: of place, of time, or of both; each may be false, and says how often clues are."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from firsthand.record.bounds import Region, Span
from firsthand.record.fault import BadTime, BadValue

from .ephemeris import unix
from .globe import Array
from .landmarks import Landmarks, landmarks_of
from .levels import LEAST, LIE, mean_level, place_level, shadow_level, time_level
from .one_source import merged
from .shadow_model import Shadow, shadow_of
from .terms import Term, term_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way of understanding a clue: all its terms together, with a weight among the ways."""

    weight: float
    terms: tuple[Term, ...]
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What one clue says of place (`readings`, `marks`), of time (`spans` of POSIX seconds with an edge) or of both (`shadow`).

    `log_floor` is the log of lie * level: `level` is the chance that a false clue, pointing anywhere alike, would allow a place.
    """

    id: str
    says: str
    kind: str
    lie: float
    log_floor: float
    readings: tuple[Reading, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()
    edge_s: float = 60.0
    shadow: Shadow | None = None
    marks: Landmarks | None = None

    @property
    def placed(self) -> bool:
        return bool(self.readings) or self.marks is not None

    def place_logs(self, lon: Array, lat: Array, reach: Array, *, plain: bool = False) -> Array:
        """Middle, upper and lower bound (3, N): robust, or plain with the best reading only."""
        if self.marks is not None:  # robust in itself: each landmark may be another
            log = self.marks.logs(lon, lat, reach)
            return log if plain else self.robust(log)
        each = []
        for reading in self.readings:
            made = np.zeros((3, len(lon)))
            for term in reading.terms:
                made = made + term.logs(lon, lat, reach)
            each.append(made if plain else made + math.log(reading.weight))
        if plain:
            return np.asarray(np.max(each, axis=0))
        return self.robust(np.logaddexp.reduce(each, axis=0))

    def time_logs(self, at: Array) -> Array:
        """Plain log likelihood (peak 0) of instants: 0 inside the spans, falling off by the edge outside."""
        gaps = [np.maximum(0.0, np.maximum(first - at, at - last)) for first, last in self.spans]
        return np.asarray(-0.5 * (np.min(gaps, axis=0) / self.edge_s) ** 2)

    def robust(self, log: Array) -> Array:
        return np.log(self.robust_share(log)) if self.lie > 0 else log

    def robust_share(self, log: Array) -> Array:
        """The same, not as a log. No floor lies so low that it is lost beside nothing."""
        return np.asarray((1 - self.lie) * np.exp(log) + (math.exp(self.log_floor) if self.lie > 0 else 0.0))


def clues_of(wires: Sequence[Mapping[str, Any]], region: Region, window: Span | None) -> tuple[Clue, ...]:
    """Clues from JSON, their floors by the region and window searched. Raises BadValue, BadPlace, BadTime."""
    made = tuple(_clue(wire, region, window) for wire in merged(wires))
    if len({clue.id for clue in made}) != len(made):
        raise BadValue("every clue has an id of its own")
    return made


def _clue(wire: Mapping[str, Any], region: Region, window: Span | None) -> Clue:
    name, kind, says = (str(wire.get(part, "")) for part in ("id", "kind", "says"))
    lie = float(wire.get("lie", LIE))
    if not name or not 0 <= lie < 1:
        raise BadValue(f"a clue has an id and a lie within 0 and 1: {name!r}, {lie}")
    readings: tuple[Reading, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()
    shadow = marks = None
    level = 1.0
    if kind in ("words", "pose"):
        readings = tuple(_reading(part) for part in wire["readings"])
        level = sum(reading.weight * place_level(reading.terms, region) for reading in readings)
    elif kind == "place":
        readings = (_reading({"weight": 1.0, "terms": wire["terms"]}),)
        level = place_level(readings[0].terms, region)
    elif kind == "landmarks":
        marks = landmarks_of(wire["landmarks"])
        level = mean_level(marks.logs, region)
    elif kind == "shadow":
        shadow = shadow_of(wire["shadow"])
        level = shadow_level(shadow, region, window)
    elif kind == "time":
        spans = tuple(_ends(part) for part in wire["spans"])
        level = time_level(spans, window)
    else:
        raise BadValue(f"a clue is of kind words, pose, place, landmarks, shadow or time, not {kind!r}")
    if kind in ("words", "pose", "place") and not (readings and all(reading.terms for reading in readings)):
        raise BadValue(f"{name}: a clue of place says something of it")
    floor = math.log(lie) + max(LEAST, math.log(min(1.0, level))) if lie > 0 else -math.inf
    edge = float(wire.get("edge_s", 60.0))
    if not edge > 0:
        raise BadValue(f"edge_s is above 0, not {edge}")
    return Clue(
        id=name,
        says=says,
        kind=kind,
        lie=lie,
        log_floor=floor,
        readings=readings,
        spans=spans,
        edge_s=edge,
        shadow=shadow,
        marks=marks,
    )


def _reading(wire: Mapping[str, Any]) -> Reading:
    weight = float(wire["weight"])
    if not 0 < weight <= 1:
        raise BadValue(f"a reading's weight lies above 0 and is 1 at most, not {weight}")
    return Reading(weight=weight, terms=tuple(term_of(part) for part in wire["terms"]), says=str(wire.get("says", "")))


def _ends(wire: Mapping[str, Any]) -> tuple[float, float]:
    span = Span.from_wire(dict(wire))
    if span.earliest is None and span.latest is None:
        raise BadTime("a span open at both ends says nothing")
    return (
        -math.inf if span.earliest is None else unix(span.earliest),
        math.inf if span.latest is None else unix(span.latest),
    )
