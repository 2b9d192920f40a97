"""Where and when, as a desk does it: words looked up, a file's own evidence gathered, a method asked, a finding entered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy

import firsthand
from firsthand.method import CATALOGUE
from firsthand.method.place.phrases import spellings_in
from firsthand.record.bounds import Region, Span
from firsthand.record.fault import BadGiven, BadPlace
from firsthand.record.finding import Finding, Found, Job, Outcome, outcome_wire
from firsthand.record.observation import Observation
from firsthand.record.wire import to_wire

from .desk import Desk, entries
from .place_gazetteer import nearest, places_for
from .weigh import say

WIDER = 1.3  # the region searched around what the words mean


def ask(name: str, given: Mapping[str, Any], inputs: Mapping[str, Any]) -> Outcome:
    """One of the place methods on plain values. Raises BadEntry where the form values are not the method's."""
    method = CATALOGUE[name]
    return method.ask(method.form(given), inputs)


def words(phrase: str, gazetteer: Path | None = None) -> Outcome:
    """place.words with every place that the gazetteer has of the names. Raises NoGazetteer."""
    return ask("place.words", {}, {"phrase": phrase, "places": places_for(spellings_in(phrase), gazetteer)})


def words_clue(
    name: str, phrase: str, lie: float, gazetteer: Path | None = None
) -> tuple[dict[str, Any] | None, Outcome]:
    """A phrase as a clue of place.field, and the outcome it comes from; no clue where no place was found."""
    outcome = words(phrase, gazetteer)
    if not isinstance(outcome, Found):
        return None, outcome
    readings = [{part: reading[part] for part in ("says", "weight", "terms")} for reading in outcome.value["readings"]]
    return {"id": name, "kind": "words", "says": phrase, "lie": lie, "readings": readings}, outcome


def not_placed(phrase: str, outcome: Outcome) -> str:
    """Why words gave no clue, with the nearest spellings of the names that no gazetteer here has."""
    why = getattr(outcome, "looked", "") or getattr(outcome, "why", "")
    near = {name: nearest(name) for name in getattr(outcome, "value", {}).get("unknown", ())}
    said = [f"{name}: nearest spellings {', '.join(ways)}" for name, ways in near.items() if ways]
    return "; ".join([f"{phrase!r}: {why}", *said])


def drawn_shadow(wire: Mapping[str, Any]) -> tuple[dict[str, Any], Outcome]:
    """The shadow that points drawn on a frame tell of (place.frame-shadow), and that outcome. Raises BadGiven where they tell none."""
    outcome = ask("place.frame-shadow", {}, {"drawn": wire.get("drawn"), "camera": wire.get("camera", {})})
    if not isinstance(outcome, Found):
        raise BadGiven(
            f"the shadow drawn cannot be used: {getattr(outcome, 'why', '') or outcome_wire(outcome)['outcome']}"
        )
    return dict(outcome.value["shadow"]), outcome


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
            for number, (says, span) in enumerate(_clocks(found.value)):
                made.append({**_item(f"{found.id}/{number}", "exif-clock", says, span)})
    return made


def _clocks(finding: Finding) -> Iterable[tuple[str, Span]]:
    """Times that a file states of itself; their spans are already as wide as the zones that they may be in."""
    value = finding.outcome.get("value", {})
    lists = {"read.metadata": value.get("times", ()), "read.container": value.get("created", ())}
    for row in lists.get(finding.job.method, ()):
        if isinstance(row, Mapping) and row.get("span"):
            yield f"{row.get('where', '')} {row.get('verbatim', '')}".strip(), Span.from_wire(row["span"])


def _item(name: str, kind: str, says: str, span: Span) -> dict[str, Any]:
    return {"id": name, "kind": kind, "says": says, "span": span.wire()}


def enter(
    desk: Desk,
    name: str,
    given: Mapping[str, Any],
    inputs: Mapping[str, Any],
    outcome: Outcome,
    *,
    says: str,
    rests_on: Sequence[str] = (),
    files: Sequence[str] = (),
    entering: Callable[[Desk, Any], str] = say,
) -> str:
    """Enters what was asked as an observation and the answer as a finding that rests on it; the finding's id."""
    method = CATALOGUE[name]
    asked = entering(desk, Observation(what="place", says=says, details=dict(inputs), rests_on=tuple(rests_on)))
    job = Job(
        method=name,
        version=method.version,
        given=to_wire(method.form(given)),
        inputs={wanted.name: (asked,) for wanted in method.inputs},
    )
    finding = Finding(
        job=job,
        outcome=outcome_wire(outcome),
        files=tuple(files),
        made_with={"firsthand": firsthand.__version__, "numpy": numpy.__version__},
        rests_on=(asked, *rests_on),
    )
    return entering(desk, finding)
