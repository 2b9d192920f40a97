"""Where in a sentence the words stand that the rules speak of: quotations, named speakers, protected names, numbers."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .wording_draft import Draft, Support
from .words.lexicon import WordingWords, Words, pattern

Place = tuple[int, int]

QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"|(?<!\w)‘[^’]*(?:’(?=\w)[^’]*)*’(?!\w)")
BOUNDARY = re.compile(r"[,;:—–()\[\]“”„«»\"]|\s-\s|(?<!\d)\.(?!\d)")
WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
UNSEEN = "".join(map(chr, (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)))


def quotations(sentence: str) -> tuple[Place, ...]:
    return tuple(found.span() for found in QUOTED.finditer(sentence))


def inside(place: Place, spans: tuple[Place, ...]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in spans)


def outside_quotations(words: Words, sentence: str) -> Iterator[re.Match[str]]:
    spans = quotations(sentence)
    return (found for found in pattern(words).finditer(sentence) if not inside(found.span(), spans))


def before(words: Words, sentence: str, at: int, within: int = 3) -> bool:
    """One of the words stands among the last `within` words before `at`, in the same clause."""
    edge = max((found.end() for found in BOUNDARY.finditer(sentence, 0, at)), default=0)
    starts = [found.start() for found in WORD.finditer(sentence, edge, at)][-within:]
    return bool(starts) and pattern(words).search(sentence, starts[0], at) is not None


def after(words: Words, sentence: str, at: int, within: int = 3) -> bool:
    ends = [found.end() for found, _ in zip(WORD.finditer(sentence, at), range(within), strict=False)]
    return bool(ends) and pattern(words).search(sentence, at, ends[-1]) is not None


# --- speakers --------------------------------------------------------------------------------------------------------


def bare_name(name: str, lex: WordingWords) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in lex.articles else name


@lru_cache(maxsize=4096)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(word.lower().removesuffix("'s").removesuffix("’s") for word in WORD.findall(name))


def _alike(one: str, two: str) -> bool:
    if one == two:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return (shared >= 4 and abs(len(one) - len(two)) <= 2 and shared >= min(len(one), len(two)) - 1) or shared >= 7


def spelled_out(name: str, text: str, lex: WordingWords) -> bool:
    bare = bare_name(name, lex)
    flags = 0 if len(bare) <= 3 else re.IGNORECASE
    return bool(bare) and re.search(rf"(?<!\w){lex.joined}{re.escape(bare)}(?!\w)", text, flags) is not None


def names_it(source: Support, phrase: str, lex: WordingWords) -> bool:
    """The phrase, which stands where a speaker stands, is this source: its name, an alias, initials, or one of its own words."""
    given = tuple(name for name in (source.source, *source.aliases) if name)
    if any(spelled_out(name, phrase, lex) for name in given):
        return True
    said = set(_name_words(phrase))
    for name in given:
        capitals = "".join(word[0] for word in WORD.findall(name) if word[0].isupper())
        if len(capitals) > 1 and capitals.lower() in said:
            return True
        own = [word for word in _name_words(name) if len(word) >= 4 and word not in lex.generic]
        if any(_alike(word, other) for word in own for other in said):
            return True
    return False


def speaker_phrases(sentence: str, lex: WordingWords) -> tuple[Place, ...]:
    """Stretches of the sentence where a speaker is named: before or behind a verb of saying, or after "according to"."""
    names = tuple(found.span() for found in NAME_IN_QUOTES.finditer(sentence))
    marks = [found.span() for found in BOUNDARY.finditer(sentence) if not inside(found.span(), names)]
    spans = quotations(sentence)
    made: list[Place] = []
    for verb in pattern(lex.speech).finditer(sentence):
        if not inside(verb.span(), spans):
            made.append(_left(sentence, verb.start(), marks))
            if INVERTED.search(sentence, 0, verb.start()):
                made.append(_right(sentence, verb.end(), 6))
    made += [_right(sentence, cue.end(), 10) for cue in outside_quotations(lex.speech_before, sentence)]
    return tuple(place for place in made if place[0] < place[1])


INVERTED = re.compile(r"(?:^|[,;:—–()”\"’»])\s*(?:as\s+)?$")
RELATIVE = re.compile(
    r"\s*(?:(?:who|which|whose|that|it|he|she|they|in an?|in its|as|and|but|also)\b.*)?\s*", re.IGNORECASE | re.DOTALL
)


NAME_IN_QUOTES = re.compile(
    r"«\s*\w+(?:[ \-]\w+){0,3}\s*»|“\w+(?:[ \-]\w+){0,3}”|\"\w+(?:[ \-]\w+){0,3}\""
)  # newspaper «Morning»


def _left(sentence: str, at: int, marks: list[Place]) -> Place:
    """Back to the last boundary; over a relative clause or an insertion, to the one before it as well."""
    earlier = [0, *(end for _, end in marks if end <= at)]
    start = earlier.pop()
    while earlier and (RELATIVE.fullmatch(sentence, start, at) or not WORD.search(sentence, start, at)):
        start = earlier.pop()
    return start, at


def _right(sentence: str, at: int, words: int) -> Place:
    """Inverted order ("said a nurse at the hospital") and "according to": the words up to the next boundary."""
    stop = BOUNDARY.search(sentence, at)
    while stop and (name := NAME_IN_QUOTES.match(sentence, stop.start())):
        stop = BOUNDARY.search(sentence, name.end())
    end = stop.start() if stop else len(sentence)
    ends = [found.end() for found in WORD.finditer(sentence, at, end)][:words]
    return at, ends[-1] if ends else at


def speakers(draft: Draft, lex: WordingWords) -> tuple[Support, ...]:
    """The claims whose source the sentence names as the one who says it."""
    phrases = [draft.sentence[start:end] for start, end in speaker_phrases(draft.sentence, lex)]
    return tuple(claim for claim in draft.of("claim") if any(names_it(claim, phrase, lex) for phrase in phrases))


def overlap(sentence: str, text: str) -> float:
    """The part of the sentence's longer words that the text uses too, by their first five letters."""
    words, own = ({word[:5].lower() for word in WORD.findall(each) if len(word) > 3} for each in (sentence, text))
    return len(words & own) / len(words) if words else 1.0


