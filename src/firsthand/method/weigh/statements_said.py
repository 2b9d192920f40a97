"""Who says it in one sentence: the verbs of saying with their speakers, and "according to"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .statements_people import TOKEN, head, is_name, name_runs
from .statements_sentences import Place
from .words.lexicon import StatementWords, Words, pattern

BE = frozenset("is are was were be been being".split())
PRONOUNS = frozenset("he she it they we".split())
NOUNS_TOO = frozenset(
    "reports report claims claim estimates estimate comments posts documents notes states calls call rules fears fear demands demand dispute disputes orders "
    "found put heard blame repeat tweets finds record records".split()
)
JUDGED = frozenset(
    "believed thought said reported alleged suspected feared estimated assessed found understood described identified".split()
)
NOT_BEFORE_A_VERB = frozenset(
    "the a an of for in on at by with from to as these those such earlier several many some no any or than into about into over under".split()
)
LONGEST_NAME = 16
MOST = 12  # verbs of saying looked at in one sentence, of each sort
SEPARATES = re.compile(r";|,?\s(?:but|while|whereas|although|though)\s|,\s(?:and|yet)\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Spans are in the sentence. `speaker` is empty (start = end) where it says that, and not who."""

    how: str  # "verb", "according", "by", "citing"
    verb: Place
    speaker: Place
    last: bool  # stands behind what is said


def attributions(sentence: str, quotes: tuple[Place, ...], lex: StatementWords) -> tuple[Said, ...]:
    """All of them outside quotations, in order."""
    masked = mask(sentence, quotes)
    made = [
        *_verbs(masked, sentence, lex),
        *_according(masked, lex),
        *_by(masked, lex),
        *_citing(masked, lex),
        *_colon(masked, lex),
    ]
    made.sort(key=lambda said: said.verb)
    plain = [said for said in made if not _in_relative(masked, said, lex)]
    made = plain or made
    return tuple(said for n, said in enumerate(made) if not any(_covers(other, said) for other in made[:n]))


def _in_relative(masked: str, said: Said, lex: StatementWords) -> bool:
    """ "who examined photographs", beside another verb of saying."""
    before = TOKEN.findall(masked[max(0, said.verb[0] - 40) : said.verb[0]])
    while before and before[-1].lower() in lex.adverbs:
        before.pop()
    return said.how == "verb" and bool(before) and before[-1].lower() in ("who", "which", "that", "whose")


def _covers(one: Said, two: Said) -> bool:
    return one.verb[0] <= two.verb[0] < one.verb[1] or (
        one.how != "verb" and one.speaker[0] <= two.verb[0] < one.speaker[1]
    )


def mask(sentence: str, quotes: tuple[Place, ...]) -> str:
    """Quotations blacked out, so that what is said inside them attributes nothing."""
    for start, end in quotes:
        sentence = f"{sentence[:start]}{'█' * (end - start)}{sentence[end:]}"
    return sentence


# --- verbs of saying -------------------------------------------------------------------------------------------------


def _verbs(masked: str, sentence: str, lex: StatementWords) -> Iterator[Said]:
    heard_ones, said_ones = pattern(lex.heard).finditer(masked), pattern(lex.said).finditer(masked)
    for found in (*islice(heard_ones, MOST), *islice(said_ones, MOST)):
        tokens = list(TOKEN.finditer(masked, 0, found.start()))
        heard = " " in found[0] and found[0].split()[0].lower() in {*BE, "can", "could", "may", "has", "have"}
        if not heard and _is_no_verb(found, tokens, masked):
            continue
        speaker = _speaker(masked, found, lex)
        if speaker is None:
            continue
        last = _rest_is_short(masked, found.end() if speaker[1] <= found.start() else speaker[1])
        if found[0].lower() in lex.said_of_self and not _said_for_sure(masked, found, speaker, last, lex):
            continue
        yield Said(how="verb", verb=found.span(), speaker=speaker, last=last)


def _speaker(masked: str, found: re.Match[str], lex: StatementWords) -> Place | None:
    """In front of the verb, or behind it where it stands behind a quotation or nobody who could speak stands in front."""
    if _opens(masked, found.start()):
        return _inverted(masked, found.end(), lex)
    front = subject(masked, found.start(), lex)
    if front and not could_speak(masked[slice(*front)], lex) and masked[: found.start()].rstrip().endswith(","):
        behind = _inverted(masked, found.end(), lex)
        if behind and could_speak(masked[slice(*behind)], lex):
            return behind
    return front


