"""Questions, their competing answers, and named analysts' judgements of them: likelihood and confidence, always apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from .bounds import Region, Span
from .digest import check_digest
from .fault import BadValue


class About(StrEnum):
    """What a question asks for. The law's questions are asked and never answered by a tool."""

    AUTHENTIC = "authentic"
    WHERE = "where"
    WHEN = "when"
    WHAT = "what"
    WHO = "who"
    CONTEXT = "context"
    REPLY = "reply"
    LAW = "law"


class Likelihood(StrEnum):
    """The seven terms of ICD 203, with the per cent each stands for."""

    ALMOST_NO_CHANCE = "almost no chance"  # 01-05
    VERY_UNLIKELY = "very unlikely"  # 05-20
    UNLIKELY = "unlikely"  # 20-45
    ROUGHLY_EVEN = "roughly even chance"  # 45-55
    LIKELY = "likely"  # 55-80
    VERY_LIKELY = "very likely"  # 80-95
    ALMOST_CERTAIN = "almost certain"  # 95-99


PERCENT: Mapping[Likelihood, tuple[int, int]] = {
    Likelihood.ALMOST_NO_CHANCE: (1, 5),
    Likelihood.VERY_UNLIKELY: (5, 20),
    Likelihood.UNLIKELY: (20, 45),
    Likelihood.ROUGHLY_EVEN: (45, 55),
    Likelihood.LIKELY: (55, 80),
    Likelihood.VERY_LIKELY: (80, 95),
    Likelihood.ALMOST_CERTAIN: (95, 99),
}


class Confidence(StrEnum):
    """How good the ground is that a judgement stands on; says nothing of how likely it is."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class Consistency(StrEnum):
    """One piece of evidence against one answer, in the matrix of competing hypotheses."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    NEUTRAL = "neutral"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the case must answer, in words."""

    kind: ClassVar[str] = "question"
    sealed: ClassVar[tuple[str, ...]] = ()
    about: About
    text: str

    def __post_init__(self) -> None:
        _text(self.text, "a question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of a question's competing answers; an answer to where or when may carry its region or span."""

    kind: ClassVar[str] = "answer"
    sealed: ClassVar[tuple[str, ...]] = ()
    question: str
    text: str
    region: Region | None = None
    span: Span | None = None

    def __post_init__(self) -> None:
        check_digest(self.question, "question")
        _text(self.text, "an answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A named analyst's judgement of one answer. `revises` is the author's own earlier one, `dissents_from` another's."""

    kind: ClassVar[str] = "assessment"
    sealed: ClassVar[tuple[str, ...]] = ()
    answer: str
    likelihood: Likelihood
    confidence: Confidence
    reasons: str
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()
    revises: str | None = None
    dissents_from: str | None = None

    def __post_init__(self) -> None:
        _text(self.reasons, "an assessment's reasons")
        others = [entry for entry in (self.revises, self.dissents_from) if entry is not None]
        for entry in (self.answer, *self.speaks_for, *self.speaks_against, *others):
            check_digest(entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """One cell of the matrix: a piece of evidence (entry) against an answer, judged by the author, with a reason."""

    kind: ClassVar[str] = "weighing"
    sealed: ClassVar[tuple[str, ...]] = ()
    evidence: str
    answer: str
    consistency: Consistency
    reason: str = ""

    def __post_init__(self) -> None:
        check_digest(self.evidence, "evidence")
        check_digest(self.answer, "answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Another author has gone through an entry; an author's review of their own does not count at the gate."""

    kind: ClassVar[str] = "review"
    sealed: ClassVar[tuple[str, ...]] = ()
    of: str
    agrees: bool
    reasons: str

    def __post_init__(self) -> None:
        check_digest(self.of, "of")
        _text(self.reasons, "a review's reasons")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A correction: what was said before, by this author, no longer stands. The old entry stays and is shown withdrawn."""

    kind: ClassVar[str] = "withdrawal"
    sealed: ClassVar[tuple[str, ...]] = ()
    of: str
    reason: str
    instead: str | None = None

    def __post_init__(self) -> None:
        check_digest(self.of, "of")
        if self.instead is not None:
            check_digest(self.instead, "instead")
        _text(self.reason, "a withdrawal's reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Right of reply: who was asked what, when, and what came back. Not knowing whether they were asked is said as such."""

    kind: ClassVar[str] = "reply"
    sealed: ClassVar[tuple[str, ...]] = ()
    source: str
    asked: bool | None  # None: not known
    question: str
    when: Span = field(default_factory=Span)
    answered: bool | None = None
    answer: str = ""

    def __post_init__(self) -> None:
        check_digest(self.source, "source")
        _text(self.question, "what was asked")


def _text(text: str, what: str) -> None:
    if not text.strip():
        raise BadValue(f"{what} cannot be empty")
