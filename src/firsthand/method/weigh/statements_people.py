"""Who is meant: names in a phrase, and whom "he", "the ministry" or a bare surname take up again."""

import re
from dataclasses import dataclass, field, replace

from .words.lexicon import StatementWords, pattern

TOKEN = re.compile(r"@?\w+(?:[’'\-.]\w+)*[’']?")
PERSON, BODY, GROUP = "person", "body", "group"
FAR_BACK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    name: str
    sort: str
    words: frozenset[str]
    sure: bool = True  # False: a bare name that may be a person's or a body's


@dataclass(slots=True, kw_only=True)
class Cast:
    """Who has come up so far, the latest last. `voice` is the article itself, by its own name where it gives one."""

    voice: str
    known: list[Someone] = field(default_factory=list)
    spoke: dict[str, Someone] = field(default_factory=dict)


def bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word).lower()


def is_name(word: str, lex: StatementWords) -> bool:
    return (word[:1].isupper() and word not in lex.not_names) or word[:1] == "@"


def name_runs(text: str, lex: StatementWords) -> list[tuple[int, int]]:
    """Stretches of capitalised words, with "of", "and", "for" only between two of them."""
    runs: list[list[int]] = []
    held: list[re.Match[str]] = []
    for found in TOKEN.finditer(text):
        word = found[0]
        gap = text[runs[-1][1] : found.start()] if runs else ""
        between = "".join(gap.split()) if not held else ""
        if is_name(word, lex):
            joins = (
                runs
                and re.fullmatch(r"[.&]?", between) is not None
                and (not held or _bridges(text, runs[-1][1], found.start(), lex))
            )
            if joins and not text[runs[-1][0] : runs[-1][1]].endswith(("'s", "’s")):
                runs[-1][1] = found.end()
            else:
                runs.append([found.start(), found.end()])
            held = []
        elif runs and word.lower() in lex.name_joins:
            held.append(found)
        else:
            held = [found, found, found]
    return [(start, end) for start, end in runs]


def _bridges(text: str, start: int, end: int, lex: StatementWords) -> bool:
    words = text[start:end].split()
    return 0 < len(words) <= 2 and all(word.lower() in lex.name_joins for word in words) and words[0] != "the"


def head(phrase: str, lex: StatementWords) -> str:
    """The noun that a common phrase turns on: the last word before "of", "in", "from", "who"."""
    stop = next((found for found in pattern(lex.head_ends).finditer(phrase) if found.start()), None)
    words = TOKEN.findall(phrase[: stop.start()] if stop else phrase)
    return bare(words[-1]) if words else ""


def someone(phrase: str, lex: StatementWords) -> Someone:
    """A speaker's phrase as a person, a body or a group, with the name it is known by."""
    text = " ".join(phrase.split())
    runs = name_runs(text, lex)
    turns = head(text, lex)
    if runs and (runs[-1][1] == len(text) or text[runs[-1][1] :].strip(" .").lower() in ("jr", "sr")):
        name = _untitled(text[runs[-1][0] :], lex)
        before = text[: runs[-1][0]].strip()
        if not re.search(r"\b(?:of|in|from|at|for|near|on)\s+(?:the\s+)?$", before + " "):
            return _named(name, before, lex)
    name = _undetermined(text, lex)
    sort = (
        GROUP
        if (turns.endswith("s") and turns.rstrip("s") in lex.people)
        or turns in ("people", "authorities", "troops", "men", "women", "police")
        else PERSON
    )
    sort = BODY if turns in lex.bodies or (turns not in lex.people and _is_body(name, lex)) else sort
    return Someone(name=name, sort=sort, words=_words(name))


def _named(name: str, before: str, lex: StatementWords) -> Someone:
    """A proper name. "the" in front of it makes it a body's; a title, an office or a trade in front of it a person's."""
    words = _words(f"{before} {name}") - {"the", "a", "an", "our"}
    person, _, of = name.partition(" of ")
    office = _untitled(person, lex) != person or any(bare(word) in lex.people for word in TOKEN.findall(before))
    personal = bool(of) and not _is_body(person, lex) and (office or " " in person)
    untitled = _untitled(person if personal else name, lex)
    office = office or (untitled != name and not of)
    body = not office and (_is_body(untitled, lex) or re.search(r"\bthe$", before, re.IGNORECASE) is not None)
    return Someone(name=untitled, sort=BODY if body else PERSON, words=words, sure=body or office)


