"""Sources, what they say, and the grades they are given: three things that are never folded into one."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from .bounds import Span
from .digest import check_digest
from .fault import BadValue


class SourceKind(StrEnum):
    ACCOUNT = "account"
    PERSON = "person"
    OUTLET = "outlet"
    OFFICIAL = "official"
    UNNAMED = "unnamed"


class Reliability(StrEnum):
    """Admiralty scale, of a source."""

    A = "A"  # completely reliable
    B = "B"  # usually reliable
    C = "C"  # fairly reliable
    D = "D"  # not usually reliable
    E = "E"  # unreliable
    F = "F"  # cannot be judged


class Credibility(StrEnum):
    """Admiralty scale, of a claim."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    CANNOT_BE_JUDGED = "6"


class Basis(StrEnum):
    """What a source says its claim rests on."""

    OWN_EYES = "own eyes"
    OWN_WORK = "own work"
    OWN_ACT = "own act"
    ANOTHER_SOURCE = "another source"
    FOOTAGE = "footage"
    LAW = "law"
    NONE_GIVEN = "none given"


class Stance(StrEnum):
    """How a claim stands to an answer."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says something. `protected` sources are never named in a report; name and reason have salts of their own."""

    kind: ClassVar[str] = "source"
    sealed: ClassVar[tuple[str, ...]] = ("name", "reason")
    name: str
    is_a: SourceKind
    reliability: Reliability = Reliability.F
    reason: str = ""
    protected: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise BadValue("a source has a name, if only a made-up one")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeaksTo:
    """The question a claim speaks to, and the answer it is for or against, if any."""

    question: str
    answer: str | None = None
    stance: Stance = Stance.NEITHER

    def __post_init__(self) -> None:
        check_digest(self.question, "question")
        if self.answer is not None:
            check_digest(self.answer, "answer")
        if (self.answer is None) != (self.stance is Stance.NEITHER):
            raise BadValue("a claim is for or against an answer, or names none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a source says, where it says so, about which questions, with its own hedges and the basis it gives.

    `through` is the chain of sources by which it reached us, nearest to the speaker first. `rests_on` names what it is
    about or was taken from (sightings, observations, other claims), `files` the digests of the footage it is about. `said`
    is when, open where unknown.
    """

    kind: ClassVar[str] = "claim"
    sealed: ClassVar[tuple[str, ...]] = ()
    source: str
    through: tuple[str, ...] = ()
    paraphrase: str
    verbatim: str | None = None
    language: str | None = None
    translation: str | None = None
    speaks_to: tuple[SpeaksTo, ...] = ()
    hedges: tuple[str, ...] = ()
    basis: Basis = Basis.NONE_GIVEN
    said: Span = field(default_factory=Span)
    files: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    credibility: Credibility = Credibility.CANNOT_BE_JUDGED
    reason: str = ""

    def __post_init__(self) -> None:
        if not self.paraphrase.strip():
            raise BadValue("a claim says what is claimed, in our words at least")
        for entry in (self.source, *self.through, *self.files, *self.rests_on):
            check_digest(entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A later judgement of a source's reliability (A-F) or a claim's credibility (1-6), with its reason; history stays."""

    kind: ClassVar[str] = "grade"
    sealed: ClassVar[tuple[str, ...]] = ()
    about: str
    grade: str
    reason: str

    def __post_init__(self) -> None:
        check_digest(self.about, "about")
        if self.grade not in {*Reliability, *Credibility} or not self.reason.strip():
            raise BadValue("a grade is A-F for a source or 1-6 for a claim, and has a reason")
