"""place.pattern: where on this map do things stand as somebody described them? The near misses are kept, with what they lack."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from .globe import Array, apart_deg
from .pattern_map import Layer, layers_of
from .pattern_words import Pattern, Relation, pattern_of
from .things import kinds_needed, words

LEAST = 0.01  # of the best possible: below it a place is rejected
MOST_SHOWN, MOST_REJECTED, MOST_CLUE = 200, 40, 100
SIDE_DEG = 30.0
WHAT = ("node", "way", "relation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How loosely distances are meant, and how far from the thing named the camera may have stood."""

    loose: float = value(0.3, "sigma beyond a stated distance, as a share of it")
    least_loose_m: float = value(15.0, "the same, metres at least: maps and memories are no better")
    stands_m: float = value(150.0, "metres from the first thing within which the place sought lies, for the clue")


def run(given: Given, inputs: Inputs) -> Outcome:
    pattern = pattern_of(str(inputs["phrase"]))
    if pattern is None:
        return Unsuitable(
            why=f"it names nothing that a map knows; known are {', '.join(sorted(set(words().values())))}"
        )
    try:
        layers = layers_of(pattern.things, inputs["maps"])
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as bad:
        return Unsuitable(why=f"maps are kind -> lon, lat, start, id, what, names: {type(bad).__name__} {bad}")
    missing = [thing for thing in pattern.things if not set(kinds_needed(thing)) <= set(inputs["maps"])]
    if missing:
        return Unsuitable(why=f"the map handed over was not read for {', '.join(missing)}")
    anchor = layers[pattern.anchor]
    if not len(anchor):
        return Nothing(looked=f"the whole extract: it has no {pattern.anchor}")
    score = np.zeros(len(anchor))
    for share, ways in pattern.readings():
        score += share * _scores(given, pattern, layers, ways)
    order = np.argsort(-score, kind="stable")
    fits = order[score[order] >= LEAST]
    found = _value(given, pattern, layers, score, fits, order)
    if not len(fits):
        return Nothing(looked=f"all {len(anchor)} of {pattern.anchor}: none stands so", value=found)
    return Found(value=found)


def _scores(given: Given, pattern: Pattern, layers: Mapping[str, Layer], ways: Sequence[int]) -> Array:
    """How well each anchor fits one reading: the product over its relations of the best partner, whose own relations count too."""

    def of(number: int) -> Array:
        layer = layers[pattern.anchor if number == 0 else pattern.relations[number - 1].thing]
        total = np.ones(len(layer))
        for k, relation in enumerate(pattern.relations, 1):
            if ways[k - 1] == number:
                total = total * _held(given, relation, layer, layers[relation.thing], of(k))
        return total

    return of(0)


def _held(given: Given, relation: Relation, layer: Layer, other: Layer, own: Array) -> Array:
    """For each thing of a layer the best that any of the others makes of the relation."""
    best = np.zeros(len(layer))
    if len(layer) and len(other):
        sigma = max(given.least_loose_m, given.loose * relation.metres)
        here, there, apart = layer.pairs(other, relation.metres + 3 * sigma)
        over = apart - relation.metres if relation.manner == "within" else np.abs(apart - relation.metres)
        log = -0.5 * (np.maximum(0.0, over) / sigma) ** 2
        if relation.towards_deg is not None:
            log = log - 0.5 * (apart_deg(other.bearing(there, layer, here), relation.towards_deg) / SIDE_DEG) ** 2
        np.maximum.at(best, here, np.exp(log) * own[there])
    return 1 - best if relation.absent else best


def _value(
    given: Given,
    pattern: Pattern,
    layers: Mapping[str, Layer],
    score: Array,
    fits: NDArray[np.int64],
    order: NDArray[np.int64],
) -> dict[str, Any]:
    anchor = layers[pattern.anchor]
    whole = float(score[fits].sum()) or 1.0
    near = [_nearest(anchor, layers[relation.thing]) for relation in pattern.relations]

    def row(k: int) -> dict[str, Any]:
        lon, lat = anchor.place(k)
        return {
            "id": f"{WHAT[anchor.what[k]]} {anchor.ids[k]}",
            "name": anchor.names[k],
            "lon_deg": round(lon, 6),
            "lat_deg": round(lat, 6),
            "radius_m": round(anchor.radius_m(k), 1),
            "score": round(float(score[k]), 4),
            "nearest_m": [round(float(apart[k]), 1) if math.isfinite(apart[k]) else None for apart in near],
        }

    shown = [{**row(int(k)), "share": round(float(score[k]) / whole, 6)} for k in fits[:MOST_SHOWN]]
    rest = [int(k) for k in order[len(fits) : len(fits) + 20 * MOST_REJECTED]]
    rejected = sorted((_lacking(pattern, row(k)) for k in rest), key=lambda r: float(r["over_m"]))[:MOST_REJECTED]
    return {
        "sought": pattern.anchor,
        "relations": [
            {"words": r.words, "thing": r.thing, "metres": r.metres, "absent": r.absent} for r in pattern.relations
        ],
        "left": pattern.left,
        "counts": {thing: len(layer) for thing, layer in layers.items()},
        "candidates": shown,
        "fitting": len(fits),
        "rejected": rejected,
        "looked_at": len(anchor),
        "clue": _clue(given, shown[:MOST_CLUE]),
    }


