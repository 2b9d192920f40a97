"""Rules on strength: verbs, certainty, likelihood, confidence, absences, legal conclusions and precision."""

import re
from collections.abc import Iterator

from firsthand.record.assessment import Confidence, Likelihood
from firsthand.record.claim import Basis

from .wording_draft import EVEN, LIKELIHOODS, Draft, Support
from .wording_hit import Edit, Hit, Rule, add, at, put, whole
from .wording_marks import (
    after,
    bearing,
    before,
    inside,
    names_it,
    outside_quotations,
    quotations,
    speakers,
)
from .words.lexicon import WordingWords, pattern

FIRST_HAND = (Basis.OWN_ACT, Basis.OWN_WORK, Basis.OWN_EYES)
LEVELS = (*Confidence,)


def softer(found: re.Match[str], table: dict[str, str]) -> str:
    """The table's word for what was found: its keys are patterns."""
    keys = sorted(table, key=lambda key: (-len(key), key))  # as `pattern` tries them
    return next(table[key] for key in keys if _is(key, found))


def _is(key: str, found: re.Match[str]) -> bool:
    """Read where it stands: a key may look at what follows it."""
    again = re.compile(key.replace(" ", r"\s+").replace("'", "['’]"), re.IGNORECASE).match(found.string, found.start())
    return again is not None and again.end() == found.end()


def shows(support: Support) -> bool:
    """It carries "shows": a finding, an observation, a claim without a hedge, a firm and reviewed assessment."""
    if support.kind == "claim":
        return not support.hedges
    if support.kind == "assessment":
        return support.sure >= 2 and support.reviewed and support.confidence is not Confidence.LOW
    return support.kind == "observation" or support.outcome == "found"


