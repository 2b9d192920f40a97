"""From sentences to suggested claims: whose words each stretch is, through whom, and how it is said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .statements_marks import accusation, comment_from, hedges, law, no_reply, places, times
from .statements_people import TOKEN, Cast, Someone, mention, name_runs, remember, resolve, someone, speak
from .statements_said import Said, attributions, mask
from .statements_sentences import Place, Sentence
from .statements_subject import many, parts, subject
from .words.lexicon import StatementWords, pattern

OPENING_BLOCKS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """Spans are in the plain text. `speaker` is the span as written, or None where it is carried over or the article's."""

    span: Place
    sentence: Place
    kind: str  # said, own, accusation, no-reply, law
    voice: str  # attributed, article
    canonical: str
    speaker: Place | None = None
    through: tuple[str, ...] = ()
    verb: Place | None = None
    denies: bool = False
    asked: bool | None = None
    accusers_named: bool | None = None
    hedges: tuple[Place, ...] = ()
    times: tuple[Place, ...] = ()
    places: tuple[Place, ...] = ()
    quotes: tuple[Place, ...] = ()


@dataclass(slots=True, kw_only=True)
class Telling:
    """Where the extractor stands in the article."""

    cast: Cast
    lex: StatementWords
    own_voice: bool
    block: int = -1
    last: tuple[int, Someone] | None = None  # who spoke last, in which paragraph
    made: list[Suggested] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A stretch of a sentence with at most one chain of speakers."""

    sentence: Sentence
    start: int
    end: int
    said: tuple[Said, ...]
    quotes: tuple[Place, ...]

    def text(self) -> str:
        return self.sentence.text[self.start : self.end]


def suggest(telling: Telling, sentence: Sentence) -> Iterator[Suggested]:
    lex, cast = telling.lex, telling.cast
    if sentence.block <= OPENING_BLOCKS and not sentence.text.rstrip().endswith("."):
        _voice_from(telling, sentence.text)
    if sentence.heading or len(TOKEN.findall(sentence.text)) < 3 or _title_of_the_voice(telling, sentence):
        mention(cast, sentence.text, True, lex)
        return
    quotes = tuple((start - sentence.start, end - sentence.start) for start, end in sentence.quotes)
    masked = mask(sentence.text, quotes)
    said = attributions(sentence.text, quotes, lex)
    for clause in _clauses(sentence, said, masked, quotes, lex):
        yield from _from_clause(telling, clause, masked)
    mention(cast, masked, bool(said), lex)


def _title_of_the_voice(telling: Telling, sentence: Sentence) -> bool:
    found = pattern(telling.lex.issued_by).match(sentence.text)
    return found is not None and not re.search(r"[.!?]$", sentence.text)


def _voice_from(telling: Telling, heading: str) -> None:
    found = pattern(telling.lex.issued_by).search(heading)
    if found and telling.cast.voice.startswith("the article"):
        who = someone(heading[found.end() :], telling.lex)
        telling.cast.voice = who.name
        speak(telling.cast, who)


def _clauses(
    sentence: Sentence, said: tuple[Said, ...], masked: str, quotes: tuple[Place, ...], lex: StatementWords
) -> Iterator[Clause]:
    """Parted where a new speaker begins behind "but", "while", ", and" or a semicolon."""
    start = 0
    for cut in parts(masked, lex):
        before = tuple(one for one in said if start <= one.verb[0] < cut.start())
        after = [one for one in said if one.verb[0] >= cut.end()]
        if before and after and after[0].speaker[0] >= cut.end() and after[0].how != "citing" and not after[0].last:
            yield Clause(sentence=sentence, start=start, end=cut.start(), said=before, quotes=quotes)
            start = cut.end()
    left = tuple(one for one in said if one.verb[0] >= start)
    yield Clause(sentence=sentence, start=start, end=len(sentence.text), said=left, quotes=quotes)


def _from_clause(telling: Telling, clause: Clause, masked: str) -> Iterator[Suggested]:
    lex = telling.lex
    said = _chain(clause.said)
    inside = masked[clause.start : clause.end]
    silent = no_reply(inside, lex)
    if silent and not (
        said
        and said[0].how == "verb"
        and said[0].verb[1] <= clause.start + silent[0][0]
        and not said[0].last
        and _reports(said[0], masked, silent[0], clause)
    ):
        yield _silent(telling, clause, masked, silent)
    elif said and not _only_denied(said, accusation(inside, lex), clause, masked, lex):
        yield _said(telling, clause, said, masked)
    elif (charge := accusation(inside, lex)) is not None:
        yield _made(
            telling,
            clause,
            "accusation",
            "article",
            telling.cast.voice,
            verb=charge,
            accusers_named=False,
        )
    elif carried := _carried(telling, clause):
        telling.last = clause.sentence.block, carried
        yield _made(telling, clause, "said", "attributed", carried.name)
    elif (worked := _work(telling, clause, masked)) is not None:
        yield worked
    elif telling.own_voice and _states(clause.text(), lex):
        kind = "law" if law(clause.text(), lex) else "own"
        yield _made(telling, clause, kind, "article", telling.cast.voice)


def _reports(said: Said, masked: str, silent: Place, clause: Clause) -> bool:
    """ "The ministry said it had no comment" is the ministry's; "wrote to the ministry but had no reply" is nobody's."""
    return not re.search(r"\b(?:but|and)\b", masked[said.verb[1] : clause.start + silent[0]]) and masked[
        slice(*said.verb)
    ].lower() not in ("wrote", "asked")


def _only_denied(
    said: tuple[Said, ...], charge: Place | None, clause: Clause, masked: str, lex: StatementWords
) -> bool:
    """ "They have been accused of it, a charge they deny" is an accusation still."""
    behind = charge is not None and said[0].verb[0] > clause.start + charge[1]
    return behind and said[0].how == "verb" and pattern(lex.denying).fullmatch(masked[slice(*said[0].verb)]) is not None


def _chain(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """The deepest speaker first, then who passes it on. What one who is quoted says of others' words stays theirs."""
    cited = [one for one in said if one.how == "citing"]
    first = next((one for one in said if one.how == "verb" and not one.last), None)
    outer = [one for one in said if one is not first and one.how != "citing" and one.speaker[0] != one.speaker[1]]
    if first is not None:
        passed = [
            one
            for one in outer
            if one.how == "according" or (one.last and one.how == "verb" and one.verb[0] > first.verb[1])
        ]
        return (*cited, first, *passed[:1])
    verbs = [one for one in outer if one.how == "verb"] or [one for one in outer if one.how == "according"] or outer
    others = [one for one in outer if one.how == "according" and one not in verbs]
    return (*cited, *verbs[:1], *others[:1])


