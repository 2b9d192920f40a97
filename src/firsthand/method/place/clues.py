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
from .shadow_model import Shadow, shadow_of
from .terms import SQRT_TAU, Term, term_of

LIE = 0.1  # how often a clue is simply false, where it does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way of understanding a clue: all its terms together, with a weight among the ways."""

    weight: float
    terms: tuple[Term, ...]
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What one clue says of place (`readings`), of time (`spans` of POSIX seconds with an edge) or of both (`shadow`).

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

    def place_logs(self, lon: Array, lat: Array, reach: Array, *, plain: bool = False) -> Array:
        """Middle, upper and lower bound (3, N): robust, or plain with the best reading only."""
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
        return np.asarray(np.logaddexp(math.log1p(-self.lie) + log, self.log_floor)) if self.lie > 0 else log


def clues_of(wires: Sequence[Mapping[str, Any]], region: Region, window: Span | None) -> tuple[Clue, ...]:
    """Clues from JSON, their floors by the region and window searched. Raises BadValue, BadPlace, BadTime."""
    made = tuple(_clue(wire, max(1.0, region.area_km2() * 1e6), window) for wire in wires)
    if len({clue.id for clue in made}) != len(made):
        raise BadValue("every clue has an id of its own")
    return made


def _clue(wire: Mapping[str, Any], area_m2: float, window: Span | None) -> Clue:
    name, kind, says = (str(wire.get(part, "")) for part in ("id", "kind", "says"))
    lie = float(wire.get("lie", LIE))
    if not name or not 0 <= lie < 1:
        raise BadValue(f"a clue has an id and a lie within 0 and 1: {name!r}, {lie}")
    readings: tuple[Reading, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()
    shadow = None
    if kind == "words":
        readings = tuple(_reading(part) for part in wire["readings"])
        level = sum(reading.weight * _share(reading.terms, area_m2) for reading in readings)
    elif kind == "place":
        readings = (_reading({"weight": 1.0, "terms": wire["terms"]}),)
        level = _share(readings[0].terms, area_m2)
    elif kind == "shadow":
        shadow = shadow_of(wire["shadow"])
        level = 0.5 * _shadow_share(shadow)
    elif kind == "time":
        spans = tuple(_ends(part) for part in wire["spans"])
        level = _time_share(spans, window)
    else:
        raise BadValue(f"a clue is of kind words, place, shadow or time, not {kind!r}")
    if kind in ("words", "place") and not (readings and all(reading.terms for reading in readings)):
        raise BadValue(f"{name}: a clue of place says something of it")
    floor = math.log(lie * max(1e-12, min(1.0, level))) if lie > 0 else -math.inf
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
    )


def _reading(wire: Mapping[str, Any]) -> Reading:
    weight = float(wire["weight"])
    if not 0 < weight <= 1:
        raise BadValue(f"a reading's weight lies above 0 and is 1 at most, not {weight}")
    return Reading(weight=weight, terms=tuple(term_of(part) for part in wire["terms"]), says=str(wire.get("says", "")))


def _share(terms: Sequence[Term], area_m2: float) -> float:
    """About how much of the region the terms leave together, were they independent."""
    return math.prod(min(1.0, term.area_m2 / area_m2) * term.share for term in terms)


def _shadow_share(shadow: Shadow) -> float:
    altitude = 1.0 if shadow.altitude_deg is None else min(1.0, SQRT_TAU * shadow.altitude_sigma_deg / 90)
    azimuth = 1.0 if shadow.azimuth_deg is None else min(1.0, SQRT_TAU * shadow.azimuth_sigma_deg / 360)
    return altitude * azimuth


def _ends(wire: Mapping[str, Any]) -> tuple[float, float]:
    span = Span.from_wire(dict(wire))
    if span.earliest is None and span.latest is None:
        raise BadTime("a span open at both ends says nothing")
    return (
        -math.inf if span.earliest is None else unix(span.earliest),
        math.inf if span.latest is None else unix(span.latest),
    )


def _time_share(spans: Sequence[tuple[float, float]], window: Span | None) -> float:
    if window is None or window.earliest is None or window.latest is None:
        return 1.0
    begin, end = unix(window.earliest), unix(window.latest)
    held = sum(max(0.0, min(end, last) - max(begin, first)) for first, last in spans)
    return held / max(1.0, end - begin)