def _nearest(layer: Layer, other: Layer) -> Array:
    return layer.nearest(other) if len(other) else np.full(len(layer), np.inf)


def _lacking(pattern: Pattern, row: dict[str, Any]) -> dict[str, Any]:
    """Which relation fails most, by the nearest such thing alone, and by how many metres."""
    worst, words_ = 0.0, "no single phrase: not all of them hold together"
    for relation, apart in zip(pattern.relations, row["nearest_m"], strict=True):
        if relation.absent:
            over = max(0.0, relation.metres - (math.inf if apart is None else apart))
        else:
            over = math.inf if apart is None else max(0.0, apart - relation.metres)
        if over > worst:
            worst, words_ = over, relation.words
    return {**row, "lacks": words_, "over_m": round(min(worst, 1e7), 1)}


def _clue(given: Given, shown: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The candidates as readings of one clue for place.field: heights, so that a large thing is no likelier than a small one."""
    areas = [math.pi * (row["radius_m"] + given.stands_m) ** 2 for row in shown]
    peaks = [row["score"] / area for row, area in zip(shown, areas, strict=True)]
    top = max(peaks, default=1.0)
    return {
        "kind": "words",
        "readings": [
            {
                "says": f"{row['id']} {row['name']}".strip(),
                "weight": max(1e-9, peak / top),
                "terms": [
                    {
                        "is": "within",
                        "lon_deg": row["lon_deg"],
                        "lat_deg": row["lat_deg"],
                        "radius_m": row["radius_m"] + given.stands_m,
                        "sigma_m": max(10.0, given.stands_m / 3),
                    }
                ],
            }
            for row, peak in zip(shown, peaks, strict=True)
        ],
    }


def _dots(*places: tuple[float, float]) -> dict[str, Any]:
    """Points for the examples, in metres east and north of 25 E 60 N."""
    return {
        "lon": [round((25 + east / 55660) * 1e7) for east, _ in places],
        "lat": [round((60 + north / 111320) * 1e7) for _, north in places],
        "start": list(range(len(places) + 1)),
        "id": list(range(1, len(places) + 1)),
        "what": [0] * len(places),
        "names": [""] * len(places),
    }


def _line(*places: tuple[float, float]) -> dict[str, Any]:
    return {**_dots(*places), "start": [0, len(places)], "id": [1], "what": [1], "names": ["Lane"]}


_MAPS = {
    "church": _dots((0, 0), (5000, 0), (9000, 100)),
    "pond": _dots((70, 20), (5400, 0)),
    "road": _line((-300, -30), (40, 0), (60, 250)),
}
_PHRASE = "a church within 100 m of a pond beside a bend"

METHOD = Method(
    name="place.pattern",
    version=1,
    asks="Where on this map do things stand as somebody described them?",
    given=Given,
    inputs=(
        Input(
            name="phrase",
            kind="text",
            says="'a church within 100 m of a pond beside a bend', 'a school opposite a park and no shop within 50 m'",
        ),
        Input(
            name="maps",
            kind="value",
            says="kind of thing -> its lines and points as arrays, read from an extract (outside.osm)",
        ),
    ),
    says="candidates (id, name, place, score, share, distance to the nearest of each thing), rejected (the nearest misses, each with the "
    "phrase it lacks and by how many metres), counts, words left unread, and clue: the candidates as a clue for place.field",
    limits=(
        "what the map does not have cannot be found, and a map of another year has other things",
        "an extract's edge cuts patterns in two",
        "'beside a bend' may be said of the first thing or of the last; both readings are kept, mixed",
        "a bend is a turn of 40 degrees within 60 m of road; a pond is any water that has no other kind",
    ),
    cites=("distances on OpenStreetMap geometry by an STR tree, in a conformal plane",),
    run=run,
    examples=(
        Example(
            says="one church of three stands so; the others are kept as rejected",
            given=Given(),
            inputs=lambda: {"phrase": _PHRASE, "maps": _MAPS},
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and [row["id"] for row in outcome.value["candidates"]] == ["node 1"]
                and len(outcome.value["rejected"]) == 2
            ),
        ),
        Example(
            says="no such pond",
            given=Given(),
            inputs=lambda: {"phrase": "a church within 10 m of a pond", "maps": {**_MAPS, "pond": _dots((900, 900))}},
            gives="nothing",
        ),
        Example(
            says="nothing that a map knows",
            given=Given(),
            inputs=lambda: {"phrase": "a happy dog near a cat", "maps": {}},
            gives="unsuitable",
        ),
    ),
)
