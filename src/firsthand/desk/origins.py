"""Asks weigh.origins and weigh.matrix of a case: gathers what they need, and enters what they say when a person wants it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firsthand.method.shape import Method
from firsthand.method.weigh.matrix import MATRIX
from firsthand.method.weigh.origins import ORIGINS, evidence
from firsthand.method.weigh.origins_roots import same_item
from firsthand.record.claim import Claim
from firsthand.record.digest import canonical
from firsthand.record.entry import Entry
from firsthand.record.fault import BadGiven
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Outcome, outcome_wire
from firsthand.record.footage import Moment, Stretch
from firsthand.record.observation import Observation
from firsthand.record.sighting import Sighting
from firsthand.record.wire import to_wire

from .desk import Desk, view
from .origins_gather import Gathered, files_of, gather
from .pen import write
from .relative import is_article

PASSAGE = "passage"  # an observation of a stretch of an article
HEARD = ("words", "voice", "voices", "speech")  # observations of what is heard or read in footage
LARGEST = 8 << 20  # bytes of an outcome that is entered: a line of a log is read whole


# --- as plain values --------------------------------------------------------------------------------------------------------


def origin_inputs(found: Gathered, *, named: bool = True) -> dict[str, Any]:
    """The method's inputs. Without `named` no name is among them, of a source or of an item spoken of (it is called by the
    least of its sightings): a finding is shown to everybody."""
    items = {} if named else _items(found)
    return {
        "claims": [_claim(found, e) for e in found.claims],
        "exhibits": [_exhibit(found, e, items) for e in found.exhibits],
        "sources": [
            {"id": e.id, "is_a": e.value.is_a.value, **({"name": e.value.name} if named else {})} for e in found.sources
        ],
        "recordings": _recordings(found),
        "questions": [_question(found, e) for e in found.questions],
        "links": [link for e in found.judgements for link in _links(e)],
    }


def _claim(found: Gathered, claim: Entry) -> dict[str, Any]:
    value: Claim = claim.value
    return {
        "id": claim.id,
        "source": value.source,
        "through": list(value.through),
        "basis": value.basis.value,
        "files": [found.parents.get(file, file) for file in value.files],
        "rests_on": list(value.rests_on),
        "speaks_to": to_wire(value.speaks_to),
    }


def _items(found: Gathered) -> dict[str, str]:
    """Item, as the method compares its name -> the least id among its sightings."""
    made: dict[str, str] = {}
    for entry_ in found.exhibits:
        if isinstance(entry_.value, Sighting) and entry_.value.item:
            name = same_item(entry_.value.item)
            made[name] = min(entry_.id, made.get(name, entry_.id))
    return made


def _exhibit(found: Gathered, exhibit: Entry, items: Mapping[str, str]) -> dict[str, Any]:
    value = exhibit.value
    item = (value.item or "") if isinstance(value, Sighting) else ""
    rests_on = value.speaks_for if exhibit.kind == "assessment" else getattr(value, "rests_on", ())
    return {
        "id": exhibit.id,
        "kind": exhibit.kind,
        "parts": [_part(found, value, file) for file in files_of(exhibit)],
        "item": items.get(same_item(item), item),
        "words": _words(value),
        "rests_on": list(rests_on),
    }


def _words(value: Any) -> str:
    if isinstance(value, Sighting):
        return "written" if is_article(value) else ""
    if not isinstance(value, Observation):
        return ""
    return "written" if value.what == PASSAGE else "heard" if value.what in HEARD else ""


def _part(found: Gathered, value: Any, file: str) -> dict[str, Any]:
    """The stretch that an observation is of; a still has no place of its own in its parent here."""
    made: dict[str, Any] = {"file": found.parents.get(file, file)}
    stretch: Stretch | None = getattr(value, "stretch", None)
    moment: Moment | None = getattr(value, "moment", None)
    if isinstance(value, Observation) and file == made["file"]:
        if stretch is not None and stretch.start is not None and stretch.end is not None:
            made |= {"start": float(stretch.start), "end": float(stretch.end)}
        elif moment is not None:
            made |= {"start": float(moment.pts), "end": float(moment.pts)}
    return made


def _recordings(found: Gathered) -> dict[str, Any]:
    groups: list[dict[str, Any]] = []
    for grouping in found.recordings:
        result = grouping.value.result
        if isinstance(result, Found):
            groups = list(_groups(result.value["recordings"]))
    texts = {e.value.file if e.kind == "sighting" else e.value.files[0] for e in found.texts}
    return {"groups": groups, "texts": sorted(texts), "compared": bool(found.recordings)}


def _groups(recordings: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each recording with its files; of a file that holds several, only the stretches that are this one's."""
    for recording in recordings:
        details = recording.get("details") or {}
        several = set(details.get("hold_other_recordings_too") or ())
        parts: list[Any] = [file for file in recording["files"] if file not in several]
        for link in details.get("stretches") or ():
            for file, (start, end) in ((link["one"], link["in_one"]), (link["two"], link["in_two"])):
                if file in several:
                    parts.append({"file": file, "start": float(start), "end": float(end)})
        name = f"recording {recording['id'][:12]} ({len(recording['files'])} copies)"
        yield {"id": recording["id"], "name": name, "parts": parts}


def _question(found: Gathered, question: Entry) -> dict[str, Any]:
    answers = [{"id": a.id, "text": a.value.text} for a in found.answers if a.value.question == question.id]
    return {"id": question.id, "about": question.value.about.value, "text": question.value.text, "answers": answers}


