"""The gate: named rules, as data, that must hold before anything is published."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from firsthand.record.observation import MarkKind

from . import gate_after as after
from . import gate_origins as corroborated
from . import gate_people as people
from . import gate_sentences as checks
from .follow import decisions
from .gate_beyond import beyond
from .gate_board import always_shown
from .gate_disclosure import MARK_REASON, is_private, names_private
from .gate_edition import Edition, Hit


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


def gate(edition: Edition) -> list[GateFinding]:
    """Every rule over the edition, in the order of the rules."""
    return [
        GateFinding(rule=rule.id, entries=entries, message=message, blocking=rule.blocking, hint=rule.hint)
        for rule in RULES
        for entries, message in rule.check(edition)
    ]


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


def _decided(edition: Edition) -> Iterator[Hit]:
    """Copies in which somebody decided how far a mark follows: a reader is told, whatever the decision was."""
    for (mark, file), said in sorted(decisions(edition.case).items()):
        if edition.case.entries.get(mark) is not None and mark not in edition.case.withdrawn:
            less = "nothing" if not any(entry.value.holds for entry in said) else "the stretches decided on"
            yield (
                (mark, *(entry.id for entry in said)),
                f"of the copy {file[:12]} a mark holds back {less}, as people decided",
            )


def _no_hiding(edition: Edition) -> Iterator[Hit]:
    marks = (m.value.entry for m in edition.case.of("mark", standing=True) if m.value.mark is not MarkKind.GRAPHIC)
    for entry in dict.fromkeys((*edition.plan.withhold, *(e for e in marks if e))):
        found = edition.case.entries.get(entry)
        fields = edition.plan.withhold.get(entry, frozenset())
        if found is None:
            yield (entry,), f"{entry[:12]} is to be withheld, but it is not in this case"
        elif always_shown(edition.case, found) and not fields:
            yield (
                (entry,),
                f"the {found.kind} {entry[:12]} judges, asks or takes back, and stands: it cannot be withheld",
            )
        elif fields - set(found.value.sealed):
            strange = ", ".join(sorted(fields - set(found.value.sealed)))
            yield (
                (entry,),
                f"the {found.kind} {entry[:12]} has no sealed field {strange}: only sealed fields can be withheld",
            )


def _nothing_private(edition: Edition) -> Iterator[Hit]:
    if is_private(edition.plan.changed):
        yield (), "what is said to have changed names a local path or a private address"
    for entry in edition.case.entries.values():
        if always_shown(edition.case, entry) and names_private(entry):
            yield (
                (entry.id,),
                f"the {entry.kind} {entry.id[:12]} names a local path or a private address, and it is always shown",
            )


RULES: tuple[Rule, ...] = (
    Rule(
        id="title",
        reason="A report that has no name, or two, cannot be cited.",
        hint="Write one draft in the section title, or withdraw the further ones.",
        check=checks.titled,
    ),
    Rule(
        id="sentences",
        reason="Nothing is written by a template about itself: without an analyst's sentences there is no report.",
        hint="Write drafts: `firsthand draft`.",
        check=checks.has_sentences,
    ),
    Rule(
        id="not-known",
        reason="Every report leaves something open; a reader who is not told so believes more than was found.",
        hint="Write at least one draft in the section not known.",
        check=checks.says_not_known,
    ),
    Rule(
        id="rests",
        reason="A sentence is worth what it rests on.",
        hint="Name the entries that the sentence rests on; for what is not known, the question that stays open.",
        check=checks.rests,
    ),
    Rule(
        id="stands",
        reason="What was withdrawn, revised or erased carries nothing any more, nor does what was concluded from it.",
        hint="Revise what rests on it, then replace the sentence by one that rests on entries that stand.",
        check=checks.stands,
    ),
    Rule(
        id="assessed",
        reason="A sentence that answers a question says what a named analyst has judged, never more.",
        hint="Assess an answer of the question: `firsthand assess`.",
        check=checks.assessed,
    ),
    Rule(
        id="judged-once",
        reason="An analyst holds one judgement of an answer; a later one takes the place of an earlier one by name, or not at all.",
        hint='Take one back: `firsthand withdraw EARLIER --instead LATER --reason "..."`. The next time: `firsthand assess --revises`.',
        check=people.judged_once,
    ),
    Rule(
        id="law",
        reason="What the law says of it is for courts. The case may ask, and list what touches the question.",
        hint="Say what was seen and found instead, or move the question to what is not known.",
        check=checks.law,
    ),
    Rule(
        id="both-sides",
        reason="Where sources or analysts contradict each other, both stay in sight.",
        hint="Show at least one claim of each side: withhold the source's name instead of the claim.",
        check=checks.both_sides,
    ),
    Rule(
        id="wording",
        reason="Nothing is said louder than its evidence.",
        hint="Replace the sentence by wording that its ground carries.",
        check=checks.worded,
    ),
    Rule(
        id="counted-in-origins",
        reason="Corroboration is counted in origins: ten accounts that repeat one clip are one.",
        hint="Say that it is one origin, or rest the sentence on a second one: `firsthand origins`.",
        check=corroborated.counted,
    ),
    Rule(
        id="reply",
        reason="Those accused are asked; where they were not, or nobody knows whether, readers are told.",
        hint='Enter it: `firsthand reply SOURCE "question"` with --asked, --not-asked and why (--answer), or neither.',
        check=people.replied,
    ),
    Rule(
        id="called-reviewed",
        reason="Nothing is called reviewed before another author has reviewed it.",
        hint="Ask another analyst to review it (`firsthand review`), or leave the word out.",
        check=people.called_reviewed,
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
        hint="Withhold a sealed field (a name) instead, or withdraw the entry and say it anew: what stands no longer may be withheld.",
        check=_no_hiding,
    ),
    Rule(
        id="private",
        reason="Paths and addresses of an analyst's machine lead to the analyst.",
        hint="Withdraw or replace the entry, say it anew without the path or address, and withhold the old one by name.",
        check=_nothing_private,
    ),
    Rule(
        id="changed",
        reason="Readers of the earlier edition are told what is different.",
        hint='Say it in a sentence or two: `firsthand publish --changed "..."`; `firsthand correct` lists what was printed.',
        check=after.says_changed,
    ),
    Rule(
        id="correction",
        reason="Who read a sentence whose ground was taken back is told so.",
        hint="Write a draft in the section correction that rests on what was withdrawn, or its withdrawal: `firsthand correct`.",
        check=after.corrected,
    ),
    Rule(
        id="contested",
        reason="A sentence on a contested matter bears the mark, with both sides beside it.",
        hint="Both sides are printed under the question.",
        check=checks.contested,
        blocking=False,
    ),
    Rule(
        id="unreviewed",
        reason="One person's judgement is marked as such.",
        hint="Ask another analyst to review it: `firsthand review`.",
        check=checks.reviewed,
        blocking=False,
    ),
    Rule(
        id="single-origin",
        reason="What rests on one origin, or on none that is known, is marked as such.",
        hint="The page says so beside the sentence; a second origin would change it.",
        check=corroborated.single,
        blocking=False,
    ),
    Rule(
        id="chain",
        reason="A chain of sources is as good as what shows each of its links.",
        hint="Enter sightings of what the sources wrote or showed, and claims that rest on them.",
        check=corroborated.chain,
        blocking=False,
    ),
    Rule(
        id="grades-differ",
        reason="Where authors grade a source or a claim differently, both grades are shown and none is averaged.",
        hint="Both stand on the page with their reasons.",
        check=people.grades_differ,
        blocking=False,
    ),
    Rule(
        id="ground-withheld",
        reason="A reader is told where part of the ground cannot be looked at.",
        hint="Show the entries, or lean on others.",
        check=checks.ground_withheld,
        blocking=False,
    ),
    Rule(
        id="stills-held",
        reason="Marks follow the bytes to every copy.",
        hint="A redacted derivative is shown in their place.",
        check=_risk_without_redaction,
        blocking=False,
    ),
    Rule(
        id="mark-decided",
        reason="Where a person and not an alignment says how far a mark follows, that is said.",
        hint="Look at the copy once more; `firsthand follow` decides anew, `firsthand withdraw` takes a decision back.",
        check=_decided,
        blocking=False,
    ),
    Rule(
        id="beyond-the-page",
        reason="A report carries the whole ledger: what no page prints can be read there, unless it is withheld.",
        hint="Look at them with `firsthand show ID`; what nobody needs is left out with `--withhold ID`, and counted.",
        check=beyond,
        blocking=False,
    ),
)
