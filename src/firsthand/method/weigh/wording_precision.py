"""The rule on precision: numbers, times and places are never finer than the source gives them."""

import re
from collections.abc import Iterator

from .wording_draft import Draft
from .wording_hit import Edit, Hit, Rule, at, put
from .wording_marks import Number, approximated, inside, numbers, outside_quotations, quotations
from .words.lexicon import WordingWords, pattern


def precision(draft: Draft, lex: WordingWords) -> Iterator[Hit]:
    texts = [support.words for support in draft.rests_on if support.words]
    sentence, spans = draft.sentence, quotations(draft.sentence)
    for found in outside_quotations(lex.exact, sentence):
        if not any(pattern(lex.exact).search(text) for text in texts) and draft.rests_on:
            yield at(
                found.span(),
                f"“{found[0]}” is a precision that the source does not give",
                put(sentence, found.span(), ""),
            )
    beneath = [
        *texts,
        *(f"{other.answer} {' '.join(other.sources)}" for s in draft.rests_on for other in s.others),
        *_named(draft),
    ]
    if not texts:
        return
    given = [(text, number) for text in beneath for number in numbers(text, lex)]
    for number in numbers(sentence, lex):
        if not inside(number.place, spans):
            yield from _finer(draft, number, given, lex)


def _named(draft: Draft) -> list[str]:
    return [name for support in draft.rests_on for name in (support.source, *support.aliases) if name]


def _finer(draft: Draft, number: Number, given: list[tuple[str, Number]], lex: WordingWords) -> Iterator[Hit]:
    sentence, said = draft.sentence, draft.sentence[slice(*number.place)]
    same = [(text, other) for text, other in given if other.value == number.value]
    if not same:
        if number.fine or draft.only_claims:
            reason = f"“{said}” is not in what the sentence rests on"
            yield at(number.place, reason, *_rounder(sentence, number, given, lex))
    elif all(approximated(text, other, lex) for text, other in same) and not approximated(sentence, number, lex):
        month = re.search(rf"\b(?:{'|'.join(lex.months)})\s+$", sentence[: number.place[0]])
        start = month.start() if month else number.place[0]
        key = "or_about" if re.search(r"\bon\s+$", sentence[:start], re.IGNORECASE) else "about"
        edit = (start, start, lex.says[key])
        yield at(number.place, f"“{said}” is approximate in the source: keep its “about”", edit)


def _rounder(sentence: str, number: Number, given: list[tuple[str, Number]], lex: WordingWords) -> Iterator[Edit]:
    """The source's own number if one is near; a clock time falls away with its preposition; a count becomes "several"."""
    amount = re.fullmatch(r"\d+(?:\.\d+)?", number.value)
    plain = [(text, other) for text, other in given if amount and re.fullmatch(r"\d+(?:\.\d+)?", other.value)]
    near = [
        (text, other)
        for text, other in plain
        if abs(float(other.value) - float(number.value)) <= 0.15 * float(number.value)
    ]
    month = "|".join(lex.months)
    dated = re.search(rf"(?:\s+(?:at|on|by))?\s+{re.escape(sentence[slice(*number.place)])}\s+(?:{month})\b", sentence)
    if near:
        text, other = near[0]
        written = text[slice(*other.place)]
        lead = lex.says["about"] if not approximated(sentence, number, lex) else ""
        yield (*number.place, lead + written)
    elif dated:
        yield dated.start(), dated.end(), ""
    elif number.fine:
        phrase = re.search(r"\s+(?:(?:at|by|from|since|until|of|exactly)\s+)*$", sentence[: number.place[0]])
        yield phrase.start() if phrase else number.place[0], number.place[1], ""
    else:
        yield put(sentence, number.place, "several")


RULE = Rule(
    id="precision", says="Numbers, times and places are never finer than the source gives them.", finds=precision
)
