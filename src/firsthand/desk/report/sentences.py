"""The report's sentences, each exactly as its author wrote it, with its footnotes, judgements and marks."""

from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.desk.gate_board import judgements, sentences
from firsthand.record.entry import Entry
from firsthand.record.publication import Section

from . import rests, words
from .matter import Matter, anchor
from .notes import Note, note
from .observed import Observed, observed

# As the page prints them: notes are numbered in the order of reading, and what was corrected is read first.
PAGE_ORDER = (Section.TITLE, Section.CORRECTION, Section.SUMMARY, Section.KNOWN, Section.NOT_KNOWN, Section.HOW)

COUNTED = (Section.SUMMARY, Section.KNOWN)  # what says something of the world says on how many origins it does


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One analyst's assessment as the page shows it: likelihood and confidence apart, with who reviewed it."""

    answer: str
    where: str
    likelihood: str
    percent: str
    confidence: str
    who: str
    day: str
    reasons: str
    review: tuple[str, ...]
    reviewed: bool
    dissents: str = ""
    history: tuple[str, ...] = ()
    seen_for: tuple[Observed, ...] = ()
    seen_against: tuple[Observed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    id: str
    text: str
    who: str
    notes: tuple[int, ...]
    judgements: tuple[Judgement, ...]
    contested: tuple[tuple[str, str], ...]  # anchor and text of each contested question
    new: bool
    origins: tuple[rests.RootView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The sentences by section, and the notes that they share."""

    title: str
    title_id: str
    sections: dict[str, tuple[Sentence, ...]]
    notes: tuple[Note, ...]


def text_of(matter: Matter) -> Text:
    """Raises nothing: the gate has seen that there is one title."""
    numbers: dict[str, int] = {}
    sections: dict[str, tuple[Sentence, ...]] = {}
    for section in PAGE_ORDER:
        drafts = sentences(matter.case, section)
        sections[section.value] = tuple(_sentence(matter, draft, numbers) for draft in drafts)
    notes = tuple(note(matter, number, entry) for entry, number in numbers.items())
    title = sections[Section.TITLE.value][0]
    return Text(title=title.text, title_id=title.id, sections=sections, notes=notes)


def _sentence(matter: Matter, draft: Entry, numbers: dict[str, int]) -> Sentence:
    rests_on = () if draft.value.section is Section.TITLE else draft.value.rests_on  # a heading bears no notes
    for entry in rests_on:
        numbers.setdefault(entry, len(numbers) + 1)
    speaks = draft.value.section is not Section.NOT_KNOWN
    found = judgements(matter.asked, matter.case, draft) if speaks else ()
    return Sentence(
        id=draft.id,
        text=draft.value.text,
        who=matter.author(draft),
        notes=tuple(numbers[entry] for entry in rests_on),
        judgements=tuple(judgement(matter, e) for e in found if not _of_law(matter, e)),
        contested=tuple(_contested(matter, draft, found)),
        new=matter.new(draft),
        origins=rests.of_sentence(matter, draft) if draft.value.section in COUNTED else (),
    )


def _of_law(matter: Matter, assessment: Entry) -> bool:
    answer = matter.case.entries.get(assessment.value.answer)
    asked = matter.asked.get(answer.value.question) if answer else None
    return asked is not None and asked.of_law


def _contested(matter: Matter, draft: Entry, found: Iterable[Entry]) -> Iterable[tuple[str, str]]:
    answers = (matter.case.entries.get(e.value.answer) for e in found)
    questions = [answer.value.question for answer in answers if answer]
    for question in dict.fromkeys((*draft.value.answers, *questions)):
        asked = matter.asked.get(question)
        if asked is not None and asked.contested:
            yield anchor(question), asked.question.value.text


def judgement(matter: Matter, entry: Entry) -> Judgement:
    value, case = entry.value, matter.case
    answer = case.entries.get(value.answer)
    reviews = [(matter.author(r), r.value.agrees) for r in case.reviewed(entry)]
    other = case.entries.get(value.dissents_from) if value.dissents_from else None
    return Judgement(
        answer=answer.value.text if answer else "an answer that is withheld",
        where=anchor(entry.id),
        likelihood=value.likelihood.value,
        percent=words.percent(value.likelihood),
        confidence=value.confidence.value,
        who=matter.author(entry),
        day=entry.at,
        reasons=value.reasons,
        review=tuple(f"{who} {'agrees' if agrees else 'does not agree'}" for who, agrees in reviews),
        reviewed=bool(reviews),
        dissents=_dissents(matter, other) if other else "",
        history=tuple(_history(matter, entry)),
        seen_for=observed(matter, value.speaks_for),
        seen_against=observed(matter, value.speaks_against),
    )


def _dissents(matter: Matter, other: Entry) -> str:
    revised = other.id in matter.case.replaced or other.id in matter.case.withdrawn
    return matter.author(other) + (", who has since revised it" if revised else "")


def _history(matter: Matter, entry: Entry) -> Iterable[str]:
    """Earlier judgements of the same author that this one revises, latest first."""
    seen = {entry.id}
    earlier = entry.value.revises
    while earlier and earlier not in seen and earlier in matter.case.entries:
        seen.add(earlier)
        old = matter.case.entries[earlier]
        yield f"{old.value.likelihood.value}, confidence {old.value.confidence.value} ({old.at})"
        earlier = old.value.revises
