"""The gate's checks of fairness: the right of reply, review by others, one judgement a person, grades on which authors differ."""

import re
import unicodedata
from collections.abc import Iterator

from firsthand.method.weigh.words import WORDING
from firsthand.method.weigh.words.lexicon import pattern
from firsthand.record.assessment import About
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.publication import Section

from .gate_board import judgements, sentences
from .gate_edition import Edition, Hit
from .gate_origins import TELLING, ground
from .gate_sentences import quoted
from .gate_words import REVIEWED, said

# --- right of reply ----------------------------------------------------------------------------------------------------------


def replied(edition: Edition) -> Iterator[Hit]:
    """Everybody accused has an entry in the right-of-reply log: asked, not asked and why, or not known whether."""
    case = edition.case
    log = case.of("reply", standing=True)
    for entry in log:
        if entry.value.asked is False and not entry.value.answer.strip():
            yield (entry.id,), f"{_name(case, entry.value.source)} was not asked, and the log does not say why"
    logged = {entry.value.source for entry in log}
    for source, by, why in _accused(edition):
        if source not in logged:
            yield (by, source), f"{why}, and the right-of-reply log has no entry for {_name(case, source)}"
    for asked in edition.asked.values():
        if asked.question.value.about is About.REPLY and not log:
            message = f"{asked.question.value.text!r} is asked, and the right-of-reply log is empty"
            yield (asked.question.id,), message


def _accused(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """(source, the entry that speaks of it, why): answers to who that name it, and sentences that accuse it by name."""
    case = edition.case
    sources = [(e.id, _plain(e.value.name)) for e in case.of("source", standing=True) if not e.value.protected]
    for asked in edition.asked.values():
        if asked.question.value.about is About.WHO:
            for side in asked.sides:
                own = {claim.value.source for claim in side.claims_for}  # who says it of itself accuses nobody
                told = side.claims_for or side.assessments
                for source in _named(sources, side.answer.value.text) if told else ():
                    if source not in own:
                        yield source, side.answer.id, f"the answer {side.answer.value.text!r} names it"
    for draft in sentences(case, *TELLING):
        if _accuses(draft.value.text):
            speakers = _speakers(case, draft)
            for source in _named(sources, draft.value.text):
                if source not in speakers:
                    yield source, draft.id, f"{quoted(draft)} accuses by name"


def _accuses(text: str) -> bool:
    return any(
        pattern(words).search(text)
        for lex in WORDING.values()
        for words in (lex.accusations, tuple(lex.legal))
        if words
    )


def _named(sources: list[tuple[str, str]], text: str) -> Iterator[str]:
    plain = _plain(text)
    for source, name in sources:
        if len(name) >= 3 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain):
            yield source


def _plain(text: str) -> str:
    """Case and an article at the beginning laid aside."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return re.sub(r"^(?:the|a|an) ", "", folded)


def _speakers(case: Case, draft: Entry) -> set[str]:
    claims = [case.entries[e].value for e in ground(case, draft) if case.entries[e].kind == "claim"]
    return {source for claim in claims for source in (claim.source, *claim.through)}


def _name(case: Case, source: str) -> str:
    found = case.entries.get(source)
    return str(found.value.name) if found is not None and found.kind == "source" else source[:12]


# --- judgements -------------------------------------------------------------------------------------------------------------


def judged_once(edition: Edition) -> Iterator[Hit]:
    """Two judgements of one answer by one person, of which neither takes the other's place: which of them is held nobody can say."""
    who = edition.case.person
    for asked in edition.asked.values():
        for side in () if asked.of_law else asked.sides:
            by: dict[str, list[Entry]] = {}
            for entry in side.assessments:
                by.setdefault(who.get(entry.log, entry.log), []).append(entry)
            for found in (one for one in by.values() if len(one) > 1):
                said = "; ".join(f"{e.value.likelihood}, confidence {e.value.confidence} ({e.id[:8]})" for e in found)
                name = edition.case.author(found[0])
                yield (
                    tuple(e.id for e in found),
                    f"{name} holds {len(found)} judgements of {side.answer.value.text!r}: {said}",
                )


# --- review ------------------------------------------------------------------------------------------------------------------


def called_reviewed(edition: Edition) -> Iterator[Hit]:
    """ "Reviewed" is said of what another person has reviewed; what a source says of its own review is a claim."""
    case = edition.case
    for draft in sentences(case, *TELLING, Section.HOW):
        words = said(REVIEWED, draft.value.text)
        named = [case.entries[e] for e in draft.value.rests_on if e in case.entries]
        if not words or (named and all(e.kind == "claim" for e in named)):
            continue
        judged = judgements(edition.asked, case, draft)
        bare = [e for e in judged if not case.reviewed(e)]
        if bare:
            yield (draft.id, *(e.id for e in bare)), f"{quoted(draft)}: “{words}”, and nobody else has reviewed it"
        elif not judged and not any(_by_another(case, e) for e in named):
            yield (draft.id,), f"{quoted(draft)}: “{words}”, and it rests on no review by another author"


def _by_another(case: Case, entry: Entry) -> bool:
    of = case.entries.get(entry.value.of) if entry.kind == "review" else None
    return of is not None and entry in case.reviewed(of)


# --- grades ------------------------------------------------------------------------------------------------------------------


def grades_differ(edition: Edition) -> Iterator[Hit]:
    case = edition.case
    for about, held in case.grades().items():
        if len(set(held.values())) > 1 and about in case.entries:
            said_by = ", ".join(f"{case.authors.get(who, who[:12])} {grade}" for who, grade in held.items())
            yield (about,), f"authors grade the {case.entries[about].kind} {about[:12]} differently: {said_by}"