def _said(telling: Telling, clause: Clause, chain: tuple[Said, ...], masked: str) -> Suggested:
    lex, cast = telling.lex, telling.cast
    phrase = masked[slice(*chain[0].speaker)]
    if chain[0].how == "according" and not _speaks(phrase, lex):
        return _made(telling, clause, "own", "article", cast.voice, verb=_within(clause, chain[0].verb))
    who = _who(telling, phrase, masked, chain[0])
    passed = [one.speaker for one in chain[1:]]
    if chain[0].how == "citing" and not passed and (citer := subject(masked, chain[0].verb[0], lex)):
        passed = [citer]
    through = tuple(remember(cast, resolve(cast, masked[slice(*place)], lex)).name for place in passed)
    speak(cast, who)
    telling.last = clause.sentence.block, who
    verb = chain[0].verb if chain[0].how != "citing" or len(chain) < 2 else chain[1].verb
    denies = pattern(lex.denying).fullmatch(masked[slice(*verb)]) is not None
    kind = "law" if law(clause.text(), lex) else "said"
    return _made(
        telling, clause, kind, "attributed", who.name, speaker=chain[0].speaker, through=tuple(n for n in through if n != who.name),
        verb=_within(clause, verb), denies=denies
    )  # fmt: skip


def _who(telling: Telling, phrase: str, masked: str, said: Said) -> Someone:
    """The name that stands beside a common phrase, between commas, is the speaker's: "its lawyer, Mira Danz, wrote"."""
    lex = telling.lex
    beside = re.match(r",\s+([^,;█]+?),", masked[said.speaker[1] :])
    common = not name_runs(phrase, lex) or phrase[:1].islower() or phrase.split()[0].lower() in lex.determiners
    if beside and common and not many(phrase, lex) and said.speaker[1] < said.verb[0]:
        runs = name_runs(beside[1], lex)
        if len(runs) == 1 and runs[0] == (0, len(beside[1])):
            return resolve(telling.cast, beside[1], lex)
    return resolve(telling.cast, phrase, lex)


def _speaks(phrase: str, lex: StatementWords) -> bool:
    """ "According to preliminary information" names nobody."""
    words = [word.lower() for word in TOKEN.findall(phrase)]
    spoken = {*lex.people, *lex.bodies, *lex.pronouns, *lex.generic_bodies}
    return any(word in spoken or word.rstrip("s") in spoken for word in words) or bool(name_runs(phrase, lex))