def bearing(draft: Draft) -> tuple[Support, ...]:
    """The claims that carry the sentence: one without a hedge ("the clip was verified") does not carry what another hedges.

    It does where it answers the same question, or is at least as near to the sentence in its words.
    """
    hedged = [claim for claim in draft.of("claim") if claim.hedges]
    if not hedged:
        return draft.of("claim")
    best = max(hedged, key=lambda claim: overlap(draft.sentence, claim.words))
    near = overlap(draft.sentence, best.words)
    return tuple(
        claim
        for claim in draft.of("claim")
        if claim.hedges
        or (claim.question and claim.question == best.question)
        or overlap(draft.sentence, claim.words) >= near
    )


# --- protected names -------------------------------------------------------------------------------------------------


def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Case, accents and unseen signs laid aside, and for each letter left where it came from."""
    letters, where = [], []
    for at, sign in enumerate(text):
        for part in unicodedata.normalize("NFKD", sign).casefold():
            if not unicodedata.combining(part) and part not in UNSEEN:
                letters.append("'" if part == "’" else part)
                where.append(at)
    return "".join(letters), (*where, len(text))


def protected_places(sentence: str, names: tuple[str, ...], lex: WordingWords) -> tuple[tuple[Place, str], ...]:
    """Where a protected name, or a part of it written as a name, stands. Longest first, never overlapping."""
    text, where = _folded(sentence)
    made: list[tuple[Place, str]] = []
    for name in sorted(names, key=len, reverse=True):
        whole = _folded(bare_name(name, lex))[0]
        parts = [part for part in re.findall(r"\w+(?:['\-]\w+)*", whole) if len(part) >= 3 and part not in lex.articles]
        for wanted in (whole, *parts):
            for found in re.finditer(rf"(?<!\w){re.escape(wanted)}(?:(?!\w)|(?='s))", text):
                place = where[found.start()], where[found.end() - 1] + 1
                written = sentence[slice(*place)]
                as_a_name = wanted == whole or not written[0].islower()
                if as_a_name and not any(place[0] < end and start < place[1] for (start, end), _ in made):
                    made.append((place, name))
    return tuple(sorted(made))


# --- numbers ---------------------------------------------------------------------------------------------------------

NUMBER = re.compile(
    r"(?<![\w.,:/-])(?P<said>(?P<clock>\d{1,2}[:.]\d{2}(?::\d{2})?(?=\s*(?:[ap]\.?m|hrs|hours|UTC|GMT|local)\b|(?<=:\d\d))|\d{1,2}:\d{2}(?::\d{2})?)"
    r"|(?P<number>\d+(?:[,  ]\d{3})*(?:\.\d+)?))(?![\w:]|[-/]\w|\.\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    place: Place
    value: str  # digits without thousands' marks, or the clock time as written
    fine: bool  # a clock time or decimals: finer than a count


def numbers(text: str, lex: WordingWords) -> tuple[Number, ...]:
    """Counts, measures, clock times and decimals, in digits or small words. Not the number in a name ("Quay 4")."""
    made = []
    for found in NUMBER.finditer(text):
        value = re.sub("[,  ]", "", found["said"])
        made.append(Number(place=found.span(), value=value, fine=bool(found["clock"]) or "." in value))
    for found in pattern(tuple(lex.numbers)).finditer(text):
        made.append(Number(place=found.span(), value=str(lex.numbers[found[0].lower()]), fine=False))
    return tuple(
        number for number in sorted(made, key=lambda n: n.place) if number.fine or not _in_a_name(text, number, lex)
    )


def _in_a_name(text: str, number: Number, lex: WordingWords) -> bool:
    words = WORD.findall(text[: number.place[0]])
    return (
        bool(words)
        and len(words) > 1
        and words[-1][0].isupper()
        and words[-1] not in lex.months
        and words[-1].lower() not in ("exactly", "about")
    )


def approximated(text: str, number: Number, lex: WordingWords) -> bool:
    start, end = number.place
    dated = number.fine or re.match(rf"\s+(?:{'|'.join(lex.months)})\b", text[end:]) is not None
    about = (*lex.approximators, *(lex.approximators_of_time if dated else ()))
    return before(about, text, start, 4) or after(lex.approximators_after, text, end, 3)
