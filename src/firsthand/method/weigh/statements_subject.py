"""The phrase that a verb of saying belongs to: the speaker as written."""

import re
from collections.abc import Iterator

from .statements_people import TOKEN, head, is_name, name_runs
from .statements_sentences import Place
from .words.lexicon import StatementWords, pattern

LONGEST_NAME = 16


def parts(masked: str, lex: StatementWords) -> Iterator[re.Match[str]]:
    """Where a clause with a speaker of its own may begin: a semicolon, "but", "while", ", and"."""
    return re.finditer(rf";|{'|'.join(lex.parts)}", masked)


def could_speak(phrase: str, lex: StatementWords) -> bool:
    """It turns on a person, a body, a name or a pronoun."""
    first = (TOKEN.findall(phrase) or [""])[0].lower()
    if first.endswith("ing") and " " in phrase and first not in (*lex.titles, "king"):
        return False  # "firing on people": a doing
    turns, runs = head(phrase, lex), name_runs(phrase, lex)
    named = bool(runs) and (runs[-1][1] == len(phrase) or runs[0][0] == 0)
    return (
        named or turns in lex.people or turns.rstrip("s") in lex.people or turns in lex.bodies or turns in lex.pronouns
    )


def subject(masked: str, at: int, lex: StatementWords) -> Place | None:
    """The phrase that the verb at `at` belongs to: the one in front of it, over appositions and relative clauses."""
    edge = max((found.end() for found in parts(masked[:at], lex)), default=0)
    if not TOKEN.search(masked, edge, at) or not _meaningful(masked, edge, at, lex):
        edge = 0 if edge and masked[edge - 2 : edge - 1] != ";" else edge
    pieces = _pieces(masked, edge, at)
    if pieces and _relative(masked, pieces[-1], at, lex):
        return None
    while pieces and not _meaningful(masked, *pieces[-1], lex):
        pieces.pop()
    while len(pieces) > 1 and _aside(masked, pieces, lex):
        pieces.pop()
    if not pieces:
        return None
    start, end = pieces[-1]
    joined = re.search(r"\sand\s+(?:\w+\s+){0,2}$", masked[start:at])
    if joined and end >= at - 1 and not _meaningful(masked, start + joined.start() + 4, at, lex):
        start, end = _first_phrase(masked, edge, lex)
    return trimmed(masked, start, end, lex)


def _relative(masked: str, piece: Place, at: int, lex: StatementWords) -> bool:
    """ ", which officials put at seven": somebody else's clause about the thing before it."""
    words = [word.lower() for word in TOKEN.findall(masked[slice(*piece)])]
    meant = [word for word in words[1:] if word not in lex.adverbs]
    return bool(meant) and words[0] in lex.subordinate and not masked[piece[1] : at].strip()


def _pieces(masked: str, start: int, at: int) -> list[Place]:
    """Stretches between commas, dashes, colons, brackets and quotations."""
    cuts = [found.span() for found in re.compile(r",\s|[:;()█–—]+|\s-\s|,$").finditer(masked, start, at)]
    edges = [start, *(edge for cut in cuts for edge in cut), at]
    return [(edges[n], edges[n + 1]) for n in range(0, len(edges), 2) if masked[edges[n] : edges[n + 1]].strip()]


def _meaningful(masked: str, start: int, end: int, lex: StatementWords) -> bool:
    words = [word.lower() for word in TOKEN.findall(masked[start:end])]
    return any(word not in lex.adverbs and word not in ("and", "or", "but") for word in words)


def _aside(masked: str, pieces: list[Place], lex: StatementWords) -> bool:
    """The last piece says something of the one before it: "a schoolteacher", "who lives there", "commander of the guard"."""
    start, end = pieces[-1]
    follows = masked[end:].lstrip()
    words = TOKEN.findall(masked[start:end])
    first = words[0].lower() if words else ""
    if first in lex.subordinate or first.endswith("ing"):
        return True
    if name_runs(masked[start:end], lex) == [(0, end - start)] and many(masked[slice(*pieces[-2])], lex):
        return True
    earlier = masked[slice(*pieces[-2])]
    called = bool(name_runs(earlier, lex)) and first not in lex.pronouns
    plain = words and (words[0].islower() and not (first in lex.determiners and first not in ("a", "an", "the")))
    described = plain or first in lex.titles or first in lex.people or words[0].isdigit() if words else False
    return bool(follows.startswith(",") and described and (called or first in ("a", "an")))


