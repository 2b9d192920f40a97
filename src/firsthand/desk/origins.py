"""Asks weigh.origins and weigh.matrix of a case: gathers what they need, and enters what they say when a person wants it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.method.shape import Method
from firsthand.method.weigh.matrix import MATRIX
from firsthand.method.weigh.origins import ORIGINS, evidence
from firsthand.method.weigh.origins_roots import same_item
from firsthand.record.case import Case
from firsthand.record.claim import Claim
from firsthand.record.digest import canonical
from firsthand.record.entry import Entry
from firsthand.record.fault import BadGiven
from firsthand.record.finding import Finding, Found, Job, Outcome, Unsuitable, outcome_wire
from firsthand.record.footage import Moment, Stretch
from firsthand.record.observation import Observation
from firsthand.record.sighting import Sighting
from firsthand.record.wire import to_wire

from .desk import Desk, entry, view
from .pen import write
from .relative import is_article

PASSAGE = "passage"  # an observation of a stretch of such a text
HEARD = ("words", "voice", "voices", "speech")  # observations of what is heard or read in footage
LARGEST = 8 << 20  # bytes of an outcome that is entered: a line of a log is read whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The entries that the question is asked over, by the part they play; nothing but these goes into the answer."""

    case: Case
    claims: tuple[Entry, ...]
    exhibits: tuple[Entry, ...]
    sources: tuple[Entry, ...]
    questions: tuple[Entry, ...]
    answers: tuple[Entry, ...]
    judgements: tuple[Entry, ...]  # assessments
    weighings: tuple[Entry, ...]
    recordings: tuple[Entry, ...]  # the newest grouping of copies, where there is one
    texts: tuple[Entry, ...]  # what says that a file is no footage
    parents: Mapping[str, str]  # still or other derivative -> the file it was made from

    def ids(self) -> dict[str, tuple[str, ...]]:
        names = ("claims", "exhibits", "sources", "questions", "answers", "judgements", "recordings", "texts")
        return {name: tuple(found.id for found in getattr(self, name)) for name in names}


def gather(desk: Desk) -> Gathered:
    """All standing claims and what they and the standing judgements rest on. Withdrawn and revised entries carry nothing."""
    case = view(desk)
    claims, judgements = case.of("claim", standing=True), case.of("assessment", standing=True)
    weighings = case.of("weighing", standing=True)
    wanted = [e for claim in claims for e in claim.value.rests_on]
    wanted += [e for judged in judgements for e in (*judged.value.speaks_for, *judged.value.speaks_against)]
    wanted += [weighed.value.evidence for weighed in weighings]
    exhibits = tuple(_closure(desk, case, wanted))
    parents = _parents(desk, case, exhibits)
    files = {parents.get(f, f) for e in (*claims, *exhibits) for f in _files(e)}
    return Gathered(
        case=case,
        claims=claims,
        exhibits=exhibits,
        sources=case.of("source"),
        questions=case.of("question", standing=True),
        answers=case.of("answer", standing=True),
        judgements=judgements,
        weighings=weighings,
        recordings=tuple(_newest_grouping(desk)),
        texts=tuple(_texts(desk, sorted(files))),
        parents=parents,
    )


def _closure(desk: Desk, case: Case, wanted: Iterable[str]) -> Iterator[Entry]:
    """Entries other than claims that something rests on, through everything beneath, each once."""
    gone = {**case.withdrawn, **case.replaced}
    seen: set[str] = set()
    waiting = list(reversed(list(wanted)))
    while waiting:
        name = waiting.pop()
        if name in seen or name in gone:
            continue
        seen.add(name)
        found = case.entries.get(name) or entry(desk, desk.index.row(name))
        if found.kind in ("sighting", "observation", "finding", "assessment", "derivative", "file"):
            yield found
        if found.kind != "claim":
            waiting += reversed(_beneath(found))


def _beneath(found: Entry) -> tuple[str, ...]:
    if found.kind == "assessment":
        return tuple(found.value.speaks_for)
    return tuple(getattr(found.value, "rests_on", ()))


def _files(found: Entry) -> tuple[str, ...]:
    value = found.value
    if found.kind in ("claim", "finding"):
        return tuple(value.files)
    if found.kind == "observation":
        return tuple(part.file for part in (value.stretch, value.moment) if part is not None)
    if found.kind in ("file", "derivative"):
        return (str(value.digest),)
    return (value.file,) if isinstance(value, Sighting) and value.file else ()


def _parents(desk: Desk, case: Case, exhibits: Iterable[Entry]) -> dict[str, str]:
    made: dict[str, str] = {}
    for file in {f for e in (*case.of("claim", standing=True), *exhibits) for f in _files(e)}:
        for row in desk.index.referring(file, "derivative"):
            found = entry(desk, row).value
            if found.digest == file:
                made[file] = str(found.parent)
    return made


def _newest_grouping(desk: Desk) -> Iterator[Entry]:
    """The last finding of trace.recordings, whatever it says."""
    for row in reversed(list(desk.index.rows("finding"))):
        found = entry(desk, row)
        if found.value.job.method == "trace.recordings":
            yield found
            return


def _texts(desk: Desk, files: Iterable[str]) -> Iterator[Entry]:
    """For each file that is none of footage, the entry that says so."""
    for file in files:
        sightings = (entry(desk, row) for row in desk.index.referring(file, "sighting"))
        article = next((e for e in sightings if e.value.file == file and is_article(e.value)), None)
        found = article or next((e for e in _findings(desk, file) if _no_footage(e.value)), None)
        if found is not None:
            yield found


def _findings(desk: Desk, file: str) -> Iterator[Entry]:
    return (entry(desk, row) for row in desk.index.referring(file, "finding"))


def _no_footage(finding: Finding) -> bool:
    result = finding.result
    return (
        finding.job.method == "read.container"
        and isinstance(result, Unsuitable)
        and result.code == "outside.not-footage"
    )


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
        "parts": [_part(found, value, file) for file in _files(exhibit)],
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


def matrix_inputs(found: Gathered, question: str) -> dict[str, Any]:
    """`by` is the person: cells of one person on two machines are one person's."""
    answers = [a for a in found.answers if a.value.question == question]
    kept = {answer.id for answer in answers}
    weighed = [e for e in found.weighings if e.value.answer in kept]
    rests = evidence(origin_inputs(found, named=False))
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
