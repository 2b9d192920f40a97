"""What a case holds, as plain rows for any door: files, sightings, findings, claims, questions, sources, drafts, logs."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from firsthand.record.bounds import Span, instant_text
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.wire import to_wire

from .desk import Desk, entries, entry, view

Rows = Iterator[dict[str, Any]]


def span_text(span: Span) -> str:
    """A span in words: both ends in UTC, what was stated beside it, "not known" where it is open at both ends."""
    if span.earliest is None and span.latest is None:
        bare = "not known"
    else:
        ends = [instant_text(end) if end else "open" for end in (span.earliest, span.latest)]
        bare = " to ".join(ends)
    stated = f" (stated: {span.verbatim}, {'zone ' + span.zone if span.zone else 'no zone'})" if span.verbatim else ""
    return bare + stated


def files(desk: Desk) -> Rows:
    """One row a file, in the order of the log: how often it was seen, its names, and what it is by its container's finding."""
    desk.index.refresh(desk.ledger)
    names: dict[str, list[str]] = {}
    seen: dict[str, int] = {}
    for found in entries(desk, "sighting"):
        digest = found.value.file
        if digest is not None:
            seen[digest] = seen.get(digest, 0) + 1
            if found.value.name and found.value.name not in names.setdefault(digest, []):
                names[digest].append(found.value.name)
    findings: dict[str, int] = {}
    for found in entries(desk, "finding"):
        for digest in found.value.files:
            findings[digest] = findings.get(digest, 0) + 1
    for found in entries(desk, "file"):
        digest = found.value.digest
        yield {
            "file": digest,
            "names": names.get(digest, []),
            "size": found.value.size,
            "sightings": seen.get(digest, 0),
            "findings": findings.get(digest, 0),
            "entry": found.id,
        }


def stated_length(desk: Desk, file: str) -> Fraction | None:
    """Seconds that a film says it lasts, by what was found of its container; None where nobody looked yet."""
    for row in desk.index.referring(file, "finding"):
        found = entry(desk, row).value
        length = (
            found.outcome.get("value", {}).get("duration_stated_s") if found.job.method == "read.container" else None
        )
        if length:
            return Fraction(length)
    return None


def sightings(desk: Desk) -> Rows:
    desk.index.refresh(desk.ledger)
    for found in entries(desk, "sighting"):
        value = found.value
        yield {
            "entry": found.id,
            "file": value.file,
            "item": value.item,
            "name": value.name,
            "url": value.url,
            "account": value.account,
            "posted": span_text(value.posted),
            "seen": span_text(value.seen),
            "captured": value.captured,
            "note": value.note,
        }


def findings(desk: Desk) -> Rows:
    desk.index.refresh(desk.ledger)
    names = {e.value.file: e.value.name for e in entries(desk, "sighting") if e.value.name}
    for found in entries(desk, "finding"):
        value = found.value
        outcome = value.outcome
        yield {
            "entry": found.id,
            "method": f"{value.job.method} {value.job.version}",
            "names": [names[file] for file in value.files if file in names],
            "outcome": outcome["outcome"],
            "says": outcome.get("looked") or outcome.get("why") or "",
            "value": outcome.get("value", {}),
            "files": list(value.files),
            "profile": value.profile,
        }


def skipped(desk: Desk) -> Rows:
    desk.index.refresh(desk.ledger)
    for found in entries(desk, "skipped"):
        yield {"entry": found.id, "name": found.value.name, "code": found.value.code, "why": found.value.why}


def sources(desk: Desk) -> Rows:
    case = view(desk)
    for found in case.of("source"):
        yield _row(case, found, grade=case.grade(found), name=found.value.name, is_a=found.value.is_a.value)


def claims(desk: Desk) -> Rows:
    case = view(desk)
    for found in case.of("claim"):
        value = found.value
        yield _row(
            case,
            found,
            source=case.value(value.source, "source").name,
            through=[case.value(link, "source").name for link in value.through],
            says=value.verbatim or value.paraphrase,
            hedges=list(value.hedges),
            basis=value.basis.value,
            said=span_text(value.said),
            credibility=case.grade(found),
        )


def questions(desk: Desk) -> Rows:
    """Each question with its answers, and each answer with every assessment that stands: dissent stays beside it."""
    case = view(desk)
    for found in case.of("question"):
        answers = [a for a in case.of("answer") if a.value.question == found.id]
        yield _row(
            case,
            found,
            about=found.value.about.value,
            text=found.value.text,
            answers=[
                _row(case, a, text=a.value.text, assessments=[_assessment(case, e) for e in _standing(case, a)])
                for a in answers
            ],
        )


def _standing(case: Case, answer: Entry) -> list[Entry]:
    return [e for e in case.of("assessment", standing=True) if e.value.answer == answer.id]


def _assessment(case: Case, found: Entry) -> dict[str, Any]:
    value = found.value
    return _row(
        case,
        found,
        likelihood=value.likelihood.value,
        confidence=value.confidence.value,
        reasons=value.reasons,
        dissents_from=value.dissents_from,
        reviewed_by=[case.author(review) for review in case.reviewed(found)],
    )


def plain(kind: str) -> Callable[[Desk], Rows]:
    """Rows of a kind that needs no more than its fields."""

    def rows(desk: Desk) -> Rows:
        case = view(desk)
        for found in case.of(kind):
            yield _row(case, found, **to_wire(found.value))

    return rows


def log(desk: Desk) -> Rows:
    """Every entry of every log, in order: who, what kind, which day they say."""
    desk.index.refresh(desk.ledger)
    authors = {e.log: e.value.author for e in entries(desk, "opened")}
    for row in desk.index.rows():
        yield {
            "log": row.log,
            "index": row.index,
            "author": authors.get(row.log, ""),
            "at": row.at,
            "kind": row.kind,
            "entry": row.id,
        }


def one(desk: Desk, entry_id: str) -> dict[str, Any]:
    """All of one entry. Raises BadReference."""
    found = entry(desk, desk.index.row(entry_id))
    head = {"entry": found.id, "kind": found.kind, "log": found.log, "index": found.index, "at": found.at}
    return {**head, "withheld": list(found.withheld), "says": to_wire(found.value)}


def _row(case: Case, found: Entry, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"entry": found.id, **fields, "by": case.author(found)}
    if found.id in case.withdrawn:
        made["withdrawn"] = case.withdrawn[found.id]
    if found.id in case.replaced:
        made["replaced"] = case.replaced[found.id]
    return made


# What `firsthand show WHAT` lists.
VIEWS: Mapping[str, Callable[[Desk], Rows]] = {
    "files": files,
    "sightings": sightings,
    "findings": findings,
    "skipped": skipped,
    "sources": sources,
    "claims": claims,
    "questions": questions,
    "observations": plain("observation"),
    "marks": plain("mark"),
    "reviews": plain("review"),
    "withdrawals": plain("withdrawal"),
    "replies": plain("reply"),
    "drafts": plain("draft"),
    "published": plain("published"),
    "log": log,
}
