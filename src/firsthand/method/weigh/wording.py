"""weigh.wording: is a draft sentence louder than what it rests on, and which wording would pass?"""

from dataclasses import dataclass
from typing import Any

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.fault import BadEntry
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from .language import languages_of
from .wording_draft import Draft, draft_from
from .wording_offer import RULES, hits, offer
from .words import WORDING

LONGEST = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    language: str = value("en", "language of the sentence (BCP 47, without region); its word lists must be there")


def run(given: Style, inputs: Inputs) -> Outcome:
    try:
        draft = draft_from(inputs["sentence"], inputs["rests_on"], inputs["protected"])
    except BadEntry as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    lex = WORDING.get(given.language)
    if lex is None:
        return Unsuitable(
            why=f"there are no word lists for the language {given.language!r}; there are: {', '.join(WORDING)}"
        )
    why = _unfit(draft.sentence, given.language)
    if why:
        return Unsuitable(why=why)
    found = sorted(((rule.id, hit) for rule, hit in hits(draft, lex)), key=lambda pair: (pair[1].start, pair[1].end))
    if not found:
        return Nothing(looked=_looked(draft), value={"rules": [rule.id for rule in RULES]})
    text, by = offer(draft, lex)
    problems = [
        {
            "rule": rule,
            "start": hit.start,
            "end": hit.end,
            "text": draft.sentence[hit.start : hit.end],
            "reason": hit.reason,
            "offer": text,
        }
        for rule, hit in found
    ]
    return Found(value={"problems": problems, "offer": text, "offer_by": by, "rules": [rule.id for rule in RULES]})


def _unfit(sentence: str, language: str) -> str:
    if not sentence.strip():
        return "the sentence is empty"
    if len(sentence) > LONGEST:
        return f"this is no sentence: {len(sentence)} characters, more than {LONGEST}"
    found, why = languages_of(sentence)
    if not found:
        return why
    return "" if language in found else f"the sentence is not in {language!r}: it reads as {' or '.join(found)}"


def _looked(draft: Draft) -> str:
    kinds = [
        f"{len(draft.of(kind))} {kind}s" for kind in ("claim", "finding", "observation", "assessment") if draft.of(kind)
    ]
    names = f" and {len(draft.protected)} protected names" if draft.protected else ""
    return f"{len(RULES)} rules on {len(draft.sentence)} characters against {', '.join(kinds) or 'nothing'}{names}"


def check(sentence: str, rests_on: Any, protected: Any = (), language: str = "en") -> Outcome:
    """The same question without the form: for the gate and for a screen that asks at every key."""
    return WORDING_METHOD.ask(
        Style(language=language), {"sentence": sentence, "rests_on": rests_on, "protected": protected}
    )


VERIFIED: dict[str, Any] = {
    "kind": "claim",
    "source": "a New York newspaper",
    "aliases": ["N"],
    "text": "It appears to show men under a Ukrainian banner, believed to be soldiers, shooting a captured Russian soldier.",
    "hedges": ["appears", "believed to be"],
    "basis": "footage",
}


def _example(sentence: str, *rests_on: Any, protected: tuple[str, ...] = ()) -> Any:
    return lambda: {"sentence": sentence, "rests_on": list(rests_on), "protected": list(protected)}


def _rules(outcome: Outcome) -> set[str]:
    return {problem["rule"] for problem in outcome.value["problems"]} if isinstance(outcome, Found) else set()


WORDING_METHOD = Method(
    name="weigh.wording",
    version=1,
    asks="Is this sentence louder than what it rests on, and what wording would pass?",
    given=Style,
    inputs=(
        Input(name="sentence", kind="text", says="one draft sentence"),
        Input(
            name="rests_on",
            kind="value",
            says=(
                "a list of what it rests on; kind claim (source, aliases, verbatim, text, hedges, basis), finding (method, outcome, text), "
                "observation (source, text) or assessment (text, likelihood, confidence, reviewed); each may be contested, with "
                "others: a list of {answer, sources}"
            ),
        ),
        Input(name="protected", kind="value", says="a list of names of persons who are marked protected"),
    ),
    says=(
        "problems: a list of {rule, start, end, text, reason, offer}, positions in characters of the sentence; offer: a full "
        "sentence that passes the same rules; offer_by: edits, source (its words quoted) or left out"
    ),
    limits=(
        "It reads words, not meaning: a loud sentence in words that are on no list passes, and so does a sentence tied to the wrong entry.",
        "It reads one sentence at a time: an insinuation made by the order of two sentences passes.",
        "Only the English lists were measured on hundreds of sentences; those for Ukrainian, Russian, Spanish and Arabic are first lists, "
        "and offer only the sources' own words.",
        "Names in another script or an inflected form, and people described without a name, are not seen.",
        "Where the best support carries a verb, weaker supports beside it are not held against the sentence.",
    ),
    cites=(
        "Intelligence Community Directive 203, Analytic Standards (2015), D.6.e: expressions of likelihood and confidence",
        "NATO AJP-2.1: source reliability and information credibility",
    ),
    run=run,
    examples=(
        Example(
            says="a killing told as the report's own finding, as a crime, without its source and its hedge",
            given=Style(),
            inputs=_example("Ukrainian soldiers executed a Russian prisoner.", VERIFIED),
            gives="found",
            check=lambda outcome: _rules(outcome) == {"legal-conclusion", "hedge-dropped", "attribution"},
        ),
        Example(
            says="the same, said as loud as its source",
            given=Style(),
            inputs=_example(
                "Footage that N says it verified appears to show men under a Ukrainian banner shooting a captured Russian soldier.",
                VERIFIED,
            ),
            gives="nothing",
        ),
        Example(
            says="a protected name, whatever carries the sentence",
            given=Style(),
            inputs=_example(
                "Orla Dane stands beside the van.",
                {"kind": "observation", "text": "a woman stands beside the van"},
                protected=("Orla Dane",),
            ),
            gives="found",
            check=lambda outcome: _rules(outcome) == {"protected"},
        ),
        Example(
            says="a language without word lists",
            given=Style(language="xx"),
            inputs=_example("Qapla'.", VERIFIED),
            gives="unsuitable",
        ),
        Example(
            says="Ukrainian: a killing told as proved, as a crime, without its source",
            given=Style(language="uk"),
            inputs=_example(
                "Відео доводить, що солдати стратили полоненого.",
                {
                    "kind": "claim",
                    "source": "місцева газета",
                    "text": "На відео, як видається, стріляють у чоловіка.",
                    "hedges": ["як видається"],
                    "basis": "footage",
                },
            ),
            gives="found",
            check=lambda outcome: {"verb-strength", "legal-conclusion", "attribution"} <= _rules(outcome),
        ),
    ),
)
METHODS = (WORDING_METHOD,)
