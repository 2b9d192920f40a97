"""place.words: which places can these words mean? Every reading and every place of a name is kept, with its weight."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.bounds import Region
from firsthand.record.fault import Fault
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from . import sets
from .clues import clues_of
from .globe import as_box, distance_m, moved
from .phrases import Clause, clauses, named
from .terms import term_of
from .tree import grow

# How a name without more is meant, by 857 resolved incidents: the place, its district, its region (share, radius km, sigma km).
BARE = (("the place itself", 0.80, 0.0, 2.0), ("its district", 0.15, 12.0, 8.0), ("its region", 0.05, 60.0, 40.0))
SIZES = {
    "district": 20.0,
    "raion": 20.0,
    "rayon": 20.0,
    "county": 30.0,
    "region": 80.0,
    "oblast": 80.0,
    "province": 80.0,
}
MOST_COMBINED = 4000
LEAST = 1e-3  # combinations this much lighter than the best are set aside, by name


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

    def at(self) -> dict[str, float]:
        return {"lon_deg": self.lon_deg, "lat_deg": self.lat_deg}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to understand the words with one place for each name: its weight, and the height at which its terms weigh so much.

    A region is not likelier than a village because it is larger: weights are shares of the whole, heights are weights over area.
    """

    says: str
    weight: float
    peak: float
    terms: tuple[Mapping[str, Any], ...]
    places: tuple[Candidate, ...]
    middle: tuple[float, float]
    wide_m: float


def run(given: Given, inputs: Inputs) -> Outcome:
    phrase, gazetteer = str(inputs["phrase"]), inputs["places"]
    found, left = clauses(phrase)
    if not found:
        return Unsuitable(why=f"no distance, side, way, district or place was read in {phrase[:80]!r}")
    try:
        known = {name: _candidates(name, gazetteer.get(name, ())) for clause in found for name in named(clause)}
    except (Fault, AttributeError, KeyError, TypeError, ValueError) as bad:
        return Unsuitable(why=f"places are name -> list of id, lon_deg, lat_deg, population: {bad}")
    unknown = sorted(name for name, places in known.items() if not places)
    usable = [c for c in found if all(known.get(name) for name in named(c)) and any(True for _ in named(c))]
    if not usable:
        looked = ", ".join(unknown) or "the words (they name no place)"
        return Nothing(looked=f"the gazetteer handed over, for {looked}", value={"unknown": unknown, "left": left})
    ways = list(_ways(given, usable, known))
    best = max(way.weight for way in ways)
    kept = sorted((way for way in ways if way.weight >= LEAST * best), key=lambda way: -way.weight)[:200]
    whole, top = sum(way.weight for way in kept), max(way.peak for way in kept)
    readings = [
        {
            "says": way.says,
            "share": round(way.weight / whole, 6),
            "weight": max(1e-12, way.peak / top),
            "terms": [dict(term) for term in way.terms],
            "places": [place.id for place in way.places],
        }
        for way in kept
    ]
    used = {place.id for way in kept for place in way.places}
    shown = [
        _shown(p, sum(w.weight for w in kept if p in w.places) / whole)
        for ps in known.values()
        for p in ps
        if p.id in used
    ]
    value_ = {
        "readings": readings,
        "places": sorted(shown, key=lambda row: -float(row["share"])),
        "rejected": [_shown(p, 0.0) for ps in known.values() for p in ps if p.id not in used],
        "where": _drawn(given, readings, kept),
        "unknown": unknown,
        "left": left,
    }
    return Found(value=value_)


def _candidates(name: str, wires: Sequence[Mapping[str, Any]]) -> tuple[Candidate, ...]:
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
                weight=math.sqrt(people + 500.0),
            )
        )
    whole = sum(place.weight for place in made)
    return tuple(
        Candidate(
            id=p.id,
            name=p.name,
            label=p.label,
            lon_deg=p.lon_deg,
            lat_deg=p.lat_deg,
            radius_m=p.radius_m,
            weight=p.weight / whole,
        )
        for p in made
    )