def verbs(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    sentence = draft.sentence
    for found in outside_quotations(tuple(lex.proof), sentence):
        if not before(lex.negations, sentence, found.start(), 4) and not _on_own_act(draft, found, lex):
            reason = f"“{found[0]}” ends the argument; evidence suggests or shows, it does not prove"
            yield at(found.span(), reason, put(sentence, found.span(), softer(found, dict(lex.proof))))
    carrying = (*bearing(draft), *(support for support in draft.rests_on if support.kind != "claim"))
    if any(shows(support) for support in carrying) or not draft.rests_on:
        return
    for found in outside_quotations(tuple(lex.show), sentence):
        if not before((*lex.softeners, *lex.negations, "to"), sentence, found.start(), 3):
            reason = f"“{found[0]}” is stronger than {_best(draft)}"
            yield at(found.span(), reason, put(sentence, found.span(), softer(found, dict(lex.show))))


def _on_own_act(draft: Draft, found: re.Match[str], lex: WordingWords) -> bool:
    """ "The port confirmed that it closed the gate": a verb of saying, by one who speaks of what it did or did itself."""
    if not pattern(lex.speech).fullmatch(found[0]):
        return False
    near = draft.sentence[max(0, found.start() - 60) : found.start()], draft.sentence[found.end() : found.end() + 60]
    near = re.split(r"[,;:]", near[0])[-1], re.split(r"[,;:]", near[1])[0]
    own = [claim for claim in draft.of("claim") if claim.basis in FIRST_HAND]
    return any(names_it(claim, near[0], lex) for claim in own) or any(
        near[1].lstrip().startswith("by ") and names_it(claim, near[1], lex) for claim in own
    )


def _best(draft: Draft) -> str:
    if draft.of("assessment"):
        return "an assessment that is not both firm and reviewed"
    if draft.of("claim"):
        return "what the source said, which is hedged"
    return "a method that did not find it"


def certainty(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    yield from _certain_words(draft, lex)
    assessed = draft.of("assessment")
    if not assessed:
        return
    said = likelihoods(draft.sentence, lex)
    for place, term in said:
        if all(_louder(term, assessment) for assessment in assessed):
            meant = assessed[0].likelihood or Likelihood.ROUGHLY_EVEN
            reason = f"“{draft.sentence[slice(*place)]}” is louder than what was assessed: {meant}"
            yield at(place, reason, *_quieter(draft.sentence, place, term, meant, lex))
    if not said:
        yield from _bare(draft, assessed, lex)


def _certain_words(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    reason = "“{}” claims a certainty that no evidence of the case carries"
    clauses = list(outside_quotations(tuple(lex.certainty_clauses), draft.sentence))
    for found in clauses:
        text = softer(found, dict(lex.certainty_clauses))
        yield at(found.span(), reason.format(found[0]), put(draft.sentence, found.span(), text))
    taken = tuple(found.span() for found in clauses)
    for found in outside_quotations(lex.certainty, draft.sentence):
        if not inside(found.span(), taken):
            yield at(found.span(), reason.format(found[0]), put(draft.sentence, found.span(), ""))


def likelihoods(sentence: str, lex: WordingWords) -> tuple[tuple[tuple[int, int], Likelihood], ...]:
    """ICD 203 terms, the longest way of saying each place."""
    ways = {way: Likelihood(term) for term, listed in lex.likelihood.items() for way in listed}
    return tuple(
        (
            found.span(),
            next(ways[way] for way in ways if re.fullmatch(way.replace(" ", r"\s+"), found[0], re.IGNORECASE)),
        )
        for found in outside_quotations(tuple(ways), sentence)
    )


def _louder(term: Likelihood, assessment: Support) -> bool:
    said, meant = LIKELIHOODS.index(term) - EVEN, assessment.sure
    return said != 0 and (said * meant <= 0 or abs(said) > abs(meant))


def _quieter(
    sentence: str, place: tuple[int, int], said: Likelihood, meant: Likelihood, lex: WordingWords
) -> Iterator[Edit]:
    """The assessed term in the place of the one said; on the other side of even it goes to the end of the sentence."""
    adverb, adjective = lex.likelihood_as[meant]
    there = re.search(r"\bthere(?:'s| is| was)(?: an?)?\s+$", sentence[: place[0]], re.IGNORECASE)
    verb = before(("is", "are", "was", "were", "as", "be", "seems?", "looks?"), sentence, place[0], 1)
    if there:
        yield put(sentence, (there.start(), place[1]), lex.says["judged"].format(term=adjective))
    elif verb and re.match(r"\s+(?:that|to)\b", sentence[place[1] :]):
        yield put(sentence, place, adjective)
    elif (LIKELIHOODS.index(said) - EVEN) * (LIKELIHOODS.index(meant) - EVEN) > 0:
        yield put(sentence, place, adverb)
    else:
        yield put(sentence, place, "")
        yield add(sentence, lex.says["assessed"].format(term=adjective))


def _bare(draft: Draft, assessed: tuple[Support, ...], lex: WordingWords) -> Iterator[Hit]:
    """Nothing in the sentence says that it is a judgement, or how sure."""
    open_words = (*lex.unsettled, *lex.hedges, *lex.modals)
    soft = any(
        not before(("must",), draft.sentence, f.start(), 1) for f in outside_quotations(open_words, draft.sentence)
    )
    mild = all(assessment.sure > -2 for assessment in assessed)
    if draft.carried or (soft and mild) or pattern(lex.unsettled).search(draft.sentence):
        return
    if speakers(draft, lex):
        return
    meant = assessed[0].likelihood or Likelihood.ROUGHLY_EVEN
    reason = f"stated as plain fact, while it rests on an assessment: {meant}"
    edit = add(draft.sentence, lex.says["assessed"].format(term=lex.likelihood_as[meant][1]))
    yield at(whole(draft.sentence), reason, edit)


def confidences(sentence: str, lex: WordingWords) -> Iterator[tuple[re.Match[str], Confidence]]:
    for found in outside_quotations(lex.confidence, sentence):
        level = next((word for word in found.groups() if word), "").lower()
        yield found, Confidence(lex.confidence_levels.get(level, "high"))


def mixed(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    terms = likelihoods(draft.sentence, lex)
    if not terms:
        return
    for found, _ in confidences(draft.sentence, lex):
        phrase = next(
            (
                f
                for f in pattern(lex.confidence_phrases).finditer(draft.sentence)
                if f.start() <= found.start() < f.end()
            ),
            found,
        )
        parted = (
            phrase[0].endswith(",")
            and phrase.start() > 0
            and not re.match(r"\s+that\b", draft.sentence[phrase.end() :])
        )
        said = draft.sentence[slice(*terms[0][0])]
        reason = f"likelihood (“{said}”) and confidence in one sentence (ICD 203): give confidence one of its own"
        yield at(found.span(), reason, put(draft.sentence, phrase.span(), "," * parted))


def confidence(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    held = [LEVELS.index(assessment.confidence) for assessment in draft.of("assessment") if assessment.confidence]
    for found, level in confidences(draft.sentence, lex):
        if not held:
            yield at(
                found.span(),
                "confidence is spoken of, but the sentence rests on no assessment",
                put(draft.sentence, found.span(), ""),
            )
        elif LEVELS.index(level) > max(held):
            meant = LEVELS[max(held)]
            text = re.sub(
                r"(?i)\b(?:low|moderate|medium|high|full|great|strong|limited|complete|total)\b", meant, found[0]
            )
            text = text if text != found[0] else lex.says["level"].format(level=meant)
            yield at(
                found.span(),
                f"“{found[0]}” is more than the confidence that was assessed: {meant}",
                put(draft.sentence, found.span(), text),
            )


def absence(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    if draft.carried or draft.of("claim") or not any(finding.outcome == "nothing" for finding in draft.of("finding")):
        return
    if pattern(lex.searched).search(draft.sentence):
        return
    for found in outside_quotations(lex.absences, draft.sentence):
        reason = f"“{found[0]}” says that it is not there; all that is known is that it was not found where was looked"
        yield at(found.span(), reason, _not_found(draft.sentence, found, lex))
        return


def _not_found(sentence: str, found: re.Match[str], lex: WordingWords) -> Edit:
    thing = re.fullmatch(r"no\s+(.+?)\s+exists?", found[0], re.IGNORECASE)
    if thing or re.match(r"there\b", found[0], re.IGNORECASE):
        text = lex.says["found_no"].format(thing=thing[1] if thing else "").strip()
        return put(sentence, found.span(), text)
    return add(sentence, lex.says["searched"])


def legal(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    named = speakers(draft, lex)
    for found in pattern(tuple(lex.legal)).finditer(draft.sentence):
        if not _law_may_stand(draft, found, named, lex):
            reason = f"“{found[0].strip()}” is a legal conclusion: the law is asked, never answered here"
            yield at(found.span(), reason, put(draft.sentence, found.span(), _neutral(draft.sentence, found, lex)))


def _law_may_stand(draft: Draft, found: re.Match[str], named: tuple[Support, ...], lex: WordingWords) -> bool:
    """In the quoted words of a named source, as that source said it, as the act of a court, or as an open question."""
    if named and inside(found.span(), quotations(draft.sentence)):
        return True
    stem = found[0].lower().split()[-1][:6]
    said = [claim for claim in draft.of("claim") if stem in claim.words.lower()]
    spoken_of = found[0].lower().endswith("ing") or before(("to",), draft.sentence, found.start(), 1)
    conditional = before(lex.legal_open, draft.sentence, found.start(), 12) or (
        spoken_of and after(lex.legal_open, draft.sentence, found.end(), 8)
    )
    opened = conditional and any(
        claim.basis is Basis.LAW or pattern(lex.legal_open).search(claim.words) for claim in draft.of("claim")
    )
    if opened and (named or any(claim.basis is Basis.LAW for claim in said)):
        return True
    if said and before(lex.legal_process, draft.sentence, found.start(), 6):
        return True
    return any(claim in named and not pattern(lex.legal_open).search(claim.words) for claim in said)


def _neutral(sentence: str, found: re.Match[str], lex: WordingWords) -> str:
    text = softer(found, dict(lex.legal))
    if text:
        return text
    follows = re.match(r"\s*(\w*)", sentence[found.end() :])
    predicate = before(("is", "are", "was", "were", "be", "been"), sentence, found.start(), 2)
    alone = not follows or not follows[1] or follows[1].lower() in ("and", "or", "but", "in", "under", "to", "by", "on")
    article = before(("a", "an"), sentence, found.start(), 1)
    if alone and article:
        return "person whose acts are not judged here"
    return lex.legal_predicate if alone and predicate and not found[0].lower().endswith("ly") else ""


RULES = (
    Rule(id="legal-conclusion", says="A report asks the law's questions and never answers them.", finds=legal),
    Rule(id="verb-strength", says="The verb is never stronger than the best support.", finds=verbs),
    Rule(id="certainty", says="Certainty and likelihood words never exceed the assessment.", finds=certainty),
    Rule(
        id="likelihood-and-confidence", says="Likelihood and confidence never share a sentence (ICD 203).", finds=mixed
    ),
    Rule(id="confidence", says="Stated confidence never exceeds the assessed one.", finds=confidence),
    Rule(id="absence", says="What was not found is never said not to exist.", finds=absence),
)
