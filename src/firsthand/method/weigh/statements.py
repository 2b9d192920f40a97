"""weigh.statements: which claims does a text make, whose are they, and how sure does each speaker sound?"""

from dataclasses import dataclass
from typing import Any

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from .statements_claims import Suggested, Telling, suggest
from .statements_people import Cast
from .statements_sentences import sentences
from .statements_text import Plain, plain
from .words import STATEMENTS

LARGEST = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    language: str = value("en", "language of the text (BCP 47, without region); its word lists must be there")
    markup: str = value("auto", "html, text, or auto: html where common tags are seen; it is stripped, never executed")
    voice: str = value("the article", "who speaks where nobody is named: the outlet's name, if known")
    own_voice: bool = value(True, "also suggest what the article says in its own voice")


def run(given: Reading, inputs: Inputs) -> Outcome:
    text = inputs["article"]
    if not isinstance(text, str):
        return Unsuitable(why="the article is not a text")
    if len(text.encode("utf-8", "replace")) > LARGEST:
        return Unsuitable(why=f"the text is larger than {LARGEST} bytes: give it in parts")
    lex = STATEMENTS.get(given.language)
    if lex is None:
        return Unsuitable(
            why=f"there are no word lists for the language {given.language!r}; there are: {', '.join(STATEMENTS)}"
        )
    if given.markup not in ("auto", "html", "text"):
        return Unsuitable(why=f"markup is auto, html or text, not {given.markup!r}")
    if not text.strip():
        return Unsuitable(why="the text is empty")
    page = plain(text, given.markup)
    telling = Telling(cast=Cast(voice=given.voice), lex=lex, own_voice=given.own_voice)
    claims: list[dict[str, Any]] = []
    unread: list[dict[str, int]] = []
    read = 0
    for sentence in sentences(page.text, lex):
        read += 1
        if foreign(sentence.text):
            unread.append(_span(page, (sentence.start, sentence.end)))
        else:
            claims += [_wire(page, one) for one in suggest(telling, sentence)]
    return _outcome(claims, unread, read)


def _outcome(claims: list[dict[str, Any]], unread: list[dict[str, int]], read: int) -> Outcome:
    if claims:
        return Found(value={"claims": claims, "unread": unread, "sentences": read})
    if read and len(unread) == read:
        return Unsuitable(why="the text is not in Latin letters, so the English lists cannot read it")
    return Nothing(
        looked=f"{read} sentences; {len(unread)} of them in other scripts and not read", value={"unread": unread}
    )


def foreign(text: str) -> bool:
    """Most of its letters are of a script that the lists do not know."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter < "ɐ" for letter in letters) * 2 < len(letters)


def _span(page: Plain, place: tuple[int, int]) -> dict[str, int]:
    start, end = page.place(*place)
    return {"start": start, "end": end}


def _piece(page: Plain, place: tuple[int, int]) -> dict[str, Any]:
    return {"text": page.text[slice(*place)], **_span(page, place)}


def _wire(page: Plain, one: Suggested) -> dict[str, Any]:
    pieces = {
        name: [_piece(page, place) for place in getattr(one, name)] for name in ("hedges", "times", "places", "quotes")
    }
    return {
        **_piece(page, one.span),
        "sentence": _piece(page, one.sentence),
        "kind": one.kind,
        "voice": one.voice,
        "speaker": {"canonical": one.canonical, "written": _piece(page, one.speaker) if one.speaker else None},
        "through": list(one.through),
        "verb": _piece(page, one.verb) if one.verb else None,
        "stance": "denies" if one.denies else "asserts",
        "asked": one.asked,
        "accusers_named": one.accusers_named,
        **pieces,
    }


def extract(article: str, **given: Any) -> Outcome:
    """The same question without the form."""
    return STATEMENTS_METHOD.ask(Reading(**given), {"article": article})


def _who(outcome: Outcome) -> list[str]:
    return [claim["speaker"]["canonical"] for claim in outcome.value["claims"]] if isinstance(outcome, Found) else []


def _first(outcome: Outcome) -> dict[str, Any]:
    return dict(outcome.value["claims"][0]) if isinstance(outcome, Found) else {}


SHOT = (
    "The Harbour Post says the clip appears to show a guard firing at a boat around 9 May. "
    "The harbour authority did not respond to a request for comment. Its guards have been accused of firing before."
)
STATEMENTS_METHOD = Method(
    name="weigh.statements",
    version=1,
    asks="Which claims does this text make, who makes each of them, through whom, and how hedged?",
    given=Reading,
    inputs=(Input(name="article", kind="text", says="the text of an article, plain or HTML, at most 5 MB"),),
    says=(
        "claims: a list of suggestions, nothing more until a person accepts them; each {text, start, end, sentence, kind "
        "(said, own, accusation, no-reply, law), voice (attributed, article), speaker {canonical, written}, through, verb, "
        "stance, asked (true, or null where the text does not say whether they were asked), accusers_named, hedges, times, "
        "places, quotes}; positions in characters of the text as given; unread: spans in scripts that the lists do not know"
    ),
    limits=(
        "Rules on words, not understanding: an unusual verb of saying, or a speaker far from the verb, is missed or taken for another.",
        "A pronoun is given to the last who spoke and fits; two men who take turns as 'he' are told apart only by their names.",
        "What a speaker says of a third one's words is given to the speaker; 'citing', 'according to' and a closing "
        "'..., X reports' alone make a chain.",
        "Times and places are as written and unresolved; a place is seen only behind a preposition and with a capital.",
    ),
    cites=(
        "S. Pareti et al., Automatically Detecting and Attributing Indirect Quotations (EMNLP 2013): verb cue, source, content",
    ),
    run=run,
    examples=(
        Example(
            says="a hedged claim through a newspaper, a question that was not answered, an accusation without its accusers",
            given=Reading(),
            inputs=lambda: {"article": SHOT},
            gives="found",
            check=lambda outcome: (
                _who(outcome)[:2] == ["Harbour Post", "harbour authority"]
                and [piece["text"] for piece in _first(outcome)["hedges"]] == ["appears to", "around"]
            ),
        ),
        Example(
            says="a page that runs a script and says nothing",
            given=Reading(),
            inputs=lambda: {"article": "<p><script>document.write('He said: no.')</script></p><p>Weather</p>"},
            gives="nothing",
        ),
        Example(
            says="a language without word lists",
            given=Reading(language="xx"),
            inputs=lambda: {"article": "Qapla'."},
            gives="unsuitable",
        ),
    ),
)
METHODS = (STATEMENTS_METHOD,)