def _ways(given: Given, found: Sequence[Clause], known: Mapping[str, tuple[Candidate, ...]]) -> Iterator[Way]:
    """Every choice of places with every way of attaching: each clause speaks of the place sought, or one of another's place."""
    names = list(dict.fromkeys(name for clause in found for name in named(clause)))
    chosen = [sorted(known[name], key=lambda p: -p.weight) for name in names]
    while math.prod(len(part) for part in chosen) > MOST_COMBINED:
        longest = max(chosen, key=len)
        longest.pop()
    for combination in product(*chosen):
        places = dict(zip(names, combination, strict=True))
        prior = math.prod(place.weight for place in combination)
        yield from _attached(given, found, places, prior)


def _attached(given: Given, found: Sequence[Clause], places: Mapping[str, Candidate], prior: float) -> Iterator[Way]:
    yield from _joined(given, found, places, prior, "all of it said of the place sought")
    if len(found) < 2:
        return
    for inner in found:
        rest = [clause for clause in found if clause is not inner]
        if inner.kind not in ("distance", "side", "district", "near"):
            continue
        for outer in rest:
            place = places[next(iter(named(outer)))]
            if outer.kind == "road" or any(name in outer.names for name in inner.names):
                continue
            # "north of the village, 11 km from the town": it may be the village that is 11 km from the town.
            fit = _fit(given, inner, places, place)
            says = f"'{inner.words}' said of {place.label}"
            yield from _joined(given, rest, places, prior * fit, says)


def _joined(
    given: Given, found: Sequence[Clause], places: Mapping[str, Candidate], prior: float, says: str
) -> Iterator[Way]:
    """Each clause's own mixture, multiplied out; how well they can hold together is part of the weight."""
    for parts in product(*(_parts(given, clause, places) for clause in found)):
        terms = tuple(term for _, _, own in parts for term in own)
        weight = prior * math.prod(share for _, share, _ in parts)
        anchors = [places[name] for clause in found for name in named(clause)]
        middle, wide, chi2, area = _together(terms, anchors)
        said = "; ".join(words for words, _, _ in parts)
        yield Way(
            says=f"{said} ({says}; {', '.join(p.label for p in places.values())})",
            weight=weight * math.exp(-0.5 * chi2),
            peak=weight * math.exp(-0.5 * chi2) / area,
            terms=terms,
            places=tuple(places.values()),
            middle=middle,
            wide_m=wide,
        )


def _parts(
    given: Given, clause: Clause, places: Mapping[str, Candidate]
) -> list[tuple[str, float, tuple[Mapping[str, Any], ...]]]:
    """(words, share, terms) for each way one clause is meant."""
    first = places[next(iter(named(clause)))]
    if clause.kind == "road":
        ends = [places[name] for name in clause.names if name in places]
        if len(ends) < 2 or ends[0] is ends[1]:
            return [(clause.words, 1.0, (_near(first, 0.0, given.vicinity_m),))]
        sigma = max(1500.0, 0.08 * _apart(ends[0], ends[1]))
        return [(clause.words, 1.0, ({"is": "road", "from": ends[0].at(), "to": ends[1].at(), "sigma_m": sigma},))]
    if clause.kind == "distance":
        metres = clause.metres or 0.0
        own: tuple[Mapping[str, Any], ...] = (_near(first, metres, _sigma(given, metres, first)),)
        return [(clause.words, 1.0, own + _towards(given, clause, first))]
    if clause.kind == "side":
        return [(clause.words, 1.0, (_disc(first, first.radius_m, given.vicinity_m), *_towards(given, clause, first)))]
    if clause.kind == "district":
        radius = SIZES[clause.size] * 1000
        return [(clause.words, 1.0, (_disc(first, radius, radius / 2),))]
    if clause.kind == "near":
        return [(clause.words, 1.0, (_disc(first, first.radius_m, given.vicinity_m),))]
    return [
        (f"{clause.words}: {how}", share, (_disc(first, max(first.radius_m, 1000 * radius), 1000 * sigma),))
        for how, share, radius, sigma in BARE
    ]


