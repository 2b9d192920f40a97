"""What one clause can mean, with one place for each of its names: shares, words and soft terms; the widths stand here."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from firsthand.method.shape import value

from .clause import Clause, named
from .globe import distance_m
from .terms import term_of

# How a name without more is meant, by 857 resolved incidents: the place, its district, its region (share, radius km, sigma km).
BARE = (("the place itself", 0.80, 0.0, 2.0), ("its district", 0.15, 12.0, 8.0), ("its region", 0.05, 60.0, 40.0))
# The same for "in the area of", as Ukrainian and Russian say it.
AROUND = (("about the place", 0.85, 0.0, 5.0), ("its district", 0.15, 12.0, 8.0))
EDGE_M = 500.0  # how exactly a border on a map is meant
SIZES = {
    "community": 12.0,
    "district": 20.0,
    "raion": 20.0,
    "rayon": 20.0,
    "county": 30.0,
    "region": 80.0,
    "oblast": 80.0,
    "province": 80.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How loosely words are meant."""

    distance_share: float = value(0.15, "sigma of a stated distance, as a share of it (in the press 0.15 at least)")
    side_deg: float = value(30.0, "sigma of 'north of' and its like, degrees")
    vicinity_m: float = value(5000.0, "sigma of how far from a place 'north of it' or 'near it' still is, metres")
    finest_m: float = value(100.0, "metres; the region shown is not drawn finer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place of a name."""

    id: str
    name: str
    label: str
    lon_deg: float
    lat_deg: float
    radius_m: float
    weight: float
    rings: tuple[Any, ...] = ()

    def at(self) -> dict[str, float]:
        return {"lon_deg": self.lon_deg, "lat_deg": self.lat_deg}


def candidates_of(name: str, wires: Sequence[Mapping[str, Any]]) -> tuple[Candidate, ...]:
    """The places of a name; a larger place is meant more often (by the root of its people)."""
    made = []
    for wire in wires:
        people = max(0.0, float(wire.get("population") or 0))
        made.append(
            Candidate(
                id=str(wire["id"]),
                name=name,
                label=str(wire.get("label") or name),
                lon_deg=float(wire["lon_deg"]),
                lat_deg=float(wire["lat_deg"]),
                radius_m=float(wire.get("radius_m") or 300 + 1000 * math.sqrt(people / 2000 / math.pi)),
                weight=math.sqrt(people + 500.0) * min(1.0, max(1e-3, float(wire.get("fits", 1.0)))),
                rings=tuple(wire.get("rings") or ()),
            )
        )
    whole = sum(place.weight for place in made)
    return tuple(replace(place, weight=place.weight / whole) for place in made)


def parts_of(
    given: Given, clause: Clause, places: Mapping[str, Candidate]
) -> list[tuple[str, float, tuple[Mapping[str, Any], ...]]]:
    """(words, share, terms) for each way one clause is meant."""
    first = places[next(iter(named(clause)))]
    if clause.kind in ("road", "between"):
        ends = [places[name] for name in clause.names if name in places]
        if len(ends) < 2 or ends[0] is ends[1]:
            return [(clause.words, 1.0, (_near(first, 0.0, given.vicinity_m),))]
        loose = 0.08 if clause.kind == "road" else 0.2
        sigma = max(1500.0, loose * _apart(ends[0], ends[1]))
        return [(clause.words, 1.0, ({"is": "road", "from": ends[0].at(), "to": ends[1].at(), "sigma_m": sigma},))]
    if clause.kind == "distance":
        metres = clause.metres or 0.0
        own: tuple[Mapping[str, Any], ...] = (_near(first, metres, _sigma(given, clause, first)),)
        return [(clause.words, 1.0, own + _towards(given, clause, first))]
    if clause.kind == "side":
        return [(clause.words, 1.0, (_disc(first, first.radius_m, given.vicinity_m), *_towards(given, clause, first)))]
    if clause.kind == "district":
        if first.rings:
            border = {"is": "area", "rings": list(first.rings), "radius_m": first.radius_m, "sigma_m": EDGE_M}
            return [(f"{clause.words}: inside its border as mapped", 1.0, (border,))]
        radius = SIZES[clause.size] * 1000
        disc = _disc(first, radius, radius / 2)
        return [(f"{clause.words}: a disc about its town, no border is at hand", 1.0, (disc,))]
    if clause.kind == "near":
        return [(clause.words, 1.0, (_disc(first, first.radius_m, given.vicinity_m),))]
    return [
        (f"{clause.words}: {how}", share, (_disc(first, max(first.radius_m, 1000 * radius), 1000 * sigma),))
        for how, share, radius, sigma in (AROUND if clause.kind == "around" else BARE)
    ]


def _sigma(given: Given, clause: Clause, place: Candidate) -> float:
    """A distance is rounded, or a range, and measured from the middle or the edge of a place."""
    return max(200.0, math.hypot(given.distance_share * (clause.metres or 0.0), clause.spread_m, 0.5 * place.radius_m))


def _near(place: Candidate, metres: float, sigma: float) -> Mapping[str, Any]:
    return {"is": "near", **place.at(), "distance_m": metres, "sigma_m": sigma}


def _disc(place: Candidate, radius: float, sigma: float) -> Mapping[str, Any]:
    return {"is": "within", **place.at(), "radius_m": radius, "sigma_m": sigma}


def _towards(given: Given, clause: Clause, place: Candidate) -> tuple[Mapping[str, Any], ...]:
    if clause.towards_deg is None:
        return ()
    return ({"is": "side", **place.at(), "towards_deg": clause.towards_deg, "sigma_deg": given.side_deg},)


def fit_of(given: Given, clause: Clause, places: Mapping[str, Candidate], of: Candidate) -> float:
    """How likely a clause is, said of a known place."""
    lon, lat = np.array([of.lon_deg]), np.array([of.lat_deg])
    ways = parts_of(given, clause, places)
    zero = np.zeros(1)
    return sum(
        share * math.exp(sum(float(term_of(t).logs(lon, lat, zero)[0, 0]) for t in own)) for _, share, own in ways
    )


def _apart(one: Candidate, two: Candidate) -> float:
    return float(distance_m(np.array(one.lon_deg), np.array(one.lat_deg), two.lon_deg, two.lat_deg))
