"""The gate: named rules, as data, that must hold before anything is published."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from firsthand.record.assessment import About
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.observation import MarkKind
from firsthand.record.publication import Section

from .gate_board import RESTING, Asked, always_shown, board, judgements, sentences
from .gate_disclosure import MARK_REASON, Disclosure, Plan, disclose, names_private

# What is said of a draft sentence by a checker of wording: one message for each thing that is too loud.
WordingRule = Callable[[Entry, Case], Iterable[str]]
Hit = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is about to be published, as far as the rules look at it."""

    case: Case
    plan: Plan
    disclosure: Disclosure
    asked: Mapping[str, Asked]
    redacted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wording: tuple[WordingRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. A blocking one refuses publication; a marking one is printed beside what it is about."""

    id: str
    reason: str
    hint: str
    check: Callable[[Edition], Iterator[Hit]]
    blocking: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFinding:
    """One thing that a rule found: the rule, the entries (or files) it is about, and one clear line."""

    rule: str
    entries: tuple[str, ...]
    message: str
    blocking: bool
    hint: str


def edition_of(
    case: Case, plan: Plan, *, copies: Mapping[str, frozenset[str]] | None = None, wording: tuple[WordingRule, ...] = ()
) -> Edition:
    """Everything the rules need, worked out once. `copies` gives for a file the other files of its recording."""
    redacted: dict[str, tuple[str, ...]] = {}
    for entry in case.of("derivative", standing=True):
        if entry.value.what == "redaction":
            redacted[entry.value.parent] = (*redacted.get(entry.value.parent, ()), entry.value.digest)
    disclosure = disclose(case, plan, copies or {})
    return Edition(case=case, plan=plan, disclosure=disclosure, asked=board(case), redacted=redacted, wording=wording)


def gate(edition: Edition) -> list[GateFinding]:
    """Every rule over the edition, in the order of the rules."""
    return [
        GateFinding(rule=rule.id, entries=entries, message=message, blocking=rule.blocking, hint=rule.hint)
        for rule in RULES
        for entries, message in rule.check(edition)
    ]


# --- the sentences -------------------------------------------------------------------------------------------------------


def _titled(edition: Edition) -> Iterator[Hit]:
    titles = sentences(edition.case, Section.TITLE)
    if len(titles) != 1:
        yield tuple(e.id for e in titles), f"the report has {len(titles) or 'no'} titles"


def _has_sentences(edition: Edition) -> Iterator[Hit]:
    if not [e for e in sentences(edition.case) if e.value.section is not Section.TITLE]:
        yield (), "the report has no sentence"


def _says_not_known(edition: Edition) -> Iterator[Hit]:
    if not sentences(edition.case, Section.NOT_KNOWN):
        yield (), "the report does not say what is not known"


def _rests(edition: Edition) -> Iterator[Hit]:
    for draft in sentences(edition.case, *RESTING, Section.NOT_KNOWN, Section.CORRECTION):
        open_question = draft.value.section is Section.NOT_KNOWN and draft.value.answers
        if not draft.value.rests_on and not open_question:
            yield (draft.id,), f"{_quoted(draft)} rests on nothing"


def _stands(edition: Edition) -> Iterator[Hit]:
    for draft in sentences(edition.case):
        # A correction speaks of what was withdrawn; every other sentence would lean on it.
        gone = {} if draft.value.section is Section.CORRECTION else {**edition.case.withdrawn, **edition.case.replaced}
        for ground in _ground(edition.case, draft):
            if ground not in edition.case.entries:
                yield (
                    (draft.id, ground),
                    f"{_quoted(draft)} rests on {ground[:12]}, which was erased or is not in this case",
                )
            elif ground in gone:
                what = edition.case.entries[ground].kind
                verb = "withdrawn" if ground in edition.case.withdrawn else "revised"
                yield (draft.id, ground), f"{_quoted(draft)} rests on the {what} {ground[:12]}, which was {verb}"


# Where a thing has its ground: what it was concluded from, not what was weighed against it.
GROUND: Mapping[str, tuple[str, ...]] = {
    "finding": ("rests_on",),
    "observation": ("rests_on",),
    "claim": ("source", "rests_on"),
    "answer": ("question",),
    "assessment": ("answer", "speaks_for"),
    "reply": ("source",),
}


def _ground(case: Case, draft: Entry) -> Iterator[str]:
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
            waiting += _under(case.entries[entry])


def _under(entry: Entry) -> Iterator[str]:
    for name in GROUND.get(entry.kind, ()):
        item = getattr(entry.value, name)
        yield from item if isinstance(item, tuple) else (item,)


def _worded(edition: Edition) -> Iterator[Hit]:
    for draft in sentences(edition.case):
        for check in edition.wording:
            for message in check(draft, edition.case):
                yield (draft.id,), f"{_quoted(draft)}: {message}"


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


def _assessed(edition: Edition) -> Iterator[Hit]:
    for draft, question in _answering(edition):
        asked = edition.asked.get(question)
        if asked is None or asked.of_law:
            continue
        if not any(side.assessments for side in asked.sides):
            yield (
                (draft.id, question),
                f"{_quoted(draft)} answers {asked.question.value.text!r}, which nobody has assessed",
            )


def _law(edition: Edition) -> Iterator[Hit]:
    for draft, question in _answering(edition):
        found = edition.case.entries.get(question)
        if found is not None and found.kind == "question" and found.value.about is About.LAW:
            yield (draft.id, question), f"{_quoted(draft)} answers a question of law"


def _both_sides(edition: Edition) -> Iterator[Hit]:
    shown = edition.disclosure.shows
    for draft, question in _answering(edition):
        asked = edition.asked.get(question)
        if asked is None or not asked.contested:
            continue
        for side in asked.sides:
            for claims, word in ((side.claims_for, "for"), (side.claims_against, "against")):
                if claims and not any(shown(e) for e in claims):
                    message = (
                        f"{_quoted(draft)} is contested, and every claim {word} {side.answer.value.text!r} is withheld"
                    )
                    yield (draft.id, side.answer.id, *(e.id for e in claims)), message


def _contested(edition: Edition) -> Iterator[Hit]:
    for draft, question in _answering(edition):
        asked = edition.asked.get(question)
        if asked is not None and asked.contested:
            yield (draft.id, question), f"{_quoted(draft)} is contested: {'; '.join(asked.contested)}"


def _reviewed(edition: Edition) -> Iterator[Hit]:
    for asked in edition.asked.values():
        for side in asked.sides:
            for entry in side.assessments:
                if not edition.case.reviewed(entry):
                    who = edition.case.author(entry)
                    yield (entry.id,), f"nobody else has reviewed {who}'s assessment of {side.answer.value.text!r}"


def _ground_withheld(edition: Edition) -> Iterator[Hit]:
    for draft in sentences(edition.case):
        hidden = [e for e in draft.value.rests_on if e in edition.disclosure.bodies]
        if hidden:
            yield (draft.id, *hidden), f"{_quoted(draft)} rests on {len(hidden)} entries that are withheld"


# --- people ----------------------------------------------------------------------------------------------------------------


def _held_back(edition: Edition) -> Iterator[Hit]:
    for file in sorted(edition.plan.exhibits):
        held = edition.disclosure.holds(file)
        if held is not None:
            yield (file, held.by), f"the original {file[:12]} is marked: {MARK_REASON[held.mark]}"


def _risk_without_redaction(edition: Edition) -> Iterator[Hit]:
    for file, found in sorted(edition.disclosure.held.items()):
        if not edition.redacted.get(file):
            kinds = sorted({MARK_REASON[held.mark] for held in found})
            yield (
                (file, *dict.fromkeys(held.by for held in found)),
                f"stills of {file[:12]} are held back: {', '.join(kinds)}",
            )


def _no_hiding(edition: Edition) -> Iterator[Hit]:
    marks = (m.value.entry for m in edition.case.of("mark", standing=True) if m.value.mark is not MarkKind.GRAPHIC)
    for entry in dict.fromkeys((*edition.plan.withhold, *(e for e in marks if e))):
        found = edition.case.entries.get(entry)
        fields = edition.plan.withhold.get(entry, frozenset())
        if found is None:
            yield (entry,), f"{entry[:12]} is to be withheld, but it is not in this case"
        elif always_shown(edition.case, found) and not fields:
            yield (entry,), f"the {found.kind} {entry[:12]} judges, asks or takes back: it cannot be withheld"
        elif fields - set(found.value.sealed):
            strange = ", ".join(sorted(fields - set(found.value.sealed)))
            yield (
                (entry,),
                f"the {found.kind} {entry[:12]} has no sealed field {strange}: only sealed fields can be withheld",
            )


def _nothing_private(edition: Edition) -> Iterator[Hit]:
    for entry in edition.case.entries.values():
        if always_shown(edition.case, entry) and names_private(entry):
            yield (
                (entry.id,),
                f"the {entry.kind} {entry.id[:12]} names a local path or a private address, and it is always shown",
            )


# --- editions --------------------------------------------------------------------------------------------------------------


def _says_changed(edition: Edition) -> Iterator[Hit]:
    if edition.plan.edition > 1 and not edition.plan.changed.strip():
        yield (edition.plan.previous or "",), f"edition {edition.plan.edition} does not say what changed"


def _quoted(draft: Entry) -> str:
    text = " ".join(draft.value.text.split())
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"


RULES: tuple[Rule, ...] = (
    Rule(
        id="title",
        reason="A report that has no name, or two, cannot be cited.",
        hint="Write one draft in the section title, or withdraw the further ones.",
        check=_titled,
    ),
    Rule(
        id="sentences",
        reason="Nothing is written by a template about itself: without an analyst's sentences there is no report.",
        hint="Write drafts: `firsthand draft`.",
        check=_has_sentences,
    ),
    Rule(
        id="not-known",
        reason="Every report leaves something open; a reader who is not told so believes more than was found.",
        hint="Write at least one draft in the section not known.",
        check=_says_not_known,
    ),
    Rule(
        id="rests",
        reason="A sentence is worth what it rests on.",
        hint="Name the entries that the sentence rests on; for what is not known, the question that stays open.",
        check=_rests,
    ),
    Rule(
        id="stands",
        reason="What was withdrawn, revised or erased carries nothing any more, nor does what was concluded from it.",
        hint="Revise what rests on it, then replace the sentence by one that rests on entries that stand.",
        check=_stands,
    ),
    Rule(
        id="assessed",
        reason="A sentence that answers a question says what a named analyst has judged, never more.",
        hint="Assess an answer of the question: `firsthand assess`.",
        check=_assessed,
    ),
    Rule(
        id="law",
        reason="What the law says of it is for courts. The case may ask, and list what touches the question.",
        hint="Say what was seen and found instead, or move the question to what is not known.",
        check=_law,
    ),
    Rule(
        id="both-sides",
        reason="Where sources or analysts contradict each other, both stay in sight.",
        hint="Show at least one claim of each side: withhold the source's name instead of the claim.",
        check=_both_sides,
    ),
    Rule(
        id="wording",
        reason="Nothing is said louder than its evidence.",
        hint="Replace the sentence by wording that its ground carries.",
        check=_worded,
    ),
    Rule(
        id="held-back",
        reason="People first: what puts somebody at risk, is graphic or betrays a source is not handed out.",
        hint="Make a redacted derivative, or have the mark withdrawn by whoever set it.",
        check=_held_back,
    ),
    Rule(
        id="no-hiding",
        reason="What judges, disputes or takes back is always shown, and only sealed fields can be taken out of an entry.",
        hint="Withhold a sealed field (a name) instead of the entry, or say it anew without what must not be shown.",
        check=_no_hiding,
    ),
    Rule(
        id="private",
        reason="Paths and addresses of an analyst's machine lead to the analyst.",
        hint="Replace the sentence by one without it. Another kind of entry stays in its log: its body must be erased there.",
        check=_nothing_private,
    ),
    Rule(
        id="changed",
        reason="Readers of the earlier edition are told what is different.",
        hint='Say it in a sentence or two: `firsthand publish --changed "..."`.',
        check=_says_changed,
    ),
    Rule(
        id="contested",
        reason="A sentence on a contested matter bears the mark, with both sides beside it.",
        hint="Both sides are printed under the question.",
        check=_contested,
        blocking=False,
    ),
    Rule(
        id="unreviewed",
        reason="One person's judgement is marked as such.",
        hint="Ask another analyst to review it: `firsthand review`.",
        check=_reviewed,
        blocking=False,
    ),
    Rule(
        id="ground-withheld",
        reason="A reader is told where part of the ground cannot be looked at.",
        hint="Show the entries, or lean on others.",
        check=_ground_withheld,
        blocking=False,
    ),
    Rule(
        id="stills-held",
        reason="Marks follow the bytes to every copy.",
        hint="A redacted derivative is shown in their place.",
        check=_risk_without_redaction,
        blocking=False,
    ),
)

__all__ = ["RULES", "Edition", "GateFinding", "Rule", "WordingRule", "edition_of", "gate", "judgements"]
