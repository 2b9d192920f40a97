"""A sentence that would pass: the rules' own edits, one rule at a time, until the linter is content."""

from collections.abc import Iterator

from .wording_draft import Draft, Support
from .wording_hit import Hit, Rule, applied
from .wording_marks import overlap, protected_places
from .wording_precision import RULE as PRECISION
from .wording_speech import FIRST, LAST, source_name
from .wording_strength import RULES as STRENGTH
from .words.lexicon import WordingWords, pattern

RULES: tuple[Rule, ...] = (*FIRST, *STRENGTH, PRECISION, *LAST)
ROUNDS = 24
SHARED = 0.5


def hits(draft: Draft, lex: WordingWords) -> list[tuple[Rule, Hit]]:
    """All that the rules find, in the order of the rules. A sentence left out, by the fixed words for it, says nothing."""
    if draft.sentence == lex.says["left_out"]:
        return []
    return [(rule, hit) for rule in RULES for hit in rule.finds(draft, lex)]


def offer(draft: Draft, lex: WordingWords) -> tuple[str, str]:
    """(a full sentence that passes the same rules, how it was made: "edits", "source" or "left out").

    An edited sentence keeps its author's content. Where that content is not the source's, to add "according to" would
    put words into the source's mouth: then the source's own words come first.
    """
    mended = _mended(draft, lex) if lex.mends else None
    if mended and not _strays(draft, lex):
        return mended, "edits"
    for text in _from_the_sources(draft, lex):
        said = draft.with_sentence(text)
        quoted = _mended(said, lex) if lex.mends else text if not hits(said, lex) else None
        if quoted:
            return quoted, "source"
    return (mended, "edits") if mended else (lex.says["left_out"], "left out")


def _strays(draft: Draft, lex: WordingWords) -> bool:
    found = {rule.id for rule, _ in hits(draft, lex)}
    claims = [claim for claim in draft.of("claim") if claim.words]
    if not claims or not draft.only_claims:
        return False
    if "legal-conclusion" in found or (
        "hedge-dropped" in found and any(pattern(lex.accusations).search(c.words) for c in claims)
    ):
        return True
    return "attribution" in found and max(overlap(draft.sentence, claim.words) for claim in claims) < SHARED


def _mended(draft: Draft, lex: WordingWords) -> str | None:
    seen = set()
    for _ in range(ROUNDS):
        found = hits(draft, lex)
        if not found:
            return draft.sentence
        first = found[0][0].id
        edits = tuple(edit for rule, hit in found if rule.id == first for edit in hit.edits)
        draft = draft.with_sentence(applied(draft.sentence, tuple(dict.fromkeys(edits))))
        if draft.sentence in seen or draft.sentence == lex.says["left_out"]:
            return None
        seen.add(draft.sentence)
    return None


def _from_the_sources(draft: Draft, lex: WordingWords) -> Iterator[str]:
    nearest = sorted(draft.rests_on, key=lambda support: -overlap(draft.sentence, support.words))
    for support in nearest:
        for key, text in (("quote", support.verbatim), ("paraphrase", support.text)):
            if text:
                yield _template(support, key, _bared(text, draft, lex), draft, lex)


def _bared(text: str, draft: Draft, lex: WordingWords) -> str:
    """Without protected names, the last stop, and quotation marks that would end the quotation early."""
    text = text.strip().rstrip(".").translate(str.maketrans('“”"„«»', "''''''"))
    for place, _ in reversed(protected_places(text, draft.protected, lex)):
        text = text[: place[0]] + lex.says["withheld"] + text[place[1] :]
    return text


def _template(support: Support, key: str, text: str, draft: Draft, lex: WordingWords) -> str:
    if support.kind == "assessment" and support.likelihood:
        return lex.says["likely"].format(term=lex.likelihood_as[support.likelihood][1], text=text)
    if support.kind != "claim":
        key = "plain" if support.kind == "observation" or support.outcome == "found" else "open"
    written = lex.says[key].format(text=text, source=source_name(support, draft, lex))
    return written[:1].upper() + written[1:]