def _silent(telling: Telling, clause: Clause, masked: str, silent: tuple[Place, bool | None]) -> Suggested:
    """Who did not answer: "from" whom, or the one before the verb, or the one written to."""
    lex, at = telling.lex, clause.start + silent[0][0]
    place = comment_from(masked, clause.start + silent[0][1])
    written = re.search(
        r"\b(?:wrote|writ\w+|sent|put)\b.*?\bto\s+((?:the\s+)?[^,.;]+?)(?=\s+(?:on|in|with|about|asking|but|and)\b|,)",
        masked[clause.start : at],
    )
    if place is None and written:
        place = clause.start + written.start(1), clause.start + written.end(1)
    place = place or subject(masked, at, lex)
    phrase = masked[slice(*place)] if place else ""
    if not phrase or phrase.lower() in ("there", "it"):
        return _made(telling, clause, "no-reply", "article", telling.cast.voice, verb=silent[0], asked=silent[1])
    who = resolve(telling.cast, phrase, lex)
    return _made(telling, clause, "no-reply", "attributed", who.name, speaker=place, verb=silent[0], asked=silent[1])


def _carried(telling: Telling, clause: Clause) -> Someone | None:
    """A sentence that is all quotation goes on with who spoke last, in this paragraph or the one before."""
    quoted = sum(end - start for start, end in clause.quotes)
    if telling.last and quoted * 2 > len(clause.text()) and clause.sentence.block - telling.last[0] <= 1:
        return telling.last[1]
    return None


def _work(telling: Telling, clause: Clause, masked: str) -> Suggested | None:
    """A named body tells of its own work: "the Centre interviewed 31 people", "the agency could not verify"."""
    found = pattern(telling.lex.work).search(masked, clause.start, clause.end)
    place = subject(masked, found.start(), telling.lex) if found else None
    if found is None or place is None or not telling.own_voice:
        return None
    who = resolve(telling.cast, masked[slice(*place)], telling.lex)
    if who.sort != "body" and who.name != telling.cast.voice:
        return None
    speak(telling.cast, who)
    return _made(telling, clause, "own", "article", who.name, speaker=place, verb=_within(clause, found.span()))


def _states(text: str, lex: StatementWords) -> bool:
    """It asserts something: no question, no lone phrase."""
    words = TOKEN.findall(text)
    return len(words) >= 4 and not text.rstrip(" \"”'’)").endswith("?")


def _within(clause: Clause, place: Place) -> Place:
    return place[0] - clause.start, place[1] - clause.start


def _made(
    telling: Telling,
    clause: Clause,
    kind: str,
    voice: str,
    name: str,
    speaker: Place | None = None,
    verb: Place | None = None,
    **more: Any,
) -> Suggested:
    """`verb` is given within the clause, `speaker` within the sentence; all come out in the plain text."""
    lex, text, base = telling.lex, clause.text(), clause.sentence.start
    at, lead = base + clause.start, len(text) - len(text.lstrip())
    out = (speaker[0] - clause.start, speaker[1] - clause.start) if speaker else (-1, -1)
    when = tuple(times(text, lex))
    return Suggested(
        span=(at + lead, at + len(text.rstrip())),
        sentence=(base, clause.sentence.end),
        kind=kind,
        voice=voice,
        canonical=name,
        speaker=(base + speaker[0], base + speaker[1]) if speaker else None,
        verb=(at + verb[0], at + verb[1]) if verb else None,
        hedges=_moved(_soft(text, kind, (verb or (-1, -1), out), lex), at),
        times=_moved(when, at),
        places=_moved(tuple(places(text, (*when, out), lex)), at),
        quotes=_moved(tuple(q for q in clause.quotes if q[0] >= clause.start and q[1] <= clause.end), base),
        **more,
    )


def _soft(text: str, kind: str, skip: tuple[Place, ...], lex: StatementWords) -> tuple[Place, ...]:
    """Hedges, the longest at each place, none of them in the verb of saying or the speaker's name."""
    found = {p for p in hedges(text, kind, lex) if not any(p[0] < end and start < p[1] for start, end in skip)}
    return tuple(sorted(p for p in found if not any(o != p and o[0] <= p[0] and p[1] <= o[1] for o in found)))


def _moved(spans: tuple[Place, ...], by: int) -> tuple[Place, ...]:
    return tuple((start + by, end + by) for start, end in spans)
