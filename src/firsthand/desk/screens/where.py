"""When and where: every constraint that the case holds, switched on or off, and what all of them together leave."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from firsthand.desk import place
from firsthand.desk.bearing import bearing
from firsthand.desk.desk import Desk, entry
from firsthand.desk.now import now
from firsthand.desk.once import say_once
from firsthand.desk.place_show import geojson
from firsthand.method.place.levels import LIE
from firsthand.record.bounds import Region, Span
from firsthand.record.entry import Entry
from firsthand.record.fault import BadReference, NotPlaced
from firsthand.record.finding import Outcome, outcome_wire

MOST_FILES = 200  # whose times are shown as bars: those that anything was said of
NEAR_M, WIDE = 2_000.0, 4.0  # a region around clues: so far at least, and so many times what a clue says
PART = 12  # characters of an entry's id in a constraint's


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One clue to a place or a time, where it comes from, and the clue as the method takes it."""

    id: str
    entry: str | None
    kind: str
    says: str
    clue: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBar:
    """A bar from the earliest to the latest that something says; None is open."""

    id: str
    entry: str | None
    file: str | None
    says: str
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What there is to switch: clues for the field, and bars of time from sightings, files' own clocks and answers."""

    clues: tuple[Constraint, ...]
    bars: tuple[TimeBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """The joint answer: regions by share as GeoJSON, spans by share, which clue moved it most and which two conflict most."""

    outcome: str
    why: str
    geojson: Mapping[str, Any]
    when: Mapping[str, Any]
    value: Mapping[str, Any]
    moved_most: str
    conflict_most: tuple[str, ...]
    named: tuple[
        Mapping[str, Any], ...
    ]  # places of the words' names: label, lon_deg, lat_deg, share; 0 where the other words rule it out
    entry: str | None


def constraints(desk: Desk) -> Constraints:
    """Clues that were entered (place, shadow, geolocation), and bars of time for files that anything was said of."""
    case = now(desk)
    clues = [clue for seen in case.of("observation", standing=True) for clue in _clues(seen)]
    clues += [clue for found in _answers(desk, "extract", "skyline") for clue in _found(found)]
    return Constraints(clues=tuple(clues), bars=tuple(_bars(desk)))


def _clues(seen: Entry) -> Iterator[Constraint]:
    what, details = seen.value.what, seen.value.details
    name = seen.id[:PART]
    if what == "place" and isinstance(details.get("clues"), list):
        for clue in details["clues"]:
            one = f"{name}/{clue.get('id', '')}"
            yield _constraint(seen, one, str(clue.get("says") or seen.value.says), {**clue, "id": one})
    elif what == "shadow" and isinstance(details.get("shadow"), Mapping):
        wire = {"id": name, "kind": "shadow", "says": seen.value.says, "lie": LIE, "shadow": dict(details["shadow"])}
        yield _constraint(seen, name, seen.value.says, wire)
    elif what == "geolocation" and isinstance(details.get("camera"), Mapping):
        camera = details["camera"]
        term = {
            "is": "within", "lon_deg": camera["lon_deg"], "lat_deg": camera["lat_deg"],
            "radius_m": max(1.0, camera["error_m"]), "sigma_m": max(1.0, camera["error_m"] / 2),
        }  # fmt: skip
        wire = {"id": name, "kind": "place", "says": seen.value.says, "lie": LIE, "terms": [term]}
        yield _constraint(seen, name, f"camera of the proof {seen.value.says!r}", wire)


def _answers(desk: Desk, *asked: str) -> Iterator[Entry]:
    """Standing findings on what was asked of a place with such a part. A case holds findings by the thousand: only these are read."""
    case = now(desk)
    for seen in case.of("observation", standing=True):
        if seen.value.what == "place" and set(asked) & set(seen.value.details):
            for row in desk.index.referring(seen.id, "finding"):
                if row.id not in case.withdrawn:
                    yield entry(desk, row)


def _found(found: Entry) -> Iterator[Constraint]:
    """What a pattern on a map, or a skyline, was found to say: its finding carries the clue."""
    if found.value.job.method in ("place.pattern", "place.skyline"):
        value = found.value.outcome.get("value") or {}
        wire = value.get("clue") or {}
        if wire.get("readings") or wire.get("terms"):
            name = found.id[:PART]
            said = f"{found.value.job.method}: {value.get('sought') or wire.get('says') or 'a skyline'}"
            yield _constraint(found, name, said, {"lie": LIE, **wire, "id": name, "says": said})


def _constraint(seen: Entry, name: str, says: str, clue: Mapping[str, Any]) -> Constraint:
    return Constraint(id=name, entry=seen.id, kind=str(clue.get("kind", "")), says=says, clue=clue)


def _bars(desk: Desk) -> Iterator[TimeBar]:
    case, about = now(desk), bearing(desk)
    said = [*about.observations, *about.claims, *about.marks]
    for file in list(dict.fromkeys(said))[:MOST_FILES]:
        for item in place.evidence_of(desk, file):
            span = item["span"]
            yield TimeBar(id=item["id"], entry=item["id"].partition("/")[0], file=file, says=item["says"],
                          earliest=span["earliest"], latest=span["latest"])  # fmt: skip
    for answer in case.of("answer", standing=True):
        if answer.value.span is not None:
            wire = answer.value.span.wire()
            yield TimeBar(id=answer.id, entry=answer.id, file=None, says=answer.value.text, earliest=wire["earliest"],
                          latest=wire["latest"])  # fmt: skip


def field(
    desk: Desk,
    on: tuple[str, ...],
    phrases: tuple[str, ...],
    region: Region | None,
    window: Span | None,
    *,
    enter: str = "",
) -> Field:
    """What the constraints that are on leave together. `enter` is a key: then question and answer are entered, once.

    Raises BadReference (a constraint that is not there), BadPlace (nowhere to look), and what the method's inputs raise.
    """
    known = {clue.id: clue for clue in constraints(desk).clues}
    if strange := [one for one in on if one not in known]:
        raise BadReference(f"no constraint {strange[0][:80]!r} stands in this case")
    clues = [dict(known[one].clue) for one in on]
    told = [place.asked_words(f"words-{number}", phrase, LIE) for number, phrase in enumerate(phrases, 1)]
    if lost := [place.not_placed(one.says, one.outcome) for one in told if one.clue is None]:
        raise NotPlaced("; ".join(lost))  # left out, the others would be shown as if they were all that was asked
    clues += [dict(one.clue) for one in told if one.clue is not None]
    box = region or _region(desk, on, known) or _around(clues)
    if box is None:
        mapped = [reading for clue in clues for reading in clue.get("readings") or ()]
        box = (None if told else _around(mapped)) or place.searched(one.outcome for one in told)
    inputs = {"clues": clues, "region": box.wire(), "window": window.wire() if window else None}
    outcome = place.ask("place.field", {}, inputs)
    asked = place.Asked(
        method="place.field", says=f"{len(clues)} clues to a place, together", inputs=inputs, outcome=outcome
    )
    made = _enter(desk, enter, told, asked, [known[one].entry for one in on]) if enter else None
    names = [*_names(desk, [known[one].says for one in on]), *(row for one in told for row in _rows(one.outcome))]
    return _field(outcome, made, names)


def _region(desk: Desk, on: tuple[str, ...], known: Mapping[str, Constraint]) -> Region | None:
    """The region that the first of these clues was entered with."""
    for one in on:
        origin = known[one].entry
        if origin is not None:
            wire = getattr(entry(desk, desk.index.row(origin)).value, "details", {}).get("region")
            if isinstance(wire, Mapping):
                return Region.from_wire(dict(wire))
    return None


def _around(clues: list[dict[str, Any]]) -> Region | None:
    """Where to look when nobody said: well around the points that clues of place name."""
    made: Region | None = None
    for term in (term for clue in clues for term in clue.get("terms") or ()):
        if "lon_deg" in term and "lat_deg" in term:
            reach = max(NEAR_M, WIDE * max(float(term.get(name, 0)) for name in ("radius_m", "distance_m", "sigma_m")))
            here = Region.around(lon=float(term["lon_deg"]), lat=float(term["lat_deg"]), radius_m=reach)
            made = here if made is None else made.join(here)
    return made


def _enter(desk: Desk, key: str, told: list[place.Asked], asked: place.Asked, rests: list[str | None]) -> str:
    entering = partial(_once, key, count())
    rests_on = tuple(dict.fromkeys(rest for rest in rests if rest))
    return place.enter_all(desk, told, asked, rests_on=rests_on, entering=entering)


def _once(key: str, numbers: Iterator[int], desk: Desk, value: Any) -> str:
    return say_once(desk, f"{key}-{next(numbers)}", value)


def _field(outcome: Outcome, made: str | None, names: list[Mapping[str, Any]]) -> Field:
    wire = outcome_wire(outcome)
    value: Mapping[str, Any] = wire.get("value") or {}
    return Field(
        outcome=wire["outcome"],
        why=str(wire.get("why") or wire.get("looked") or ""),
        geojson=json.loads(geojson(value)) if value.get("where") else {"type": "FeatureCollection", "features": []},
        when=value.get("when") or {},
        value={name: part for name, part in value.items() if name not in ("where", "when")},
        named=tuple({row["id"]: row for row in names}.values()),
        moved_most=str(value.get("moved_most", "")),
        conflict_most=tuple(value.get("conflict_most", ())),
        entry=made,
    )


def _names(desk: Desk, said: list[str]) -> Iterator[Mapping[str, Any]]:
    """The places of the names in phrases that were asked before, by the findings on them."""
    for found in _answers(desk, "phrase"):
        about = found.value.rests_on[0] if found.value.rests_on else ""
        if found.value.job.method == "place.words" and now(desk).entries[about].value.details["phrase"] in said:
            yield from _rows(found.value.result)


def _rows(outcome: Outcome) -> Iterator[Mapping[str, Any]]:
    value = getattr(outcome, "value", {})
    yield from (*value.get("places", ()), *value.get("rejected", ()))
