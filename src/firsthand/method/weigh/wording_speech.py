"""Rules on who says it: attribution, hedges, other sides, accusers, unknown origins and protected people."""

import re
from collections.abc import Iterator

from .wording_draft import Draft, Support
from .wording_hit import Hit, Rule, add, at, put, whole
from .wording_marks import (
    bearing,
    inside,
    names_it,
    outside_quotations,
    protected_places,
    quotations,
    speaker_phrases,
    speakers,
    spelled_out,
)
from .words.lexicon import WordingWords, pattern


def ground(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    if not draft.rests_on and draft.sentence != lex.says["left_out"]:
        edit = (0, len(draft.sentence), lex.says["left_out"])
        yield at(whole(draft.sentence), "rests on no claim, finding, observation or assessment", edit)


def protected(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    for (start, end), _ in protected_places(draft.sentence, draft.protected, lex):
        title = re.search(rf"{pattern(lex.titles).pattern}\s+$", draft.sentence[:start], re.IGNORECASE)
        edit = (title.start() if title else start, end, lex.says["withheld"])
        yield at((start, end), "names a person who is marked protected", edit)


def source_name(claim: Support, draft: Draft, lex: WordingWords) -> str:
    """As an offer may print it."""
    if not claim.source:
        return lex.says["unnamed"]
    if protected_places(claim.source, draft.protected, lex):
        return lex.says["withheld_source"]
    first, _, rest = claim.source.partition(" ")
    return f"{first.lower()} {rest}" if rest and first.lower() in lex.articles else claim.source


def _by_whom(draft: Draft, lex: WordingWords) -> str:
    names = dict.fromkeys(source_name(claim, draft, lex) for claim in draft.of("claim"))
    return " and ".join(names) or lex.says["unnamed"]


def _withheld_named(draft: Draft, lex: WordingWords) -> bool:
    """A protected or unnamed source is attributed to by saying that its name is withheld or not known."""
    said = draft.sentence.lower()
    stands = [lex.says[key].lower() for key in ("withheld", "withheld_source", "unnamed")]
    hidden = [c for c in draft.of("claim") if not c.source or protected_places(c.source, draft.protected, lex)]
    return bool(hidden) and any(name in said for name in stands) and bool(speaker_phrases(said, lex))


def attributed(draft: Draft, lex: WordingWords) -> bool:
    return bool(speakers(draft, lex)) or _withheld_named(draft, lex)


def attribution(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    if draft.only_claims and not attributed(draft, lex):
        reason = f"rests on what {_by_whom(draft, lex)} said, and does not say so"
        yield at(
            whole(draft.sentence),
            reason,
            add(draft.sentence, lex.says["according"].format(source=_by_whom(draft, lex))),
        )


def weasel(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    if attributed(draft, lex):
        return
    for found in outside_quotations(lex.weasels, draft.sentence):
        reason = f"“{found[0]}” hides who says it: name the origin, or say that it is not known"
        that = re.match(r"(?:\s*,)?\s+that\b", draft.sentence[found.end() :])
        end = found.end() + (that.end() if that else 0)
        start = found.start() - (1 if draft.sentence[: found.start()].endswith("as ") else 0)
        yield at(found.span(), reason, put(draft.sentence, (start, end), ""))


def hedge(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    """Every claim beneath is hedged (or is only an accusation), nothing else carries it, and the sentence is plain."""
    claims = bearing(draft)
    if not draft.only_claims or any(not _hedges(claim, lex) for claim in claims):
        return
    if any(_kept(word, draft.sentence, lex) for claim in claims for word in _hedges(claim, lex)):
        return
    if any(pattern(kind).search(draft.sentence) for kind in (lex.hedges, lex.modals, lex.disputes)):
        return
    word = _hedges(claims[0], lex)[0]
    reason = f"the source hedged (“{word}”), the sentence does not"
    yield at(whole(draft.sentence), reason, add(draft.sentence, lex.says["appears"]))


def _hedges(claim: Support, lex: WordingWords) -> tuple[str, ...]:
    """Hedges on whether it is so: not "about 40", not "often"; an accusation counts as one."""
    accusing = tuple(found[0] for found in pattern(lex.accusations).finditer(claim.words))
    weak = (*lex.approximators, *lex.frequencies)
    return (*(word for word in claim.hedges if not pattern(weak).fullmatch(word)), *accusing)


def _kept(word: str, sentence: str, lex: WordingWords) -> bool:
    if pattern(lex.accusing).search(word) and pattern(lex.accusing).search(sentence):
        return True
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", sentence, re.IGNORECASE) is not None


def contested(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    sided = [support for support in draft.rests_on if support.contested]
    if not sided or pattern(lex.disputes).search(draft.sentence):
        return
    missing = [support for support in sided if not _other_side(support, draft, lex)]
    if missing:
        others = [source for support in missing for other in support.others for source in other.sources]
        shown = [source for source in others if not protected_places(source, draft.protected, lex)]
        text = lex.says["differ"].format(source=" and ".join(dict.fromkeys(shown))) if shown else lex.says["disputed"]
        answers = " / ".join(dict.fromkeys(other.answer for s in missing for other in s.others if other.answer))
        reason = "gives one side of a contested answer" + (f"; the other: {answers}" if answers else "")
        yield at(whole(draft.sentence), reason, add(draft.sentence, text))


def _other_side(support: Support, draft: Draft, lex: WordingWords) -> bool:
    """The sentence names who says otherwise, or gives the other answer in its words."""
    phrases = [draft.sentence[start:end] for start, end in speaker_phrases(draft.sentence, lex)]
    for other in support.others:
        for source in other.sources:
            stand_in = Support(kind="claim", source=source)
            apart = [phrase for phrase in phrases if not names_it(support, phrase, lex)]
            if spelled_out(source, draft.sentence, lex) or any(names_it(stand_in, phrase, lex) for phrase in apart):
                return True
        if other.answer and spelled_out(other.answer, draft.sentence, lex):
            return True
    return False


def accuser(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    if pattern(lex.accusers_open).search(draft.sentence):
        return
    spans = quotations(draft.sentence)
    for found in pattern(lex.accusations).finditer(draft.sentence):
        follows = pattern(lex.accuser_follows).search(draft.sentence, found.end())
        if follows or (inside(found.span(), spans) and not attributed(draft, lex)):
            continue
        reason = f"“{found[0]}”: an accusation without its accuser"
        text = (
            lex.says["accusers"]
            if draft.sentence[: _end(draft)].endswith(_by_whom(draft, lex))
            else lex.says["accusers_by"]
        )
        yield at(found.span(), reason, add(draft.sentence, text))
        return


def _end(draft: Draft) -> int:
    return len(draft.sentence.rstrip(" .!?"))


FIRST = (
    Rule(id="no-ground", says="Every sentence rests on an entry.", finds=ground),
    Rule(id="protected", says="A protected person is never named.", finds=protected),
    Rule(id="weasel", says="An unknown origin is said to be unknown, never hidden.", finds=weasel),
)
LAST = (
    Rule(id="hedge-dropped", says="A hedge of the source is kept.", finds=hedge),
    Rule(id="attribution", says="A claim is given as its source's.", finds=attribution),
    Rule(id="accuser", says="An accusation names who accuses, or says that it cannot.", finds=accuser),
    Rule(id="contested", says="A contested answer is given with its other side.", finds=contested),
)