def could_speak(phrase: str, lex: StatementWords) -> bool:
    """It turns on a person, a body, a name or a pronoun."""
    turns, runs = head(phrase, lex), name_runs(phrase, lex)
    named = bool(runs) and (runs[-1][1] == len(phrase) or runs[0][0] == 0)
    return (
        named or turns in lex.people or turns.rstrip("s") in lex.people or turns in lex.bodies or turns in lex.pronouns
    )


def _is_no_verb(found: re.Match[str], tokens: list[re.Match[str]], masked: str) -> bool:
    """A passive, an infinitive, a participle behind a noun, or a noun that looks like a verb."""
    before = [token[0].lower() for token in tokens[-3:]]
    if (
        before
        and (before[-1] in NOT_BEFORE_A_VERB or before[-1].endswith(("'s", "’s")))
        and masked[tokens[-1].end() : found.start()].isspace()
    ):
        return True
    near = [
        word
        for word, token in zip(before, tokens[-3:], strict=True)
        if not re.search(r"[,;█]", masked[token.end() : found.start()])
    ]
    if any(word in BE for word in near[-2:]) and not found[0].lower().startswith(
        ("is ", "are ", "was ", "were ", "been ")
    ):
        return True
    follows = masked[found.end() : found.end() + 12].lower().split()
    if found[0].lower() in JUDGED and follows[:1] in (["to"], ["as"]):
        return True
    if found[0].lower().endswith("ed") and follows[:1] == ["by"]:
        return True
    spoken = before and (before[-1] in ("he", "she", "it", "they", "i", "we") or tokens[-1][0][:1].isupper())
    return found[0].lower() in NOUNS_TOO and follows[:1] in (["of"], ["from"], ["about"], ["on"]) and not spoken


def _said_for_sure(masked: str, found: re.Match[str], speaker: Place, last: bool, lex: StatementWords) -> bool:
    follows = masked[found.end() :].lstrip()
    if (
        last
        or follows.startswith(("that ", "█", ":", ", ", "as █", "how "))
        or masked[: found.start()].rstrip(" ,").endswith("█")
    ):
        return True
    phrase = masked[slice(*speaker)]
    spoken = any(word.lower() in lex.people or word.lower() in lex.bodies for word in TOKEN.findall(phrase)) or bool(
        name_runs(phrase, lex)
    )
    return spoken and "█" in masked[found.end() : found.end() + 60]


def _opens(masked: str, at: int) -> bool:
    """The verb stands right behind a quotation or a comma that ends one, so that its speaker follows."""
    return re.search(r"█[,.]?\s*(?:as\s+)?$|^\s*(?:as\s+)?$", masked[:at]) is not None


def _inverted(masked: str, at: int, lex: StatementWords) -> Place | None:
    """ "said Gerda Lohm, who keeps sheep": up to the comma, the quotation or the end."""
    found = re.compile(r"\s*([^,;:.█()–—]|(?<=\b[A-Z])\.|(?<=\bDr)\.|(?<=\bM[rs])\.)+").match(masked, at)
    if found is None or not found[0].strip():
        return None
    return _trimmed(masked, *found.span(), lex)


def _rest_is_short(masked: str, at: int) -> bool:
    """Nothing is said behind it: at most a time, a place, a listener."""
    rest = masked[at:].strip()
    if "█" in rest:
        return False
    words = TOKEN.findall(rest)
    return len(words) <= 1 or (
        len(words) <= 9
        and re.match(
            r"[,.]?\s*(?:on|in|at|to|from|late|early|during|after|earlier|yesterday|today|citing|quoting|by)\b", rest
        )
        is not None
        and not re.search(r"\bthat\b", rest)
    )


# --- the subject -----------------------------------------------------------------------------------------------------


def subject(masked: str, at: int, lex: StatementWords) -> Place | None:
    """The phrase that the verb at `at` belongs to: the one in front of it, over appositions and relative clauses."""
    edge = max((found.end() for found in SEPARATES.finditer(masked, 0, at)), default=0)
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
    return _trimmed(masked, start, end, lex)


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


OFF = re.compile(
    r"\s(?:in|during|at|on|after|before|from|via|through|over|to|with)\s(?:an?|his|her|its|their|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Twitter|Telegram|Facebook|X|TV|state|local|social)\b.*$",
    re.DOTALL,
)


