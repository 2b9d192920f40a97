"""Asks weigh.wording of a draft sentence with all that it rests on: the gate's wording rule, and `firsthand draft --check`."""

from collections.abc import Iterator
from typing import Any

from firsthand.method.weigh.language import languages_of
from firsthand.method.weigh.wording import LONGEST, check
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.finding import Found, Outcome, Unsuitable
from firsthand.record.publication import Section

from .wording_ground import bearing, idle_in

# What says something of the world. How it was found out, and what is not known, speak of the work itself.
WEIGHED = (Section.TITLE, Section.SUMMARY, Section.KNOWN, Section.CORRECTION)


def weigh_sentence(entry: Entry, case: Case) -> Outcome:
    """weigh.wording's outcome for a draft of this case, in the language that it is written in.

    Where two languages cannot be told apart, the louder outcome counts.
    """
    draft = entry.value
    languages, why = languages_of(draft.text)
    if len(draft.text) <= LONGEST and not languages:
        return Unsuitable(why=why)
    supports = [_support(case, case.entries[cause]) for cause in bearing(case, entry)]
    given = [support for support in supports if support], protected_names(case)
    outcomes = [check(draft.text, *given, language=language) for language in languages or ("en",)]
    return next((outcome for outcome in outcomes if isinstance(outcome, Found)), outcomes[0])


def too_loud(entry: Entry, case: Case) -> Iterator[str]:
    """One message for each thing in a draft that is louder than what it rests on, with the wording that would pass."""
    if entry.value.section not in WEIGHED:
        return
    outcome = weigh_sentence(entry, case)
    if isinstance(outcome, Unsuitable) and not _read_by_another(entry, case):
        yield f"its wording cannot be weighed: {outcome.why}; a review of the sentence by another author lets it pass"
    problems = outcome.value["problems"] if isinstance(outcome, Found) else []
    if entry.value.section is Section.TITLE:
        # A title names the matter and need not rest on anything; how loud it is counts all the same.
        problems = [problem for problem in problems if problem["rule"] != "no-ground"]
    for problem in problems:
        yield f"{problem['text']!r}: {problem['reason']} ({problem['rule']})"
    if problems:
        for idle in idle_in(case, entry):
            yield f"the {case.entries[idle].kind} {idle[:12]} carries nothing of it: it is not about what the sentence says"
        yield f"this would pass: {problems[0]['offer']}"


def _read_by_another(entry: Entry, case: Case) -> bool:
    """Somebody who reads the language has gone through the sentence, and nobody who did disagrees. Not run is not a pass."""
    reviews = case.reviewed(entry)
    return bool(reviews) and all(review.value.agrees for review in reviews) and len(entry.value.text) <= LONGEST


def protected_names(case: Case) -> list[str]:
    return [e.value.name for e in case.of("source") if e.value.protected]


def _support(case: Case, entry: Entry) -> dict[str, Any] | None:
    made = SUPPORTS.get(entry.kind)
    return made(case, entry) if made else None


def _claim(case: Case, entry: Entry) -> dict[str, Any]:
    value = entry.value
    return {
        "kind": "claim",
        "source": _name(case, value.source),
        "aliases": [_name(case, link) for link in value.through],
        "text": value.paraphrase,
        "verbatim": value.verbatim or "",
        "hedges": list(value.hedges),
        "basis": value.basis.value,
        "others": _others(case, [part.answer for part in value.speaks_to if part.answer]),
    }


def _assessment(case: Case, entry: Entry) -> dict[str, Any]:
    value = entry.value
    return {
        "kind": "assessment",
        "text": case.entries[value.answer].value.text if value.answer in case.entries else "",
        "likelihood": value.likelihood.value,
        "confidence": value.confidence.value,
        "reviewed": bool(case.reviewed(entry)),
        "others": _others(case, [value.answer]),
    }


def _finding(case: Case, entry: Entry) -> dict[str, Any]:
    value = entry.value
    return {"kind": "finding", "method": value.job.method, "outcome": value.outcome["outcome"]}


def _observation(case: Case, entry: Entry) -> dict[str, Any]:
    return {"kind": "observation", "text": entry.value.says, "verbatim": entry.value.verbatim or ""}


SUPPORTS = {"claim": _claim, "assessment": _assessment, "finding": _finding, "observation": _observation}


def _name(case: Case, source: str) -> str:
    return str(case.value(source, "source").name)


def _others(case: Case, answers: list[str]) -> list[dict[str, Any]]:
    """Competing answers of the same questions that have a claim of their own for them."""
    questions = {case.entries[answer].value.question for answer in answers if answer in case.entries}
    made = []
    for other in case.of("answer", standing=True):
        if other.value.question in questions and other.id not in answers:
            said = [c for c in case.of("claim", standing=True) if _speaks_for(c, other.id)]
            if said:
                made.append({"answer": other.value.text, "sources": [_name(case, c.value.source) for c in said]})
    return made


def _speaks_for(claim: Entry, answer: str) -> bool:
    return any(part.answer == answer and part.stance.value == "for" for part in claim.value.speaks_to)
