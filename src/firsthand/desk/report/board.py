"""Questions with their competing answers side by side, the claims table, and what those accused were asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from firsthand.desk.gate_board import Asked, Side
from firsthand.record.assessment import About, Answer
from firsthand.record.claim import Stance
from firsthand.record.entry import Entry

from . import matrix, rests, words
from .grades import Change, Grades, Held, given, grades, held
from .matter import Matter, anchor
from .sentences import Judgement, judgement

ABOUT = {
    About.AUTHENTIC: "Is it authentic?",
    About.WHERE: "Where?",
    About.WHEN: "When?",
    About.WHAT: "What happened?",
    About.WHO: "Who?",
    About.CONTEXT: "In what context?",
    About.REPLY: "What do those accused reply?",
    About.LAW: "What does the law ask?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A claim under an answer: its number in the claims table and who says it."""

    number: int
    where: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    where: str
    text: str
    bounds: Markup | None
    judgements: tuple[Judgement, ...]
    claims_for: tuple[Pointer, ...]
    claims_against: tuple[Pointer, ...]
    weighed: tuple[tuple[Pointer | str, str, str], ...]  # a claim, or what else it is; how it stands; why
    rests: rests.RestsView


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    where: str
    about: str
    text: str
    of_law: bool
    contested: tuple[str, ...]
    answers: tuple[AnswerView, ...]
    unplaced: tuple[Pointer, ...]
    touching: rests.SideView
    falls: tuple[Markup, ...]
    matrix: matrix.MatrixView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    number: int
    where: str
    who: str
    through: tuple[str, ...]
    paraphrase: str
    verbatim: str
    language: str
    translation: str
    hedges: tuple[str, ...]
    basis: str
    about: tuple[tuple[str, str, str], ...]  # question, stance, answer
    said: Markup
    dated_by: str  # anchor of the sighting whose publication date told when
    files: tuple[tuple[int, str], ...]
    reliability: tuple[Held, ...]
    credibility: tuple[Held, ...]
    graded: tuple[Change, ...]  # how the credibility came about, where it was graded later
    shown_in: tuple[tuple[str, str], ...]  # anchors and names of the sightings in which it stands
    withdrawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source with the grades that are held of it and how they came about, oldest first."""

    where: str
    who: str
    is_a: str
    grades: tuple[Held, ...]
    history: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    who: str
    question: str
    asked: str
    answered: str
    answer: str
    when: Markup


def numbers(matter: Matter) -> dict[str, int]:
    """The claims of the table, standing or withdrawn, numbered as they were entered; withheld ones have none."""
    shown = (e for e in matter.case.of("claim") if matter.disclosure.shows(e) and e.id not in matter.case.replaced)
    return {entry.id: number for number, entry in enumerate(shown, 1)}


def questions(matter: Matter, numbered: dict[str, int]) -> tuple[QuestionView, ...]:
    rank = {about: number for number, about in enumerate(About)}
    ordered = sorted(matter.asked.values(), key=lambda asked: rank[asked.question.value.about])
    found = _Rests(
        answers=rests.answers(matter),
        touching=rests.touching(matter),
        falls=rests.falls(matter),
        matrices=matrix.matrices(matter, numbered),
    )
    return tuple(_question(matter, asked, numbered, found) for asked in ordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rests:
    """On which origins it rests: by answer, and by question."""

    answers: Mapping[str, rests.RestsView]
    touching: Mapping[str, rests.SideView]
    falls: Mapping[str, tuple[Markup, ...]]
    matrices: Mapping[str, matrix.MatrixView]


def _question(matter: Matter, asked: Asked, numbered: dict[str, int], found: _Rests) -> QuestionView:
    value, question = asked.question.value, asked.question.id
    return QuestionView(
        where=anchor(asked.question.id),
        about=ABOUT[value.about],
        text=value.text,
        of_law=asked.of_law,
        contested=asked.contested,
        answers=tuple(_answer(matter, asked, side, numbered, found) for side in asked.sides),
        unplaced=_pointers(matter, asked.unplaced, numbered),
        touching=found.touching.get(question, rests.NONE),
        falls=found.falls.get(question, ()),
        matrix=found.matrices.get(question),
    )


def _answer(matter: Matter, asked: Asked, side: Side, numbered: dict[str, int], found: _Rests) -> AnswerView:
    # Nobody's judgement of a question of law is printed as if it were the answer; the entries stand in the ledger.
    judged = () if asked.of_law else tuple(judgement(matter, e) for e in side.assessments)
    return AnswerView(
        where=anchor(side.answer.id),
        text=side.answer.value.text,
        bounds=_bounds(side.answer.value),
        judgements=judged,
        claims_for=_pointers(matter, side.claims_for, numbered),
        claims_against=_pointers(matter, side.claims_against, numbered),
        weighed=tuple(_weighed(matter, e, numbered) for e in side.weighings),
        rests=found.answers.get(side.answer.id, rests.RestsView(pro=rests.NONE, con=rests.NONE)),
    )


def _bounds(answer: Answer) -> Markup | None:
    if answer.region is not None and answer.region.boxes:
        return words.region(answer.region)
    return words.span(answer.span) if answer.span is not None else None


def _weighed(matter: Matter, entry: Entry, numbered: dict[str, int]) -> tuple[Pointer | str, str, str]:
    evidence = matter.case.entries.get(entry.value.evidence)
    if evidence is not None and evidence.id in numbered:
        return _pointers(matter, (evidence,), numbered)[0], entry.value.consistency.value, entry.value.reason
    kind = evidence.kind if evidence else "entry"
    return f"{kind} {entry.value.evidence[:12]}", entry.value.consistency.value, entry.value.reason


def _pointers(matter: Matter, claims: tuple[Entry, ...], numbered: dict[str, int]) -> tuple[Pointer, ...]:
    return tuple(Pointer(number=numbered.get(e.id, 0), where=anchor(e.id), who=_speaker(matter, e)) for e in claims)


def _speaker(matter: Matter, claim: Entry) -> str:
    return matter.source(claim.value.source) if matter.disclosure.shows(claim) else "a claim that is withheld"


def claims(matter: Matter, numbered: dict[str, int]) -> tuple[ClaimView, ...]:
    graded = grades(matter)
    return tuple(_claim(matter, matter.case.entries[entry], number, graded) for entry, number in numbered.items())


def sources(matter: Matter) -> tuple[SourceView, ...]:
    graded = grades(matter)
    shown = (e for e in matter.case.of("source", standing=True) if matter.disclosure.shows(e))
    return tuple(_source(matter, entry, graded) for entry in shown)


def _source(matter: Matter, entry: Entry, graded: Grades) -> SourceView:
    value = entry.value
    why = value.reason if matter.disclosure.shows(entry, "reason") else ""
    first = (value.reliability.value, why, matter.author(entry), entry.at)
    return SourceView(
        where=anchor(entry.id),
        who=matter.source(entry.id),
        is_a=value.is_a.value,
        grades=held(matter, entry, graded),
        history=(first, *given(matter, entry, graded)),
    )


def _claim(matter: Matter, entry: Entry, number: int, graded: Grades) -> ClaimView:
    value, case = entry.value, matter.case
    gone, later = case.withdrawn.get(entry.id), given(matter, entry, graded)
    return ClaimView(
        number=number,
        where=anchor(entry.id),
        who=matter.source(value.source),
        through=tuple(matter.source(s) for s in value.through),
        paraphrase=value.paraphrase,
        verbatim=value.verbatim or "",
        language=words.language(value.language),
        translation=value.translation or "",
        hedges=value.hedges,
        basis=value.basis.value,
        about=tuple(_speaks(matter, said.question, said.stance, said.answer) for said in value.speaks_to),
        said=words.span(matter.said.get(entry.id, (value.said, ""))[0]),
        dated_by=_dated_by(matter, entry),
        files=tuple((matter.number[f], matter.exhibit(f)) for f in value.files if f in matter.number),
        reliability=held(matter, case.entries.get(value.source), graded),
        credibility=held(matter, entry, graded),
        graded=((value.credibility.value, value.reason, matter.author(entry), entry.at), *later) if later else (),
        shown_in=_shown_in(matter, entry),
        withdrawn=case.entries[gone].value.reason if gone and gone in case.entries else "",
    )


def _shown_in(matter: Matter, claim: Entry) -> tuple[tuple[str, str], ...]:
    """The sightings that it rests on, directly or by a passage: what shows the links of its chain."""
    near = [matter.case.entries[e] for e in claim.value.rests_on if e in matter.case.entries]
    near += [
        matter.case.entries[e]
        for o in near
        if o.kind == "observation"
        for e in o.value.rests_on
        if e in matter.case.entries
    ]
    seen = [e for e in near if e.kind == "sighting" and matter.disclosure.shows(e)]
    printed = [e for e in seen if e.value.file is None or e.value.file in matter.number]
    return tuple(
        (anchor(e.id), e.value.item or matter.exhibit(e.value.file)) for e in {e.id: e for e in printed}.values()
    )


def _dated_by(matter: Matter, claim: Entry) -> str:
    by = matter.said.get(claim.id, (claim.value.said, ""))[1]
    return anchor(by) if by else ""


def _speaks(matter: Matter, question: str, stance: Stance, answer: str | None) -> tuple[str, str, str]:
    asked = matter.case.entries.get(question)
    given = matter.case.entries.get(answer) if answer else None
    text = asked.value.text if asked else "a question that is withheld"
    return text, "" if stance is Stance.NEITHER else stance.value, given.value.text if given else ""


def replies(matter: Matter) -> tuple[ReplyView, ...]:
    tell = {True: "yes", False: "no", None: "not known"}
    return tuple(
        ReplyView(
            who=matter.source(e.value.source),
            question=e.value.question,
            asked=tell[e.value.asked],
            answered=tell[e.value.answered],
            answer=e.value.answer,
            when=words.span(e.value.when),
        )
        for e in matter.case.of("reply", standing=True)
    )