def _trimmed(masked: str, start: int, end: int, lex: StatementWords) -> Place | None:
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
    if tokens[-1][0].lower() in PRONOUNS:
        tokens = tokens[-1:]
    text = masked[tokens[0].start() : tokens[-1].end()]
    off = OFF.search(text)
    stop = tokens[0].start() + off.start() if off and off.start() > 2 else tokens[-1].end()
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


# --- the other ways --------------------------------------------------------------------------------------------------


def _phrase_after(masked: str, at: int, lex: StatementWords) -> Place | None:
    found = re.compile(r"\s*((?:[^,;:.█()–—]|\.(?=\S)|(?<=\b[A-Z])\.|(?<=\b[Dd]r)\.)+)").match(masked, at)
    if found is None or not found[1].strip():
        return None
    tokens = list(TOKEN.finditer(masked, found.start(1), found.end(1)))[:LONGEST_NAME]
    for n, token in enumerate(tokens):
        low = token[0].lower()
        if n and (
            low in lex.subordinate
            or pattern(lex.said).fullmatch(low)
            or low in BE
            or low in ("has", "have", "had", "and")
        ):
            tokens = tokens[:n]
            break
    return _after_phrase(masked, tokens, lex)


def _after_phrase(masked: str, tokens: list[re.Match[str]], lex: StatementWords) -> Place | None:
    if not tokens:
        return None
    start, end = tokens[0].start(), tokens[-1].end()
    off = OFF.search(masked[start:end])
    if off and off.start() > 2:
        end = start + off.start()
    for n, token in enumerate(tokens):
        if n and token[0].lower() in lex.approximators:
            end = min(end, tokens[n - 1].end())
    return start, end


def _according(masked: str, lex: StatementWords) -> Iterator[Said]:
    for found in islice(pattern(lex.according).finditer(masked), MOST):
        per = found[0].lower() == "per"
        speaker = _phrase_after(masked, found.end(), lex)
        if speaker and not (per and not is_name(TOKEN.findall(masked[slice(*speaker)])[0], lex)):
            opened = not TOKEN.search(masked[: found.start()])
            yield Said(how="according", verb=found.span(), speaker=speaker, last=not opened)
    for found in re.compile(r"(?:^|,\s)as\s", re.IGNORECASE).finditer(masked):
        verb = pattern(lex.said).search(masked, found.end(), min(len(masked), found.end() + 80))
        if verb and "," not in masked[found.end() : verb.start()] and masked[found.end() : verb.start()].strip():
            speaker = _trimmed(masked, found.end(), verb.start(), lex)
            if speaker:
                yield Said(how="according", verb=verb.span(), speaker=speaker, last=found.start() > 0)


def _by(masked: str, lex: StatementWords) -> Iterator[Said]:
    """ "has been verified by the Times": passive, with a form of "be" before it."""
    verbs: Words = tuple(f"{verb} by" for verb in lex.said_by)
    for found in islice(pattern(verbs).finditer(masked), MOST):
        before = [token[0].lower() for token in TOKEN.finditer(masked, 0, found.start())][-3:]
        speaker = _phrase_after(masked, found.end(), lex)
        if speaker and any(word in BE for word in before):
            yield Said(how="by", verb=(found.start(), found.end() - 3), speaker=speaker, last=True)


def _citing(masked: str, lex: StatementWords) -> Iterator[Said]:
    for found in islice(pattern(lex.citing).finditer(masked), MOST):
        speaker = _phrase_after(masked, found.end(), lex)
        if speaker:
            yield Said(how="citing", verb=found.span(), speaker=speaker, last=True)


def _colon(masked: str, lex: StatementWords) -> Iterator[Said]:
    """ "Mayor Orvid Salk: ..." at the start."""
    found = re.match(r"\W{0,4}([^,;:.█]{2,80}):\s", masked)
    if found is None or pattern(lex.said).search(found[1]):
        return
    words = TOKEN.findall(found[1])
    spoken = any(word.lower() in lex.people or word.lower() in lex.bodies for word in words)
    named = len([word for word in words if is_name(word, lex)]) >= 2
    if (
        len(words) <= 7
        and (spoken or named)
        and ("█" in masked[found.end() : found.end() + 2] or words[0][:1].isupper() or words[0][:1] == "@")
    ):
        yield Said(how="verb", verb=(found.end(1), found.end(1) + 1), speaker=found.span(1), last=False)