def _sigma(given: Given, metres: float, place: Candidate) -> float:
    """A distance is rounded, and measured from the middle or the edge of a place."""
    return max(200.0, math.hypot(given.distance_share * metres, 0.5 * place.radius_m))


def _near(place: Candidate, metres: float, sigma: float) -> Mapping[str, Any]:
    return {"is": "near", **place.at(), "distance_m": metres, "sigma_m": sigma}


def _disc(place: Candidate, radius: float, sigma: float) -> Mapping[str, Any]:
    return {"is": "within", **place.at(), "radius_m": radius, "sigma_m": sigma}


def _towards(given: Given, clause: Clause, place: Candidate) -> tuple[Mapping[str, Any], ...]:
    if clause.towards_deg is None:
        return ()
    return ({"is": "side", **place.at(), "towards_deg": clause.towards_deg, "sigma_deg": given.side_deg},)


def _fit(given: Given, clause: Clause, places: Mapping[str, Candidate], of: Candidate) -> float:
    """How likely a clause is, said of a known place."""
    lon, lat = np.array([of.lon_deg]), np.array([of.lat_deg])
    ways = _parts(given, clause, places)
    zero = np.zeros(1)
    return sum(
        share * math.exp(sum(float(term_of(t).logs(lon, lat, zero)[0, 0]) for t in own)) for _, share, own in ways
    )


def _apart(one: Candidate, two: Candidate) -> float:
    return float(distance_m(np.array(one.lon_deg), np.array(one.lat_deg), two.lon_deg, two.lat_deg))


def _together(
    terms: Sequence[Mapping[str, Any]], anchors: Sequence[Candidate]
) -> tuple[tuple[float, float], float, float, float]:
    """Where the terms fit best, by rings about the places named; how wide to look there; the chi2 that remains; the area (m2)."""
    lons, lats = [], []
    reaches = [
        float(t.get("distance_m", 0)) + float(t.get("radius_m", 0)) + 2 * float(t.get("sigma_m", 0)) for t in terms
    ]
    roads = [
        distance_m(np.array(t["from"]["lon_deg"]), np.array(t["from"]["lat_deg"]), *t["to"].values())
        for t in terms
        if "from" in t
    ]
    wide = max([1000.0, *reaches, *(float(part) for part in roads)])
    for place in anchors:
        rings = np.concatenate([[0.0], np.geomspace(300.0, max(400.0, wide), 14), [r for r in reaches if r > 0]])
        rings = np.concatenate([rings, [float(t["distance_m"]) for t in terms if t.get("distance_m")]])
        lon, lat = moved(place.lon_deg, place.lat_deg, np.arange(0, 360, 15.0)[:, None], rings[None, :])
        lons.append(lon.ravel())
        lats.append(lat.ravel())
    lon, lat = np.concatenate(lons), np.concatenate(lats)
    total = sum((term_of(term).logs(lon, lat, np.zeros(len(lon)))[0] for term in terms), start=np.zeros(len(lon)))
    k = int(total.argmax())
    return (float(lon[k]), float(lat[k])), wide, -2 * float(total[k]), _area_m2(terms, anchors[0], wide)


def _area_m2(terms: Sequence[Mapping[str, Any]], about: Candidate, wide: float) -> float:
    """The integral of the terms over all places, by rings about one of them."""
    edges = np.concatenate([[0.0], np.geomspace(50.0, 3 * wide, 90)])
    rings = (edges[1:] + edges[:-1]) / 2
    lon, lat = moved(about.lon_deg, about.lat_deg, np.arange(0, 360, 7.5)[:, None], rings[None, :])
    x, y = lon.ravel(), lat.ravel()
    total = sum((term_of(term).logs(x, y, np.zeros(len(x)))[0] for term in terms), start=np.zeros(len(x)))
    patch = np.broadcast_to(rings * np.diff(edges) * math.radians(7.5), lon.shape).ravel()
    return max(1.0, float(np.exp(total) @ patch))


