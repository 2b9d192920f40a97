"""What else a stretch of text holds, as written: hedges, times, places, accusations, requests without an answer."""

import re
from collections.abc import Iterator

from .statements_people import TOKEN, name_runs
from .statements_sentences import Place
from .words.lexicon import StatementWords, pattern

CLOCK = (
    r"\d{1,2}[:.]\d{2}(?:\s*(?:[ap]\.?m\.?))?(?:\s*(?:local time|UTC|GMT|CET|hrs))?"
    r"|\d{1,2}\s*(?:[ap]\.m\.|[ap]m\b)(?:\s*local time)?|\d{1,2} o'clock"
)
LEAD = 40  # characters in front of a name that may say it is a place
DAY = r"\d{1,2}(?:st|nd|rd|th)?"


def hedges(text: str, kind: str, lex: StatementWords) -> Iterator[Place]:
    """ "would" and "could" hedge only what is said of the law; an approximator only the number or date behind it."""
    for found in pattern(lex.hedges).finditer(text):
        if found[0].lower() in ("would", "could") and kind != "law":
            continue
        yield found.span()
    months, counts = "|".join(lex.months), "|".join(lex.counts).replace(" ", r"\s+")
    number = re.compile(rf"\s+(?:(?:the|another|just|only)\s+)?[$€£]?(?:\d|{counts}|(?-i:{months})\b)", re.IGNORECASE)
    for found in pattern(lex.approximators).finditer(text):
        if number.match(text, found.end()):
            yield found.span()


def times(text: str, lex: StatementWords) -> Iterator[Place]:
    month, day = "|".join(lex.months), "|".join(lex.weekdays)
    dated = "|".join(
        (
            rf"\b(?:between\s+)?{DAY}(?:\s+(?:and|to|or|-|–)\s+{DAY})?\s+(?:{month})\b\.?(?:,?\s+\d{{4}})?",
            rf"\b(?:{month})\.?\s+{DAY}\b(?:,?\s+\d{{4}})?|\b(?:{month})\s+\d{{4}}",
            r"\d{4}-\d\d-\d\d(?:T[\d:]+Z?)?",
        )
    )
    named = rf"(?-i:\b(?:(?:last|next|this|early|late|on)\s+)*(?:{day})(?:\s+(?:morning|afternoon|evening|night))?\b)"
    made: list[Place] = []
    for wanted in (f"(?-i:{dated})", named, rf"(?<![\d.])(?:{CLOCK})", pattern(lex.time_phrases).pattern):
        for found in re.finditer(wanted, text, re.IGNORECASE):
            if not any(found.start() < end and start < found.end() for start, end in made):
                made.append(found.span())
    return iter(sorted(made))


def places(text: str, taken: tuple[Place, ...], lex: StatementWords) -> Iterator[Place]:
    """A name behind a preposition of place, or "the village of" a name. `taken` are speakers and times: not places."""
    nouns = "|".join(lex.place_nouns)
    named = re.compile(rf"\b(?:the\s+)?(?:{nouns})s?\s+(?:of|at|in)\s+(?:the\s+)?$", re.IGNORECASE)
    led = re.compile(rf"{pattern(lex.place_prepositions).pattern}\s+(?:the\s+)?$", re.IGNORECASE)
    for start, end in name_runs(text, lex):
        first = TOKEN.findall(text[start:end])[0]
        if any(start < stop and began < end for began, stop in taken) or first in (*lex.months, *lex.weekdays):
            continue
        lead = text[max(0, start - LEAD) : start]
        inner = named.search(lead)
        if inner or led.search(lead):
            yield (start - len(inner[0]) if inner else start), end


def accusation(masked: str, lex: StatementWords) -> Place | None:
    """Passive, and nobody named who accuses."""
    for found in pattern(lex.accused).finditer(masked):
        if not re.search(
            r"\bby\s+(?:the|a|an|its|his|her|their|[A-Z]|two|three|several|some|many|\w+s\b)", masked[found.end() :]
        ):
            return found.span()
    return None


def no_reply(masked: str, lex: StatementWords) -> tuple[Place, bool | None] | None:
    """Where it says that no answer came, and whether the text says that they were asked (None: it does not say)."""
    found = pattern(lex.no_reply).search(masked)
    if found is None:
        return None
    asked = pattern(lex.asked).search(masked) is not None
    return found.span(), True if asked else None


def comment_from(masked: str, at: int) -> Place | None:
    """ "no immediate comment from the authorities": whose."""
    found = re.compile(
        r"(?:\s+\w+){0,6}?\s+from\s+((?:the\s+)?[^,.;:]+?)(?=\s+(?:on|about|regarding|to|over)\s|[,.;:]|$)"
    ).match(masked, at)
    return found.span(1) if found else None


def law(text: str, lex: StatementWords) -> bool:
    """A legal word under a condition."""
    for found in pattern(lex.legal).finditer(text):
        before = TOKEN.findall(text[: found.start()])[-14:]
        if any(word.lower() in lex.conditional and word != "May" for word in before):
            return True
    return False