def many(phrase: str, lex: StatementWords) -> bool:
    """It speaks of more than one: "two former employees of the contractor"."""
    turns = head(phrase, lex)
    return (turns.endswith("s") and turns.rstrip("s") in lex.people) or (TOKEN.findall(phrase) or [""])[
        0
    ].lower() in lex.numbers


def _first_phrase(masked: str, edge: int, lex: StatementWords) -> Place:
    """The first phrase of the clause, up to a comma or the first word that looks like its verb."""
    end = len(masked)
    comma = re.compile(r"[,;█]").search(masked, edge)
    end = comma.start() if comma else end
    for token in TOKEN.finditer(masked, edge, end):
        low = token[0].lower()
        if token.start() > edge + 1 and (
            low in lex.adverbs or pattern(lex.said).fullmatch(low) or (low.endswith("ed") and len(low) > 4)
        ):
            return edge, token.start()
    return edge, end


def cut_aside(text: str, lex: StatementWords) -> int:
    """Where the speaker's phrase ends in front of "in a statement", "on Monday": its length, if there is no such thing."""
    found = next((found for found in pattern(lex.aside).finditer(text) if found.start() > 2), None)
    return len(text[: found.start()].rstrip()) if found else len(text)


def trimmed(masked: str, start: int, end: int, lex: StatementWords) -> Place | None:
    """Without connectors and adverbs around it, opening phrases ("In a statement ..."), and relative clauses."""
    tokens = list(TOKEN.finditer(masked, start, end))
    lead = pattern(lex.connectors).match(masked, tokens[0].start()) if tokens else None
    while tokens and lead and lead.end() <= end and len(tokens) > 1:
        tokens = [token for token in tokens if token.start() >= lead.end()]
        lead = pattern(lex.connectors).match(masked, tokens[0].start()) if tokens else None
    while len(tokens) > 1 and tokens[-1][0].lower() in lex.adverbs:
        tokens.pop()
    for n, token in enumerate(tokens):
        if n and token[0].lower() in lex.subordinate:
            tokens = tokens[:n]
            break
    if not tokens:
        return None
    tokens = _after_opening(tokens[1:] if tokens[0][0].lower() == "as" and len(tokens) > 1 else tokens, lex)
    if tokens[-1][0].lower() in (*lex.he, *lex.it, *lex.they, *lex.first_person):
        tokens = tokens[-1:]
    text = masked[tokens[0].start() : tokens[-1].end()]
    stop = tokens[0].start() + cut_aside(text, lex)
    tokens = [token for token in tokens if token.start() < stop]
    if not tokens or len(tokens) > LONGEST_NAME or tokens[0][0].lower() in lex.subordinate:
        return None
    dot = (
        masked[stop : stop + 1] == "."
        and re.search(r"\b[A-Z]$", masked[:stop]) is not None
        and stop + 1 < len(masked.rstrip())
    )
    return tokens[0].start(), stop + dot


def _after_opening(tokens: list[re.Match[str]], lex: StatementWords) -> list[re.Match[str]]:
    """ "In a statement the ministry": from the last "the" or name on, when a preposition stands first."""
    if tokens[0][0].lower() not in lex.prepositions or len(tokens) < 3:
        return tokens
    starts = [
        n
        for n, token in enumerate(tokens)
        if n > 1 and (token[0].lower() in (*lex.determiners, *lex.pronouns) or is_name(token[0], lex))
    ]
    kept = [
        n
        for n in starts
        if tokens[n - 1][0].lower() not in (*lex.prepositions, *lex.determiners)
        and not (n - 1 in starts and is_name(tokens[n - 1][0], lex))
    ]
    return tokens[kept[-1] :] if kept else tokens
