"""Clues that share one source: two accounts that repeat one rumour are weighed as one clue, not as two."""

import math
from collections.abc import Mapping, Sequence
from itertools import islice, product
from typing import Any

from firsthand.record.fault import BadValue

from .levels import LIE

PLACED = ("words", "pose", "place")
MOST_READINGS = 400


def merged(wires: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The clues, those of place that name one `source` made into one of them. Raises BadValue.

    Each of n such clues speaks with a share of 1/n (every width by the root of n): told twice in the same words it says what it
    said once, and where the accounts differ the place between them is likeliest. It is false with the larger of their chances.
    """
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for wire in wires:
        if wire.get("source"):
            groups.setdefault(str(wire["source"]), []).append(wire)
    made: list[Mapping[str, Any]] = []
    for wire in wires:
        group = groups.get(str(wire.get("source") or ""), [wire])
        if len(group) == 1:
            made.append(wire)
        elif wire is group[0]:
            made.append(_one(group))
    return made


def _one(group: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    if strange := [str(wire.get("id", "")) for wire in group if wire.get("kind") not in PLACED]:
        raise BadValue(f"only clues of kind {', '.join(PLACED)} share a source: {', '.join(strange)}")
    each = [
        wire["readings"] if wire["kind"] != "place" else [{"says": "", "weight": 1.0, "terms": wire["terms"]}]
        for wire in group
    ]
    heaviest = [sorted(readings, key=lambda one: -float(one["weight"])) for readings in each]
    ways = [
        {
            "says": "; ".join(str(one.get("says", "")) for one in way if one.get("says")),
            "weight": math.prod(float(one["weight"]) for one in way) ** (1 / len(group)),
            "terms": [_wider(term, len(group)) for one in way for term in one["terms"]],
        }
        for way in islice(product(*heaviest), MOST_READINGS)
    ]
    return {
        "id": "+".join(str(wire.get("id", "")) for wire in group),
        "kind": "words",
        "says": "; ".join(str(wire.get("says", "")) for wire in group) + f" (one source: {group[0]['source']})",
        "lie": max(float(wire.get("lie", LIE)) for wire in group),
        "readings": ways,
    }


def _wider(term: Mapping[str, Any], times: int) -> dict[str, Any]:
    """A term whose log likelihood is so many times smaller."""
    wide = math.sqrt(times)
    made = {name: part * wide if name in ("sigma_m", "sigma_deg") else part for name, part in term.items()}
    if term.get("is") == "ellipse":
        made |= {name: term[name] * times for name in ("east_m2", "east_north_m2", "north_m2")}
    if term.get("is") == "raster":
        made |= {"logs": [part / times for part in term["logs"]], "beyond": term["beyond"] / times}
    return made
