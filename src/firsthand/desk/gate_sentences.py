"""The gate's checks of sentences and questions: what they rest on, whether it stands, who has judged it, what contests it."""

from collections.abc import Iterator, Mapping

from firsthand.record.assessment import About
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.publication import Section

from .gate_board import RESTING, sentences
from .gate_edition import Edition, Hit

# --- the sentences -------------------------------------------------------------------------------------------------------


def titled(edition: Edition) -> Iterator[Hit]:
    titles = sentences(edition.case, Section.TITLE)
    if len(titles) != 1:
        yield tuple(e.id for e in titles), f"the report has {f'{len(titles)} titles' if titles else 'no title'}"


def has_sentences(edition: Edition) -> Iterator[Hit]:
    if not [e for e in sentences(edition.case) if e.value.section is not Section.TITLE]:
        yield (), "the report has no sentence"


def says_not_known(edition: Edition) -> Iterator[Hit]:
    if not sentences(edition.case, Section.NOT_KNOWN):
        yield (), "the report does not say what is not known"


def rests(edition: Edition) -> Iterator[Hit]:
    for draft in sentences(edition.case, *RESTING, Section.NOT_KNOWN, Section.CORRECTION):
        open_question = draft.value.section is Section.NOT_KNOWN and draft.value.answers
        if not draft.value.rests_on and not open_question:
            yield (draft.id,), f"{quoted(draft)} rests on nothing"


def stands(edition: Edition) -> Iterator[Hit]:
    for draft in sentences(edition.case):
        # A correction speaks of what was withdrawn; every other sentence would lean on it.
        gone = {} if draft.value.section is Section.CORRECTION else {**edition.case.withdrawn, **edition.case.replaced}
        for ground in under(edition.case, draft):
            if ground not in edition.case.entries:
                yield (
                    (draft.id, ground),
                    f"{quoted(draft)} rests on {ground[:12]}, which was erased or is not in this case",
                )
            elif ground in gone:
                what = edition.case.entries[ground].kind
                verb = "withdrawn" if ground in edition.case.withdrawn else "revised"
                yield (draft.id, ground), f"{quoted(draft)} rests on the {what} {ground[:12]}, which was {verb}"


# Where a thing has its ground: what it was concluded from, not what was weighed against it.
GROUND: Mapping[str, tuple[str, ...]] = {
    "finding": ("rests_on",),
    "observation": ("rests_on",),
    "claim": ("source", "rests_on"),
    "answer": ("question",),
    "assessment": ("answer", "speaks_for"),
    "reply": ("source",),
}


def under(case: Case, draft: Entry) -> Iterator[str]:
    """All that a sentence rests on, through everything beneath; each entry once."""
    seen: set[str] = set()
    waiting = [*draft.value.answers, *draft.value.rests_on]
    while waiting:
        entry = waiting.pop()
        if entry in seen:
            continue
        seen.add(entry)
        yield entry
        if entry in case.entries and entry not in case.withdrawn:
            waiting += _beneath(case.entries[entry])


def _beneath(entry: Entry) -> Iterator[str]:
    for name in GROUND.get(entry.kind, ()):
        item = getattr(entry.value, name)
        yield from item if isinstance(item, tuple) else (item,)


def worded(edition: Edition) -> Iterator[Hit]:
    for draft in sentences(edition.case):
        for check in edition.wording:
            for message in check(draft, edition.case):
                yield (draft.id,), f"{quoted(draft)}: {message}"


# --- questions and judgements ----------------------------------------------------------------------------------------------


def _answering(edition: Edition) -> Iterator[tuple[Entry, str]]:
    """The sentences that answer a question, with it. One that says what is not known answers none."""
    for draft in sentences(edition.case, *RESTING):
        named = [edition.case.entries[e] for e in draft.value.rests_on if e in edition.case.entries]
        answers = [e.value.answer for e in named if e.kind == "assessment"] + [
            e.id for e in named if e.kind == "answer"
        ]
        through = [edition.case.entries[a].value.question for a in answers if a in edition.case.entries]
        for question in dict.fromkeys((*draft.value.answers, *through)):
            yield draft, question


def assessed(edition: Edition) -> Iterator[Hit]:
    for draft, question in _answering(edition):
        asked = edition.asked.get(question)
        if asked is None or asked.of_law:
            continue
        if not any(side.assessments for side in asked.sides):
            yield (
                (draft.id, question),
                f"{quoted(draft)} answers {asked.question.value.text!r}, which nobody has assessed",
            )


def law(edition: Edition) -> Iterator[Hit]:
    for draft, question in _answering(edition):
        found = edition.case.entries.get(question)
        if found is not None and found.kind == "question" and found.value.about is About.LAW:
            yield (draft.id, question), f"{quoted(draft)} answers a question of law"


def both_sides(edition: Edition) -> Iterator[Hit]:
    shown = edition.disclosure.shows
    for draft, question in _answering(edition):
        asked = edition.asked.get(question)
        if asked is None or not asked.contested:
            continue
        for side in asked.sides:
            for claims, word in ((side.claims_for, "for"), (side.claims_against, "against")):
                if claims and not any(shown(e) for e in claims):
                    message = (
                        f"{quoted(draft)} is contested, and every claim {word} {side.answer.value.text!r} is withheld"
                    )
                    yield (draft.id, side.answer.id, *(e.id for e in claims)), message


def contested(edition: Edition) -> Iterator[Hit]:
    for draft, question in _answering(edition):
        asked = edition.asked.get(question)
        if asked is not None and asked.contested:
            yield (draft.id, question), f"{quoted(draft)} is contested: {'; '.join(asked.contested)}"


def reviewed(edition: Edition) -> Iterator[Hit]:
    for asked in edition.asked.values():
        for side in asked.sides:
            for entry in side.assessments:
                if not edition.case.reviewed(entry):
                    who = edition.case.author(entry)
                    yield (entry.id,), f"nobody else has reviewed {who}'s assessment of {side.answer.value.text!r}"


def ground_withheld(edition: Edition) -> Iterator[Hit]:
    for draft in sentences(edition.case):
        hidden = [e for e in draft.value.rests_on if e in edition.disclosure.bodies]
        if hidden:
            yield (draft.id, *hidden), f"{quoted(draft)} rests on {len(hidden)} entries that are withheld"


def quoted(draft: Entry) -> str:
    text = " ".join(draft.value.text.split())
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"
