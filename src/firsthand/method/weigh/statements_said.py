"""Who says it in one sentence: the verbs of saying with their speakers, and "according to"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .statements_people import TOKEN, is_name
from .statements_sentences import Place
from .statements_subject import LONGEST_NAME, could_speak, cut_aside, subject, trimmed
from .words.lexicon import StatementWords, Words, pattern

MOST = 12  # verbs of saying looked at in one sentence, of each sort


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
        heard = " " in found[0] and found[0].split()[0].lower() in {*lex.be, "can", "could", "may", "has", "have"}
        if not heard and _is_no_verb(found, tokens, masked, lex):
            continue
        speaker = _speaker(masked, found, lex)
        if speaker is None:
            continue
        last = _rest_is_short(masked, found.end() if speaker[1] <= found.start() else speaker[1], lex)
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


def _is_no_verb(found: re.Match[str], tokens: list[re.Match[str]], masked: str, lex: StatementWords) -> bool:
    """A passive, an infinitive, a participle behind a noun, or a noun that looks like a verb."""
    before = [token[0].lower() for token in tokens[-3:]]
    if (
        before
        and (before[-1] in lex.not_before or before[-1].endswith(("'s", "’s")))
        and masked[tokens[-1].end() : found.start()].isspace()
    ):
        return True
    near = [
        word
        for word, token in zip(before, tokens[-3:], strict=True)
        if not re.search(r"[,;█]", masked[token.end() : found.start()])
    ]
    if any(word in lex.be for word in near[-2:]) and not found[0].lower().startswith(
        ("is ", "are ", "was ", "were ", "been ")
    ):
        return True
    follows = masked[found.end() : found.end() + 12].lower().split()
    if found[0].lower() in lex.judged and follows[:1] in (["to"], ["as"]):
        return True
    if found[0].lower().endswith("ed") and follows[:1] == ["by"]:
        return True
    spoken = before and (before[-1] in (*lex.he, *lex.it, *lex.they, *lex.first_person) or tokens[-1][0][:1].isupper())
    return found[0].lower() in lex.nouns_too and follows[:1] in (["of"], ["from"], ["about"], ["on"]) and not spoken


def _said_for_sure(masked: str, found: re.Match[str], speaker: Place, last: bool, lex: StatementWords) -> bool:
    """A weak verb counts with a speaker who can speak ("the shape suggests" says nothing) and something said."""
    if not could_speak(masked[slice(*speaker)], lex):
        return False
    follows, put = masked[found.end() :].lstrip(), masked[: found.start()].rstrip(" ,").endswith("█")
    if last or put or follows.startswith(("that ", "█", ":", ", ", "as █", "how ")):
        return True
    near = masked[found.end() : found.end() + 60]
    return "█" in near or pattern(lex.figures).match(masked, found.start()) is not None


def _opens(masked: str, at: int) -> bool:
    """The verb stands right behind a quotation or a comma that ends one, so that its speaker follows."""
    return re.search(r"█[,.]?\s*(?:as\s+)?$|^\s*(?:as\s+)?$", masked[:at]) is not None


def _inverted(masked: str, at: int, lex: StatementWords) -> Place | None:
    """ "said Gerda Lohm, who keeps sheep": up to the comma, the quotation or the end."""
    found = re.compile(r"\s*([^,;:.█()–—]|(?<=\b[A-Z])\.|(?<=\bDr)\.|(?<=\bM[rs])\.)+").match(masked, at)
    if found is None or not found[0].strip():
        return None
    return trimmed(masked, *found.span(), lex)


def _rest_is_short(masked: str, at: int, lex: StatementWords) -> bool:
    """Nothing is said behind it: at most a time, a place, a listener."""
    rest = masked[at:].strip(" ,.")
    words = TOKEN.findall(rest)
    if "█" in rest or "that" in words:
        return False
    return len(words) <= 1 or (len(words) <= 9 and words[0].lower() in lex.rest_begins)


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
            or low in lex.be
            or low in ("has", "have", "had", "and")
        ):
            tokens = tokens[:n]
            break
    return _after_phrase(masked, tokens, lex)


def _after_phrase(masked: str, tokens: list[re.Match[str]], lex: StatementWords) -> Place | None:
    if not tokens:
        return None
    start, end = tokens[0].start(), tokens[-1].end()
    end = start + cut_aside(masked[start:end], lex)
    for n, token in enumerate(tokens):
        if n > 1 and token[0].lower().endswith("ing") and tokens[n - 1][0].lower() in lex.prepositions:
            end = min(end, tokens[n - 2].end())
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
            speaker = trimmed(masked, found.end(), verb.start(), lex)
            if speaker:
                yield Said(how="according", verb=verb.span(), speaker=speaker, last=found.start() > 0)


def _by(masked: str, lex: StatementWords) -> Iterator[Said]:
    """ "has been verified by the Times": passive, with a form of "be" before it."""
    verbs: Words = tuple(f"{verb} by" for verb in lex.said_by)
    for found in islice(pattern(verbs).finditer(masked), MOST):
        before = [token[0].lower() for token in TOKEN.finditer(masked, 0, found.start())][-3:]
        speaker = _phrase_after(masked, found.end(), lex)
        if speaker and any(word in lex.be for word in before):
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