def _links(judged: Entry) -> Iterator[dict[str, Any]]:
    for stance, named in (("for", judged.value.speaks_for), ("against", judged.value.speaks_against)):
        for evidence_ in named:
            yield {"evidence": evidence_, "answer": judged.value.answer, "stance": stance}


# --- the two questions ------------------------------------------------------------------------------------------------------


def origins(desk: Desk, question: str = "") -> Outcome:
    """On which origins each answer of the case (or of one question) rests."""
    return ORIGINS.ask(ORIGINS.form({"question": question}), origin_inputs(gather(desk)))


def origins_unnamed(desk: Desk) -> dict[str, Any]:
    """What the method says of the whole case, without a name in it, and the matrix of each question that has cells: for
    pages and exports that give names by their own rules."""
    found = gather(desk)
    outcome = ORIGINS.ask(ORIGINS.given(), origin_inputs(found, named=False))
    empty: dict[str, Any] = {"roots": {}, "evidence": {}, "questions": [], "circles": [], "compared": True}
    value = dict(outcome.value) if isinstance(outcome, (Found, Inconclusive)) else empty
    return {**value, "matrices": dict(_matrices(found))}


def _matrices(found: Gathered) -> Iterator[tuple[str, dict[str, Any]]]:
    """Of each question with cells and competing answers: what the method says, and why where it settles nothing."""
    weighed = {w.value.answer for w in found.weighings}
    judged = {a.value.question for a in found.answers if a.id in weighed}
    rests = evidence(origin_inputs(found, named=False)) if judged else {}
    for question in (q.id for q in found.questions if q.id in judged):
        outcome = MATRIX.ask(MATRIX.form(_about(found, question)), matrix_inputs(found, question, rests))
        if isinstance(outcome, (Found, Inconclusive)) and len(outcome.value["ranking"]) > 1:
            yield question, {"value": outcome.value, "why": getattr(outcome, "why", "")}


def enter_origins(desk: Desk, question: str = "") -> str:
    """The same, entered as a finding over the entries that it was reached from; its id. Raises BadGiven where it is too large."""
    found = gather(desk)
    given = {"question": question}
    outcome = ORIGINS.ask(ORIGINS.form(given), origin_inputs(found, named=False))
    return _enter(desk, ORIGINS, given, found.ids(), outcome)


def matrix(desk: Desk, question: str) -> Outcome:
    """Which answer of a question has least against it, by the cells that analysts entered."""
    found = gather(desk)
    return MATRIX.ask(MATRIX.form(_about(found, question)), matrix_inputs(found, question))


def enter_matrix(desk: Desk, question: str) -> str:
    """The same, entered as a finding; its id. Raises BadGiven where it is too large."""
    found = gather(desk)
    outcome = MATRIX.ask(MATRIX.form(_about(found, question)), matrix_inputs(found, question))
    inputs = {**found.ids(), "weighings": tuple(e.id for e in found.weighings), "question": (question,)}
    return _enter(desk, MATRIX, _about(found, question), inputs, outcome)


def matrix_inputs(found: Gathered, question: str, rests: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """`by` is the person: cells of one person on two machines are one person's. `rests` is what each piece of evidence
    rests on, for whoever asks of many questions."""
    answers = [a for a in found.answers if a.value.question == question]
    kept = {answer.id for answer in answers}
    weighed = [e for e in found.weighings if e.value.answer in kept]
    rests = evidence(origin_inputs(found, named=False)) if rests is None else rests
    return {
        "answers": [
            {"id": a.id, "text": a.value.text, "region": to_wire(a.value.region), "span": to_wire(a.value.span)}
            for a in answers
        ],
        "weighings": [
            {
                "id": e.id,
                "evidence": e.value.evidence,
                "answer": e.value.answer,
                "consistency": e.value.consistency.value,
                "by": found.case.person.get(e.log, e.log),
                "reason": e.value.reason,
            }
            for e in weighed
        ],
        "evidence": [{"id": e, **rests.get(e, {})} for e in dict.fromkeys(e.value.evidence for e in weighed)],
    }


def _about(found: Gathered, question: str) -> dict[str, str]:
    return {"about": found.case.value(question, "question").about.value}


def _enter(
    desk: Desk, method: Method, given: Mapping[str, Any], inputs: Mapping[str, tuple[str, ...]], outcome: Outcome
) -> str:
    wire = outcome_wire(outcome)
    if len(canonical(wire)) > LARGEST:
        raise BadGiven("the outcome is larger than an entry may be: ask for one question")
    job = Job(method=method.name, version=method.version, given=given, inputs=inputs)
    rests_on = tuple(dict.fromkeys(e for ids in inputs.values() for e in ids))
    return write(desk, Finding(job=job, outcome=wire, rests_on=rests_on))[0]


# --- names for people -------------------------------------------------------------------------------------------------------


def names(desk: Desk) -> dict[str, str]:
    """What entries are called on an analyst's own screen: sources by name, authors by name, claims by what they say."""
    case = view(desk)
    made = {e.id: str(e.value.name) for e in case.of("source")}
    made |= {e.id: str(e.value.paraphrase) for e in case.of("claim")}
    made |= {e.id: str(e.value.says) for e in case.of("observation")}
    return made | dict(case.authors)
