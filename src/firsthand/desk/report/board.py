"""Questions with their competing answers side by side, the claims table, and what those accused were asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from firsthand.desk.gate_board import Asked, Side
from firsthand.record.assessment import About, Answer
from firsthand.record.claim import Stance
from firsthand.record.entry import Entry

from . import rests, words
from .matter import Matter, anchor
from .sentences import Judgement, judgement

RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
CREDIBILITY = {
    "1": "confirmed",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "cannot be judged",
}
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
    reliability: str
    reliability_words: str
    credibility: str
    credibility_words: str
    withdrawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source with its grade and how the grade came about: `history` is grade, reason, who, day; oldest first."""

    where: str
    who: str
    is_a: str
    grade: str
    grade_words: str
    history: tuple[tuple[str, str, str, str], ...]


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
    found = _Rests(answers=rests.answers(matter), touching=rests.touching(matter), falls=rests.falls(matter))
    return tuple(_question(matter, asked, numbered, found) for asked in ordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rests:
    """On which origins it rests: by answer, and by question."""

    answers: Mapping[str, rests.RestsView]
    touching: Mapping[str, rests.SideView]
    falls: Mapping[str, tuple[Markup, ...]]


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


def grades(matter: Matter) -> dict[str, list[Entry]]:
    """The standing grades of each source and claim, oldest first: the last one is in force."""
    made: dict[str, list[Entry]] = {}
    for entry in matter.case.of("grade", standing=True):
        made.setdefault(entry.value.about, []).append(entry)
    return made


def _grade(entry: Entry, graded: dict[str, list[Entry]]) -> str:
    if entry.id in graded:
        return str(graded[entry.id][-1].value.grade)
    return str(entry.value.reliability if entry.kind == "source" else entry.value.credibility)


def sources(matter: Matter) -> tuple[SourceView, ...]:
    graded = grades(matter)
    shown = (e for e in matter.case.of("source", standing=True) if matter.disclosure.shows(e))
    return tuple(_source(matter, entry, graded) for entry in shown)


def _source(matter: Matter, entry: Entry, graded: dict[str, list[Entry]]) -> SourceView:
    value, grade = entry.value, _grade(entry, graded)
    why = value.reason if matter.disclosure.shows(entry, "reason") else ""
    first = (value.reliability.value, why, matter.author(entry), entry.at)
    later = [(g.value.grade, g.value.reason, matter.author(g), g.at) for g in graded.get(entry.id, ())]
    return SourceView(
        where=anchor(entry.id),
        who=matter.source(entry.id),
        is_a=value.is_a.value,
        grade=grade,
        grade_words=RELIABILITY.get(grade, ""),
        history=(first, *later),
    )


def _claim(matter: Matter, entry: Entry, number: int, graded: dict[str, list[Entry]]) -> ClaimView:
    value, case = entry.value, matter.case
    source = case.entries.get(value.source)
    reliability = _grade(source, graded) if source is not None and source.kind == "source" else "F"
    credibility = _grade(entry, graded)
    gone = case.withdrawn.get(entry.id)
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
        reliability=reliability,
        reliability_words=RELIABILITY.get(reliability, ""),
        credibility=credibility,
        credibility_words=CREDIBILITY.get(credibility, ""),
        withdrawn=case.entries[gone].value.reason if gone and gone in case.entries else "",
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