def _shown(place: Candidate, share: float) -> dict[str, Any]:
    return {"id": place.id, "name": place.name, "label": place.label, **place.at(), "share": round(share, 5)}


def _drawn(given: Given, readings: list[dict[str, Any]], kept: Sequence[Way]) -> dict[str, Any]:
    """The regions of the words alone, as if they were true."""
    boxes = []
    for way in kept[:40]:
        reach = 3 * way.wide_m
        lon, lat = way.middle
        tall = math.degrees(reach / 6_371_008.8)
        wide = min(180.0, tall / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + tall)))))
        boxes.append(as_box(max(-180, lon - wide), max(-90, lat - tall), min(180, lon + wide), min(90, lat + tall)))
    region = Region.of(boxes)
    clue = {"id": "words", "kind": "words", "says": "", "lie": 0.0, "readings": readings}
    field = grow(clues_of([clue], region, None), region, None, given.finest_m)
    return {f"{p * 100:g}": sets.region_value(field, region.boxes, p) for p in sets.SHARES}


_BUCHA = {"id": "711350", "label": "Bucha, UA", "lon_deg": 30.20879, "lat_deg": 50.54741, "population": 42279}
_DMYTRIVKA = (
    {"id": "8516247", "label": "Dmytrivka, UA 13", "lon_deg": 30.17027, "lat_deg": 50.45914, "population": 0},
    {"id": "709983", "label": "Dmytrivka, UA 10", "lon_deg": 32.71848, "lat_deg": 48.78719, "population": 4070},
    {"id": "709970", "label": "Dmytrivka, UA 02", "lon_deg": 32.94717, "lat_deg": 50.93585, "population": 0},
)
_MODEL = {
    "phrase": "north of Dmytrivka, about 11 km from Bucha",
    "places": {"Dmytrivka": _DMYTRIVKA, "Bucha": (_BUCHA,)},
}


def _is_the_village(outcome: Outcome) -> bool:
    if not isinstance(outcome, Found):
        return False
    region = Region.from_wire(outcome.value["where"]["80"]["region"])
    others = {row["id"] for row in outcome.value["rejected"]}
    return region.holds(lon=30.17, lat=50.47) and others == {"709983", "709970"}


METHOD = Method(
    name="place.words",
    version=1,
    asks="Which places can these words mean, with every reading and every place of a name kept?",
    given=Given,
    inputs=(
        Input(
            name="phrase",
            kind="text",
            says="English words: '11 km from X', 'north of X', 'on the road from X to Y', 'in X district'",
        ),
        Input(
            name="places",
            kind="value",
            says="name as in the phrase -> list of places of that name: id, label, lon_deg, lat_deg, population, radius_m",
        ),
    ),
    says="readings (words, share, weight: the height of its terms, terms, ids of the places: a clue for place.field), places with "
    "their share, rejected (places of the names that the rest of the words rule out), where (50, 80, 95 % regions if the words are "
    "true), unknown names, words left unread",
    limits=(
        "names that the gazetteer does not have: it carries a fifth of Ukraine's settlements until a larger one is imported",
        "a distance in the press is by road, by air, from the edge or the middle; all are taken as one width",
        "districts and regions are discs about their town, not their borders",
        "words of other languages than English are not read, names in any script are",
    ),
    cites=("widths: 857 resolved incident places (the project's own measurement)",),
    run=run,
    examples=(
        Example(
            says="the model case: one of the villages of that name lies where the words say",
            given=Given(),
            inputs=lambda: _MODEL,
            gives="found",
            check=_is_the_village,
        ),
        Example(
            says="a name that the gazetteer does not have",
            given=Given(),
            inputs=lambda: {"phrase": "5 km south of Nowhere", "places": {}},
            gives="nothing",
        ),
        Example(
            says="words without a place",
            given=Given(),
            inputs=lambda: {"phrase": "it was raining", "places": {}},
            gives="unsuitable",
        ),
    ),
)
