"""What a report has to answer for: its standing sentences, and each question with its answers, claims and judgements."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from firsthand.method.weigh.matrix_answers import Answer, pairs
from firsthand.record.assessment import About
from firsthand.record.case import Case
from firsthand.record.claim import Stance
from firsthand.record.entry import Entry
from firsthand.record.publication import Section

State = Literal["open", "claimed", "assessed", "contested"]
# A sentence of these sections says something of the world or of the work, so it rests on what was found or said.
RESTING = (Section.SUMMARY, Section.KNOWN, Section.HOW)
# What disputes, judges or takes back is shown: a report that could leave it out could hide it. What stands no longer may be
# withheld by name (its withdrawal says that it was there); these never may.
WHILE_IT_STANDS = frozenset(
    {"assessment", "review", "grade", "weighing", "reply", "question", "answer", "draft"},
)
EVER_SHOWN = frozenset({"withdrawal", "published", "opened", "key-rotated", "key-added", "key-lost", "key-compromised"})


def always_shown(case: Case, entry: Entry) -> bool:
    """Whether no policy and no analyst can withhold the entry's body."""
    if entry.kind in WHILE_IT_STANDS:
        return entry.id not in case.withdrawn and entry.id not in case.replaced
    return entry.kind in EVER_SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One answer of a question, with what stands for and against it and who has judged it."""

    answer: Entry
    claims_for: tuple[Entry, ...] = ()
    claims_against: tuple[Entry, ...] = ()
    assessments: tuple[Entry, ...] = ()
    weighings: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its competing answers, and the claims that speak to it without naming an answer."""

    question: Entry
    sides: tuple[Side, ...]
    unplaced: tuple[Entry, ...] = ()
    contested: tuple[str, ...] = ()  # why it is, in words; empty where it is not

    @property
    def of_law(self) -> bool:
        return bool(self.question.value.about is About.LAW)

    @property
    def state(self) -> State:
        """How far the question is, in the one word that the report, the board and the library all use."""
        if self.contested:
            return "contested"
        if any(side.assessments for side in self.sides):
            return "assessed"
        claimed = self.unplaced or any(side.claims_for or side.claims_against for side in self.sides)
        return "claimed" if claimed else "open"


def sentences(case: Case, *sections: Section) -> tuple[Entry, ...]:
    """Standing drafts of some sections (all if none is named), in the order of the page."""
    rank = {section: number for number, section in enumerate(Section)}
    kept = (e for e in case.of("draft", standing=True) if not sections or e.value.section in sections)
    return tuple(sorted(kept, key=lambda e: (rank[e.value.section], e.value.order)))


def board(case: Case) -> dict[str, Asked]:
    """Every standing question by its id, in causal order."""
    answers = _by(case, "answer", "question")
    judged, weighed = _by(case, "assessment", "answer"), _by(case, "weighing", "answer")
    spoken: dict[tuple[str, Stance], list[Entry]] = defaultdict(list)
    for claim in case.of("claim", standing=True):
        for said in claim.value.speaks_to:
            spoken[(said.answer or said.question, said.stance)].append(claim)
    made: dict[str, Asked] = {}
    for question in case.of("question", standing=True):
        sides = tuple(
            Side(
                answer=answer,
                claims_for=tuple(spoken[(answer.id, Stance.FOR)]),
                claims_against=tuple(spoken[(answer.id, Stance.AGAINST)]),
                assessments=tuple(judged.get(answer.id, ())),
                weighings=tuple(weighed.get(answer.id, ())),
            )
            for answer in answers.get(question.id, ())
        )
        made[question.id] = Asked(
            question=question,
            sides=sides,
            unplaced=tuple(spoken[(question.id, Stance.NEITHER)]),
            contested=_contested(case, sides),
        )
    return made


def _by(case: Case, kind: str, field: str) -> Mapping[str, list[Entry]]:
    made: dict[str, list[Entry]] = defaultdict(list)
    for entry in case.of(kind, standing=True):
        made[getattr(entry.value, field)].append(entry)
    return made


def _contested(case: Case, sides: tuple[Side, ...]) -> tuple[str, ...]:
    """Two answers that cannot both be right with a claim for each, a claim against one, or analysts who judge one differently.

    Places and times that overlap can both be right: their methods' bounds say so, not their words.
    """
    why = []
    told = [
        Answer(s.answer.id, s.answer.value.text, s.answer.value.region, s.answer.value.span)
        for s in sides
        if s.claims_for
    ]
    if any(pair.compete for pair in pairs(told)):
        why.append("claims are made for more than one answer")
    if any(side.claims_against for side in sides):
        why.append("a claim is made against an answer")
    if any(_dissent(case, side) for side in sides):
        why.append("analysts judge it differently")
    return tuple(why)


def _dissent(case: Case, side: Side) -> bool:
    said = {(case.person.get(e.log, e.log), e.value.likelihood) for e in side.assessments}
    people = {person for person, _ in said}
    differing = len(people) > 1 and len({likelihood for _, likelihood in said}) > 1
    refused = any(not r.value.agrees for e in side.assessments for r in case.reviewed(e))
    return differing or refused or any(e.value.dissents_from for e in side.assessments)


def judgements(asked: Mapping[str, Asked], case: Case, draft: Entry) -> tuple[Entry, ...]:
    """The standing assessments that a sentence carries: those it rests on, or else those of the answers and questions it names."""
    named = [case.entries[e] for e in draft.value.rests_on if e in case.entries]
    own = tuple(e for e in named if e.kind == "assessment")
    if own:
        return own
    answers = {e.id for e in named if e.kind == "answer"}
    sides = [side for one in asked.values() for side in one.sides]
    if answers:
        return tuple(e for side in sides if side.answer.id in answers for e in side.assessments)
    questions = set(draft.value.answers)
    return tuple(e for side in sides if side.answer.value.question in questions for e in side.assessments)
