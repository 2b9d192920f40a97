"""Where and when, as a desk does it: words looked up, a file's own evidence gathered, a method asked, a finding entered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy

import firsthand
from firsthand.method import CATALOGUE
from firsthand.method.place.phrases import areas_in, spellings_in
from firsthand.record.bounds import Region, Span
from firsthand.record.fault import BadGiven, BadPlace
from firsthand.record.finding import Finding, Found, Job, Outcome, outcome_wire
from firsthand.record.observation import Observation
from firsthand.record.wire import to_wire

from .desk import Desk, entries
from .place_borders import borders_for
from .place_gazetteer import nearest, places_for
from .weigh import say

WIDER = 1.3  # the region searched around what the words mean


def ask(name: str, given: Mapping[str, Any], inputs: Mapping[str, Any]) -> Outcome:
    """One of the place methods on plain values. Raises BadEntry where the form values are not the method's."""
    method = CATALOGUE[name]
    return method.ask(method.form(given), inputs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with its answer, as it can be entered; `clue` for place.field, None where the answer gives none."""

    method: str
    says: str
    inputs: Mapping[str, Any]
    outcome: Outcome
    given: Mapping[str, Any] = field(default_factory=dict)
    clue: Mapping[str, Any] | None = None
    what: str = "place"  # of the observation


def words(phrase: str, gazetteer: Path | None = None) -> Outcome:
    """place.words with every place that the gazetteer has of the names. Raises NoGazetteer."""
    return asked_words("words", phrase, 0.0, gazetteer).outcome


def asked_words(name: str, phrase: str, lie: float, gazetteer: Path | None = None) -> Asked:
    """A phrase with every place of its names, and what it says as a clue of that name. Raises NoGazetteer."""
    inputs = {"phrase": phrase, "places": listed_for(phrase, gazetteer)}
    outcome = ask("place.words", {}, inputs)
    clue = None
    if isinstance(outcome, Found):
        readings = [
            {part: reading[part] for part in ("says", "weight", "terms")} for reading in outcome.value["readings"]
        ]
        clue = {"id": name, "kind": "words", "says": phrase, "lie": lie, "readings": readings}
    return Asked(method="place.words", says=phrase, inputs=inputs, outcome=outcome, clue=clue)


def listed_for(phrase: str, gazetteer: Path | None = None) -> dict[str, list[dict[str, Any]]]:
    """What place.words is handed with a phrase: the places of each name, areas with their borders where a map gave them.

    Raises NoGazetteer.
    """
    mapped = {key: borders_for(forms, size) for key, (forms, size) in areas_in(phrase).items()}
    return places_for(spellings_in(phrase), gazetteer) | {key: areas for key, areas in mapped.items() if areas}


def asked_drawn(name: str, wire: Mapping[str, Any], says: str, lie: float) -> Asked:
    """A shadow drawn on a frame, and what it tells of (place.frame-shadow), as a clue. Raises BadGiven where it tells nothing."""
    inputs = {"drawn": wire.get("drawn"), "camera": wire.get("camera", {})}
    outcome = ask("place.frame-shadow", {}, inputs)
    if not isinstance(outcome, Found):
        raise BadGiven(
            f"the shadow drawn cannot be used: {getattr(outcome, 'why', '') or outcome_wire(outcome)['outcome']}"
        )
    clue = {"id": name, "kind": "shadow", "says": says, "lie": lie, "shadow": dict(outcome.value["shadow"])}
    return Asked(method="place.frame-shadow", says=says, inputs=inputs, outcome=outcome, clue=clue, what="shadow")


def not_placed(phrase: str, outcome: Outcome) -> str:
    """Why words gave no clue, with the nearest spellings of the names that no gazetteer here has."""
    unknown = getattr(outcome, "value", {}).get("unknown", ())
    why = getattr(outcome, "looked", "") or getattr(outcome, "why", "")
    if unknown:
        why = f"no gazetteer here knows {' or '.join(map(repr, unknown))} (one of your own: firsthand gazetteer import)"
    near = {name: nearest(name) for name in unknown}
    said = [f"{name}: nearest spellings {', '.join(ways)}" for name, ways in near.items() if ways]
    return "; ".join([f"{phrase!r}: {why}", *said])


def searched(outcomes: Iterable[Outcome]) -> Region:
    """Where to look when nobody said: a box around what the words mean, wider by a third. Raises BadPlace where no words were found."""
    boxes = [
        (box["west"], box["south"], box["east"], box["north"])
        for outcome in outcomes
        if isinstance(outcome, Found)
        for box in outcome.value["where"]["95"]["region"]["boxes"]
    ]
    if not boxes:
        raise BadPlace("name the region to search: no words about a place were found in the gazetteer")
    west, south, east, north = (pick(b[k] for b in boxes) for k, pick in enumerate((min, min, max, max)))
    wide, tall = (round((high - low) * (WIDER - 1)) for low, high in ((west, east), (south, north)))
    edge = 1_800_000_000, 900_000_000
    box = max(-edge[0], west - wide), max(-edge[1], south - tall), min(edge[0], east + wide), min(edge[1], north + tall)
    return Region.of([box])


def evidence_of(desk: Desk, file: str) -> list[dict[str, Any]]:
    """What this case holds that bounds the time of a file: when it was seen, and what its own clocks say. Ids are entries' ids."""
    desk.index.refresh(desk.ledger)
    withdrawn = {e.value.of for e in entries(desk, "withdrawal")}
    made: list[dict[str, Any]] = []
    for found in entries(desk, "sighting"):
        if found.value.file == file and found.id not in withdrawn:
            made += [
                _item(
                    f"{found.id}/{name}",
                    "first-sighting",
                    f"{name} {found.value.url or found.value.name or ''}".strip(),
                    span,
                )
                for name, span in (("posted", found.value.posted), ("seen", found.value.seen))
                if span.latest is not None
            ]
    for found in entries(desk, "finding"):
        if file in found.value.files and found.id not in withdrawn:
            for number, (says, span) in enumerate(clocks(found.value)):
                made.append({**_item(f"{found.id}/{number}", "exif-clock", says, span)})
    return made


def clocks(finding: Finding) -> Iterable[tuple[str, Span]]:
    """Times that a file states of itself; their spans are already as wide as the zones that they may be in."""
    value = finding.outcome.get("value", {})
    lists = {"read.metadata": value.get("times", ()), "read.container": value.get("created", ())}
    for row in lists.get(finding.job.method, ()):
        if isinstance(row, Mapping) and row.get("span"):
            yield f"{row.get('where', '')} {_stated(row)}".strip(), Span.from_wire(row["span"])


def _stated(row: Mapping[str, Any]) -> str:
    """A time as the file states it; one that is counted from an epoch as the wall clock that it stands for."""
    counted = (row.get("if_utc") or {}).get("earliest")
    return f"{counted.removesuffix('Z').replace('T', ' ')} (if in UTC)" if counted else str(row.get("verbatim", ""))


def _item(name: str, kind: str, says: str, span: Span) -> dict[str, Any]:
    return {"id": name, "kind": kind, "says": says, "span": span.wire()}


def enter(
    desk: Desk,
    asked: Asked,
    *,
    rests_on: Sequence[str] = (),
    files: Sequence[str] = (),
    entering: Callable[[Desk, Any], str] = say,
) -> str:
    """Enters what was asked as an observation and the answer as a finding that rests on it; the finding's id."""
    method = CATALOGUE[asked.method]
    seen = Observation(what=asked.what, says=asked.says, details=dict(asked.inputs), rests_on=tuple(rests_on))
    question = entering(desk, seen)
    job = Job(
        method=asked.method,
        version=method.version,
        given=to_wire(method.form(asked.given)),
        inputs={wanted.name: (question,) for wanted in method.inputs},
    )
    finding = Finding(
        job=job,
        outcome=outcome_wire(asked.outcome),
        files=tuple(files),
        made_with=made_with(),
        rests_on=(question, *rests_on),
    )
    return entering(desk, finding)


def enter_all(
    desk: Desk,
    first: Iterable[Asked],
    then: Asked,
    *,
    rests_on: Sequence[str] = (),
    entering: Callable[[Desk, Any], str] = say,
) -> str:
    """Enters questions and then the one that rests on their answers; the last finding's id."""
    before = [enter(desk, asked, entering=entering) for asked in first]
    return enter(desk, then, rests_on=(*rests_on, *before), entering=entering)


def made_with() -> dict[str, str]:
    return {"firsthand": firsthand.__version__, "numpy": numpy.__version__}


def inputs_of(finding: Finding, entry: Callable[[str], Any]) -> Mapping[str, Any] | None:
    """What a finding of place was asked of, from the observation that holds it; None where that is not at hand.

    An input that the observation does not hold (a map, elevation) is not in what comes back.
    """
    asked = {digest for digests in finding.job.inputs.values() for digest in digests}
    seen = entry(asked.pop()) if len(asked) == 1 else None
    return seen.details if isinstance(seen, Observation) else None
