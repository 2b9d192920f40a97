"""The claim board: questions, their competing answers, what speaks for and against each, and on what origins it rests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.desk import origins as weighed
from firsthand.desk.desk import Desk
from firsthand.desk.gate_board import Asked, State
from firsthand.desk.gate_board import board as board_of
from firsthand.desk.now import now
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.finding import Outcome, outcome_wire

from .rows import EntryRow, When, row, when


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardClaim:
    """A claim as the board shows it, with its source's name and both grades."""

    row: EntryRow
    source: str
    source_name: str
    reliability: str
    credibility: str
    through: tuple[str, ...]
    protected: bool
    said: When | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAnswer:
    """One competing answer: claims on both sides, and every assessment that stands (dissent beside it)."""

    row: EntryRow
    claims_for: tuple[BoardClaim, ...]
    claims_against: tuple[BoardClaim, ...]
    assessments: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardQuestion:
    """A question with its answers; `touching` are claims that speak to it without an answer. `contested`: why it is, as the report
    says it."""

    row: EntryRow
    about: str
    state: State
    contested: tuple[str, ...]
    answers: tuple[BoardAnswer, ...]
    touching: tuple[BoardClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything that the board lists; the graph is drawn from the same rows."""

    questions: tuple[BoardQuestion, ...]
    sources: tuple[EntryRow, ...]
    unplaced: tuple[BoardClaim, ...]
    replies: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A weighing method's outcome over the case as it stands now, and names for the entries that it speaks of."""

    outcome: str
    why: str
    value: Mapping[str, Any]
    names: Mapping[str, str]


def board(desk: Desk) -> Board:
    """All of it, withdrawn entries too: each row says what became of it."""
    case = now(desk)
    asked = board_of(case)
    claims = {claim.id: _claim(desk, case, claim) for claim in case.of("claim")}
    placed = {part.question for claim in case.of("claim") for part in claim.value.speaks_to}
    return Board(
        questions=tuple(
            _question(desk, case, claims, question, asked.get(question.id)) for question in case.of("question")
        ),
        sources=tuple(row(desk, case, source) for source in case.of("source")),
        unplaced=tuple(
            claims[claim.id]
            for claim in case.of("claim")
            if not any(part.question in placed for part in claim.value.speaks_to)
        ),
        replies=tuple(row(desk, case, reply) for reply in case.of("reply")),
    )


def _claim(desk: Desk, case: Case, claim: Entry) -> BoardClaim:
    source = case.entries[claim.value.source]
    return BoardClaim(
        row=row(desk, case, claim),
        source=source.id,
        source_name=source.value.name,
        reliability=case.grade(source),
        credibility=case.grade(claim),
        through=tuple(case.entries[link].value.name for link in claim.value.through),
        protected=source.value.protected,
        said=when(claim.value.said),
    )


def _question(
    desk: Desk, case: Case, claims: Mapping[str, BoardClaim], question: Entry, asked: Asked | None
) -> BoardQuestion:
    answers = tuple(_answer(desk, case, claims, a) for a in case.of("answer") if a.value.question == question.id)
    touching = tuple(
        claims[claim.id]
        for claim in case.of("claim")
        if any(part.question == question.id and part.answer is None for part in claim.value.speaks_to)
    )
    return BoardQuestion(
        row=row(desk, case, question),
        about=question.value.about.value,
        state=asked.state if asked else "open",
        contested=asked.contested if asked else (),
        answers=answers,
        touching=touching,
    )


def _answer(desk: Desk, case: Case, claims: Mapping[str, BoardClaim], answer: Entry) -> BoardAnswer:
    sides: dict[str, list[BoardClaim]] = {"for": [], "against": []}
    for claim in case.of("claim"):
        for part in claim.value.speaks_to:
            if part.answer == answer.id:
                sides[part.stance.value].append(claims[claim.id])
    judged = (e for e in case.of("assessment", standing=True) if e.value.answer == answer.id)
    return BoardAnswer(
        row=row(desk, case, answer),
        claims_for=tuple(sides["for"]),
        claims_against=tuple(sides["against"]),
        assessments=tuple(row(desk, case, e) for e in judged),
    )


def origins(desk: Desk, question: str) -> Weighed:
    """On which independent origins each answer rests, as the case stands; enters nothing."""
    return _weighed(desk, weighed.origins(desk, question))


def matrix(desk: Desk, question: str) -> Weighed:
    return _weighed(desk, weighed.matrix(desk, question))


def _weighed(desk: Desk, outcome: Outcome) -> Weighed:
    wire = outcome_wire(outcome)
    value = wire.get("value") or {}
    said = repr(value)
    named = {entry: name for entry, name in weighed.names(desk).items() if entry in said}
    return Weighed(
        outcome=wire["outcome"], why=str(wire.get("why") or wire.get("looked") or ""), value=value, names=named
    )
