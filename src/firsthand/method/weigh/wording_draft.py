"""What the linter reads: one draft sentence, what it rests on, and the names that are never printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.record.assessment import Confidence, Likelihood
from firsthand.record.claim import Basis
from firsthand.record.fault import BadEntry
from firsthand.record.finding import OUTCOMES

KINDS = ("claim", "finding", "observation", "assessment")
LIKELIHOODS = (*Likelihood,)
EVEN = LIKELIHOODS.index(Likelihood.ROUGHLY_EVEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A competing answer that has support of its own, and who gives it."""

    answer: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """One entry that the sentence rests on, as plain values. Fields that a kind does not have stay empty."""

    kind: str
    text: str = ""  # in our words
    verbatim: str = ""  # a claim's own words, in the language of the sentence
    source: str = ""
    aliases: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    basis: Basis = Basis.NONE_GIVEN
    question: str = ""
    method: str = ""
    outcome: str = ""
    likelihood: Likelihood | None = None
    confidence: Confidence | None = None
    reviewed: bool = False
    contested: bool = False
    others: tuple[Other, ...] = ()

    @property
    def words(self) -> str:
        return f"{self.verbatim} {self.text}".strip()

    @property
    def sure(self) -> int:
        """How far the likelihood lies from even, in ICD 203 steps: -3 to 3."""
        return 0 if self.likelihood is None else LIKELIHOODS.index(self.likelihood) - EVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    sentence: str
    rests_on: tuple[Support, ...]
    protected: tuple[str, ...]

    def of(self, kind: str) -> tuple[Support, ...]:
        return tuple(support for support in self.rests_on if support.kind == kind)

    @property
    def only_claims(self) -> bool:
        return bool(self.rests_on) and all(support.kind == "claim" for support in self.rests_on)

    @property
    def carried(self) -> bool:
        """An observation, or a finding that found, carries a plain statement."""
        return bool(self.of("observation")) or any(finding.outcome == "found" for finding in self.of("finding"))

    def with_sentence(self, sentence: str) -> "Draft":
        return Draft(sentence=sentence, rests_on=self.rests_on, protected=self.protected)


def draft_from(sentence: Any, rests_on: Any, protected: Any) -> Draft:
    """From plain JSON values. Raises BadEntry, and says which field is wrong."""
    if not isinstance(sentence, str):
        raise BadEntry("the sentence is not a text")
    if not isinstance(rests_on, (list, tuple)) or not isinstance(protected, (list, tuple)):
        raise BadEntry("rests_on and protected are lists")
    if not all(isinstance(name, str) for name in protected):
        raise BadEntry("protected is a list of names")
    names = tuple(name.strip() for name in protected if name.strip())
    return Draft(sentence=sentence, rests_on=tuple(map(_support, rests_on)), protected=names)


def _support(wire: Any) -> Support:
    if not isinstance(wire, Mapping) or wire.get("kind") not in KINDS:
        raise BadEntry(f"what a sentence rests on is one of {', '.join(KINDS)}, not {str(wire)[:80]}")
    texts = {name: _text(wire, name) for name in ("text", "verbatim", "source", "question", "method", "outcome")}
    if wire["kind"] == "finding" and texts["outcome"] not in OUTCOMES:
        raise BadEntry(f"a finding has one of the outcomes {', '.join(OUTCOMES)}, not {texts['outcome']!r}")
    likelihood, confidence = _term(Likelihood, wire, "likelihood"), _term(Confidence, wire, "confidence")
    if wire["kind"] == "assessment" and (likelihood is None or confidence is None):
        raise BadEntry("an assessment has a likelihood and, apart from it, a confidence")
    return Support(
        kind=wire["kind"],
        aliases=_texts(wire, "aliases"),
        hedges=_texts(wire, "hedges"),
        basis=_term(Basis, wire, "basis") or Basis.NONE_GIVEN,
        likelihood=likelihood,
        confidence=confidence,
        reviewed=wire.get("reviewed") is True,
        contested=wire.get("contested") is True or bool(wire.get("others")),
        others=tuple(map(_other, _list(wire, "others"))),
        **texts,
    )


def _other(wire: Any) -> Other:
    if not isinstance(wire, Mapping):
        raise BadEntry("another answer is an object with answer and sources")
    return Other(answer=_text(wire, "answer"), sources=_texts(wire, "sources"))


def _list(wire: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    given = wire.get(name) or ()
    if not isinstance(given, (list, tuple)):
        raise BadEntry(f"{name} is a list")
    return tuple(given)


def _texts(wire: Mapping[str, Any], name: str) -> tuple[str, ...]:
    given = _list(wire, name)
    if not all(isinstance(text, str) for text in given):
        raise BadEntry(f"{name} is a list of texts")
    return tuple(text.strip() for text in given if text.strip())


def _text(wire: Mapping[str, Any], name: str) -> str:
    given = wire.get(name) or ""
    if not isinstance(given, str):
        raise BadEntry(f"{name} is a text")
    return given.strip()


def _term(terms: Any, wire: Mapping[str, Any], name: str) -> Any:
    """A term of an enum by its value; hyphens serve for blanks, and ICD 203's terms may leave out "chance"."""
    said = _text(wire, name).lower().replace("-", " ").replace("_", " ")
    said = {"roughly even": "roughly even chance", "none": "none given"}.get(said, said)
    if not said:
        return None
    found = next((term for term in terms if term.value == said), None)
    if found is None:
        raise BadEntry(f"{name} is one of {', '.join(terms)}, not {said!r}")
    return found
