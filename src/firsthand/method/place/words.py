"""place.words: which places can these words mean? Every reading and every place of a name is kept, with its weight."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from firsthand.method.shape import Example, Input, Inputs, Method
from firsthand.record.bounds import Region
from firsthand.record.fault import Fault
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from . import sets
from .clause import Clause, named
from .clues import clues_of
from .globe import as_box, distance_m, moved
from .meanings import Candidate, Given, candidates_of, fit_of, parts_of
from .phrases import clauses
from .terms import term_of
from .tree import grow

MOST_COMBINED = 4000
TOO_FAR = 16.0  # chi2: so far off, no place listed of these names is where the words say
LEAST = 1e-3  # combinations this much lighter than the best are set aside, by name


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
    off: float  # the chi2 that remains where all of it fits best


def run(given: Given, inputs: Inputs) -> Outcome:
    phrase, gazetteer = str(inputs["phrase"]), inputs["places"]
    found, left = clauses(phrase)
    if not found:
        capitals = "" if phrase.isascii() else "; names in Ukrainian and Russian are told by their capital letter"
        return Unsuitable(why=f"no distance, side, way, district or place was read in {phrase[:80]!r}{capitals}")
    try:
        known = {
            name: candidates_of(name, _listed(gazetteer, clause, name)) for clause in found for name in named(clause)
        }
    except (Fault, AttributeError, KeyError, TypeError, ValueError) as bad:
        return Unsuitable(why=f"places are name -> list of id, lon_deg, lat_deg, population: {bad}")
    unknown = sorted(name for name, places in known.items() if not places)
    usable = [c for c in found if all(known.get(name) for name in named(c)) and any(True for _ in named(c))]
    if not usable:
        looked = ", ".join(unknown) or "the words (they name no place)"
        return Nothing(looked=f"the gazetteer handed over, for {looked}", value={"unknown": unknown, "left": left})
    ways = list(_ways(given, usable, known))
    if (off := min(way.off for way in ways)) > TOO_FAR:
        return _no_fit(usable, known, off, unknown, left)
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


def _no_fit(
    found: Sequence[Clause], known: Mapping[str, tuple[Candidate, ...]], off: float, unknown: list[str], left: str
) -> Outcome:
    said = "; ".join(clause.words for clause in found)
    listed = ", ".join(f"{len(places)} of {name}" for name, places in known.items())
    return Inconclusive(
        why=f"no places listed of these names stand to one another as the words say ({said}): the best are off by chi2 {off:.0f}. "
        f"One may be missing from the gazetteer, or the words are wrong; listed are {listed}",
        conflict=tuple(clause.words for clause in found),
        value={"rejected": [_shown(p, 0.0) for ps in known.values() for p in ps], "unknown": unknown, "left": left},
    )


def _listed(gazetteer: Mapping[str, Any], clause: Clause, name: str) -> Sequence[Mapping[str, Any]]:
    """The places of a name; an area that is not listed as such is found by the town that it is called after."""
    return gazetteer.get(name) or (gazetteer.get(clause.names[0]) if clause.area else None) or ()


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
        if inner.kind not in ("distance", "side", "district", "near", "around"):
            continue
        for outer in rest:
            place = places[next(iter(named(outer)))]
            if outer.kind in ("road", "between", "district") or any(name in outer.names for name in inner.names):
                continue
            # "north of the village, 11 km from the town": it may be the village that is 11 km from the town.
            fit = fit_of(given, inner, places, place)
            says = f"'{inner.words}' said of {place.label}"
            yield from _joined(given, rest, places, prior, says, fit)


def _joined(
    given: Given, found: Sequence[Clause], places: Mapping[str, Candidate], prior: float, says: str, fit: float = 1.0
) -> Iterator[Way]:
    """Each clause's own mixture, multiplied out; how well they can hold together is part of the weight."""
    for parts in product(*(parts_of(given, clause, places) for clause in found)):
        terms = tuple(term for _, _, own in parts for term in own)
        weight = prior * fit * math.prod(share for _, share, _ in parts)
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
            off=chi2 - 2 * math.log(max(fit, 1e-300)),
        )


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
    version=3,
    asks="Which places can these words mean, with every reading and every place of a name kept?",
    given=Given,
    inputs=(
        Input(
            name="phrase",
            kind="text",
            says="words in English, Ukrainian or Russian: '11 km from X', 'north of X', 'on the road from X to Y', 'in X district', "
            "'за 11 км від X', 'к северу от X'",
        ),
        Input(
            name="places",
            kind="value",
            says="name as in the phrase -> list of places of that name: id, label, lon_deg, lat_deg, "
            "population, radius_m, fits (how well the spelling does, 1 where not said), rings (an area's border)",
        ),
    ),
    says="readings (words, share, weight: the height of its terms, terms, ids of the places: a clue for place.field), places with "
    "their share, rejected (places of the names that the rest of the words rule out), where (50, 80, 95 % regions if the words are "
    "true), unknown names, words left unread",
    limits=(
        "names that the gazetteer does not have: it carries a fifth of Ukraine's settlements until a larger one is imported",
        "a distance in the press is by road, by air, from the edge or the middle; all are taken as one width",
        "a district or region whose border is not at hand is a disc about its town; each reading says which",
        "phrases of other languages than English, Ukrainian and Russian are not read, names in any script are",
        "a declined name is undone by rules, and every listed place that it may be is kept: some are far-fetched",
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
            says="the one place listed of that name lies elsewhere",
            given=Given(),
            inputs=lambda: {**_MODEL, "places": {"Dmytrivka": _DMYTRIVKA[1:2], "Bucha": (_BUCHA,)}},
            gives="inconclusive",
        ),
        Example(
            says="words without a place",
            given=Given(),
            inputs=lambda: {"phrase": "it was raining", "places": {}},
            gives="unsuitable",
        ),
    ),
)