def _untitled(name: str, lex: StatementWords) -> str:
    """Without "Dr", "Colonel", "Transport Minister" in front; "Mayor of Tessel" stays."""
    words = name.split()
    offices = [n for n, word in enumerate(words[:-1]) if word.strip(".").lower() in (*lex.titles, *lex.people)]
    kept = words[offices[-1] + 1 :] if offices else words
    return (
        name
        if len("".join(kept)) < 3 or _is_body(" ".join(kept), lex) or kept[0].lower() in lex.head_ends
        else " ".join(kept)
    )


def _undetermined(text: str, lex: StatementWords) -> str:
    first, _, rest = text.partition(" ")
    return (
        rest
        if rest and first.lower() in lex.determiners and first.lower() not in ("one", "another", "some", "any")
        else text
    )


def _is_body(name: str, lex: StatementWords) -> bool:
    return any(bare(word) in lex.bodies for word in TOKEN.findall(name)) or (name.isupper() and len(name) > 1)


def _words(name: str) -> frozenset[str]:
    return frozenset(bare(word) for word in TOKEN.findall(name))


def mention(cast: Cast, text: str, spoken: bool, lex: StatementWords) -> None:
    """Names of two or more words that a sentence brings up, as possible speakers later on.

    A person whom a sentence without a speaker begins with is the next one's "he": "Per Aas, 61, heard it."
    """
    for start, end in name_runs(text, lex):
        if " " in text[start:end]:
            named = re.search(r"(?<!\w)the\s+$", text[:start], re.IGNORECASE)
            who = remember(cast, someone(text[named.start() if named else start : end], lex))
            opens = (
                all(word.lower() not in lex.prepositions for word in TOKEN.findall(text[: min(start, 40)]))
                and start < 30
            )
            if opens and not spoken and who.sort == PERSON:
                speak(cast, who)


def remember(cast: Cast, who: Someone) -> Someone:
    low = who.name.lower()
    place = next((n for n in range(len(cast.known) - 1, -1, -1) if cast.known[n].name.lower() == low), None)
    known = cast.known.pop(place) if place is not None else who
    if not who.words <= known.words:
        known = replace(known, words=known.words | who.words)
    cast.known.append(known)
    del cast.known[:-FAR_BACK]
    return known


def speak(cast: Cast, who: Someone) -> None:
    for key in (who.sort, "last"):
        cast.spoke.pop(key, None)  # so that the latest stands last
        cast.spoke[key] = who
    remember(cast, who)


def resolve(cast: Cast, phrase: str, lex: StatementWords) -> Someone:
    """Whom the phrase means, within the article. A phrase that takes nothing up again means itself."""
    said = " ".join(phrase.split()).strip(" ,")
    low = said.lower()
    if low in lex.first_person:
        return Someone(name=cast.voice, sort=BODY, words=_words(cast.voice))
    taken = _pronoun(cast, low, lex)
    if taken is not None:
        return taken
    who = someone(said, lex)
    if low in lex.numbers or re.fullmatch(r"(?:the )?(?:others?|some|many|most|several|both)", low):
        group = cast.spoke.get(GROUP)
        return group if group else who
    return _again(cast, said, who, lex) or who


def _pronoun(cast: Cast, low: str, lex: StatementWords) -> Someone | None:
    for words, sorts in ((lex.he, (PERSON,)), (lex.it, (BODY,)), (lex.they, (GROUP, BODY))):
        if low in words:
            last = cast.spoke.get("last")
            if last and not last.sure and words is lex.it:
                return last
            found = next((who for sort, who in reversed(cast.spoke.items()) if sort in sorts), None)
            return (
                found
                or next((who for who in reversed(cast.known) if who.sort in sorts), None)
                or cast.spoke.get("last")
            )
    return None


def _again(cast: Cast, said: str, who: Someone, lex: StatementWords) -> Someone | None:
    """A surname, a title with a surname, the end of a long name, or "the" and the noun of a body that came up."""
    definite = re.match(r"(?:the|this|that|its|their|our|my)\s", said, re.IGNORECASE) is not None
    candidates = [other for other in reversed(cast.known) if other.name.lower() != who.name.lower()]
    short = len(who.words) <= 2
    for other in candidates:
        if short and who.name[:1].isupper() and who.words < other.words and (who.sort == other.sort or definite):
            return other
    noun = who.name.lower()
    if definite and " " not in noun:
        kinds = frozenset(lex.generic_bodies.get(noun, noun).split())
        plural = {f"{noun}s", noun.rstrip("s")}
        return next(
            (
                other
                for other in candidates
                if other.words & (kinds | plural) and (other.sort != PERSON or noun in other.words)
            ),
            None,
        )
    return None
