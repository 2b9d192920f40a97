"""What a wording rule finds: a place, a reason in one line, and the edit that would take the fault away."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .wording_draft import Draft
from .words.lexicon import WordingWords

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    start: int
    end: int
    reason: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`id` never changes its meaning; `says` is the principle; `finds` is pure."""

    id: str
    says: str
    finds: Callable[[Draft, WordingWords], Iterator[Hit]]


def at(place: tuple[int, int], reason: str, *edits: Edit) -> Hit:
    return Hit(start=place[0], end=place[1], reason=reason, edits=edits)


def whole(sentence: str) -> tuple[int, int]:
    """The sentence without the white space around it."""
    return len(sentence) - len(sentence.lstrip()), len(sentence.rstrip())


def ending(sentence: str) -> int:
    """Where something can be added: before the last stop, but never inside a closing quotation."""
    stop = re.search(r"[.!?…]*\s*$", sentence)
    return stop.start() if stop else len(sentence)


def add(sentence: str, text: str) -> Edit:
    return ending(sentence), ending(sentence), text


def put(sentence: str, place: tuple[int, int], text: str) -> Edit:
    """The words at a place replaced, with the case of their first letter and the article before them kept right."""
    start, end = place
    if sentence[start:end][:1].isupper() and text:
        text = text[0].upper() + text[1:]
    if not text:
        end += len(sentence[end:]) - len(sentence[end:].lstrip(" "))
    article = re.search(r"\b([Aa])(n?)\s+$", sentence[:start])
    following = (text or sentence[end:])[:1].lower()
    if article and following.isalpha():
        fitting = article[1] + ("n" if following in "aeiou" else "")
        return article.start(), end, f"{fitting} {text}"
    return start, end, text


def applied(sentence: str, edits: tuple[Edit, ...]) -> str:
    """The edits made from the back, an overlapping one left for the next round; then blanks and the first letter set right."""
    reached = len(sentence) + 1
    for start, end, text in sorted(edits, key=lambda edit: (edit[0], edit[1]), reverse=True):
        if end <= reached:
            sentence = sentence[:start] + text + sentence[end:]
            reached = start
    return tidy(sentence)


def tidy(sentence: str) -> str:
    made = re.sub(r"\s+", " ", sentence).strip()
    made = re.sub(r" (?=[,;:.!?](?:\s|$))", "", made)
    made = re.sub(r"([,;:])(?=[,;:])", "", made)
    made = re.sub(r"([,;])(?=[^\W\d_])", r"\1 ", made)
    made = re.sub(r"^[\s,;:—–-]+", "", made)
    return made[:1].upper() + made[1:]
