"""Where sentences and quotations begin and end in running text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .words.lexicon import StatementWords, pattern

Place = tuple[int, int]
BLOCK = re.compile(r"\n[ \t]*(?:\n\s*)+")
BLANKS = re.compile(r"\s*")
STOP = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s|$)|[。！？؟۔।]+[\"”’»」』)]*")
OPENING = {"“": "”", "„": "“”", "«": "»", '"': '"', "「": "」", "‹": "›"}
LONGEST_QUOTATION = 1500
LONGEST = 2000  # a longer stretch without a stop is read in parts, so that no text takes more than its length
BULLET = re.compile(r"\s*(?:[-*•–—]\s+|\d{1,2}[.)]\s+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """`block` counts paragraphs; `heading` says that the line is a title, `quotes` are spans inside the quotation marks."""

    start: int
    end: int
    block: int
    text: str
    heading: bool
    quotes: tuple[Place, ...]


def quotations(text: str, start: int, end: int) -> tuple[Place, ...]:
    """Spans with their marks. A mark that is never closed in its paragraph is left alone."""
    made: list[Place] = []
    at = start
    while at < end:
        sign = text[at]
        closing = OPENING.get(sign)
        if closing:
            ends = [
                found for mark in closing if (found := text.find(mark, at + 1, min(end, at + LONGEST_QUOTATION))) > 0
            ]
            if ends:
                made.append((at, min(ends) + 1))
                at = min(ends)
        elif sign in "‘'" and not (at > start and text[at - 1].isalnum()):
            close = re.compile(r"(?<=[\w.,!?…])[’'](?!\w)").search(text, at + 1, min(end, at + 300))
            if close and " " in text[at : close.start()] and not re.match(r"['‘’](?:s|\d\ds)\b", text[at : at + 5]):
                made.append((at, close.end()))
                at = close.end() - 1
        at += 1
    return tuple(made)


def sentences(text: str, lex: StatementWords) -> Iterator[Sentence]:
    at = 0
    blocks: list[Place] = []
    for gap in BLOCK.finditer(text):
        blocks.append((at, gap.start()))
        at = gap.end()
    blocks.append((at, len(text)))
    spans = [line for block in blocks for line in _lines(text, *block)]
    abbreviations = frozenset(lex.abbreviations)
    for number, (start, end) in enumerate(spans):
        pieces = [part for piece in _split(text, start, end, abbreviations, lex) for part in _parts(text, *piece)]
        following = spans[number + 1] if number + 1 < len(spans) else (0, 0)
        credited = pattern(lex.credits).match(text, start, end) is not None
        heading = credited or (len(pieces) == 1 and _heading(text[start:end], text[slice(*following)], lex))
        for piece in pieces:
            inner = quotations(text, *piece)
            yield Sentence(
                start=piece[0], end=piece[1], block=number, text=text[slice(*piece)], heading=heading, quotes=inner
            )


def _parts(text: str, start: int, end: int) -> Iterator[Place]:
    while end - start > LONGEST:
        blank = max(text.rfind(sign, start + LONGEST // 2, start + LONGEST) for sign in " \n")
        cut = blank if blank > 0 else start + LONGEST
        yield start, cut
        start = cut + (blank > 0)
    yield start, end


def _lines(text: str, start: int, end: int) -> Iterator[Place]:
    """A paragraph's lines, or the whole where it was only wrapped at a margin."""
    lines = [
        found.span() for found in re.compile(r"[^\n]+").finditer(text, start, end) if text[slice(*found.span())].strip()
    ]
    lengths = [stop - began for began, stop in lines]
    wrapped = (
        len(lines) > 1
        and max(lengths) <= 100
        and min(lengths[:-1]) >= 55
        and not any(BULLET.match(text, began, stop) for began, stop in lines[1:])
    )
    for began, stop in [(lines[0][0], lines[-1][1])] if wrapped else lines:
        inner = text[began:stop]
        bullet = BULLET.match(inner)
        yield began + (bullet.end() if bullet else len(inner) - len(inner.lstrip())), began + len(inner.rstrip())


def _split(text: str, start: int, end: int, abbreviations: frozenset[str], lex: StatementWords) -> Iterator[Place]:
    spans = quotations(text, start, end)
    began, held, looked, worded = start, 0, start, False
    casual = next(
        (sign for sign in text[start:end] if sign.isalpha()), "A"
    ).islower()  # a post without capitals: a full stop and a blank end a sentence
    for stop in STOP.finditer(text, start, end):
        while held < len(spans) and spans[held][1] < stop.end():
            held += 1
        within = held < len(spans) and spans[held][0] < stop.start() and stop.end() < spans[held][1]
        worded = worded or any(sign.isalnum() for sign in text[looked : stop.start()])
        looked = stop.end()
        if within or not worded or not _ends(text, began, stop, end, abbreviations, casual, lex):
            continue
        yield began, stop.end()
        worded = False
        gap = BLANKS.match(text, stop.end(), end)
        began = gap.end() if gap else stop.end()
    if began < end:
        yield began, end


def _ends(
    text: str,
    began: int,
    stop: re.Match[str],
    end: int,
    abbreviations: frozenset[str],
    casual: bool,
    lex: StatementWords,
) -> bool:
    follows = re.compile(r"\s*([\"“„«‘'(\[@#]*)(\w[\w'’]*)?").match(text, stop.end(), end)
    after = follows[2] if follows and follows[2] else ""
    if after[:1].islower() and not casual:
        return bool(follows and follows[1] and stop[0][0] in "!?")
    if stop[0][0] != ".":
        return True
    word = re.compile(r"[\w.]+$").search(text[max(began, stop.start() - 20) : stop.start()])
    last = word[0].lower() if word else ""
    if last in abbreviations:
        return last in ("a.m", "p.m", "etc") and after[:1].isupper()
    initial = len(last) == 1 and last.isalpha() and text[stop.start() - 1].isupper()
    return not initial or not after or after.lower() in lex.pronouns or after.lower() in lex.determiners


def _heading(line: str, following: str, lex: StatementWords) -> bool:
    """A line in capitals, or a short line without a full stop in front of one that is a sentence and not of "I"."""
    letters = [sign for sign in line if sign.isalpha()]
    if len(letters) > 8 and all(sign.isupper() for sign in letters) and len(line.split()) <= 20:
        return True
    short = len(line.split()) <= 14 and not re.search(r"[.!…:;,\"”]$|: ", line)
    return (
        short
        and (not following or len(following) > len(line))
        and not re.search(r"\bI\b|\bmy\b|\bme\b", line)
        and line[:1].isupper()
    )
