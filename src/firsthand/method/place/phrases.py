"""Words about places into clauses, in English, Ukrainian or Russian; what could not be read is kept."""

import re
import unicodedata

from . import phrases_slavic
from .clause import GENERIC, Clause, distance, named
from .declension import across, areas_of, nominatives, towns_of

NUMBERS: dict[str, float] = {
    word: float(number)
    for number, words in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
    for word in (words,)
}
UNITS = {
    "km": 1000.0,
    "kilometer": 1000.0,
    "kilometre": 1000.0,
    "m": 1.0,
    "meter": 1.0,
    "metre": 1.0,
    "mile": 1609.344,
    "mi": 1609.344,
}
POINTS = {
    **dict(
        zip("north northeast east southeast south southwest west northwest".split(), range(0, 360, 45), strict=True)
    ),
    **dict(zip("n ne e se s sw w nw".split(), range(0, 360, 45), strict=True)),
}
_POINT = r"(?:north|south)[ -]?(?:east|west)(?:ern)?|(?:north|south|east|west)(?:ern)?|[ns][ew]?|[ew]"
_NAME = r"(?P<{}>(?:the |a )?[\w'’ʼ`.-]+(?: [\w'’ʼ`.-]+){{0,3}}?)"
_END = r"(?=\s*(?:$|[,;(]|\band\b|\bin the\b|\bon the\b|\babout\b|\broughly\b|\bsome\b|\b\d))"
_FAR = (
    r"(?:(?:about|roughly|some|around|approximately)\s+)?(?P<number>\d+(?:[.,]\d+)?(?:\s*(?:[-–—]|\bto\b)\s*\d+(?:[.,]\d+)?)?|"
    + "|".join(NUMBERS)
    + r")\s*(?P<unit>km|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|m)\b"
    r"(?:\s+(?:to the\s+)?(?P<point>" + _POINT + r"))?\s*(?:away\s+)?(?:from|of|outside(?: of)?)\s+"
)
# Tried in this order at every place of the text; the first that fits takes its words.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(text, re.IGNORECASE))
    for kind, text in (
        (
            "road",
            r"(?:on|along|by|off)\s+the\s+(?:road|highway|way|route|street|track)\s+(?:from|between)\s+"
            + _NAME.format("first")
            + r"\s+(?:to|and|towards)\s+"
            + _NAME.format("second")
            + _END,
        ),
        ("between", r"between\s+" + _NAME.format("first") + r"\s+and\s+" + _NAME.format("second") + _END),
        ("distance", _FAR + _NAME.format("first") + _END),
        (
            "side",
            r"(?:(?:to|in|on)\s+the\s+)?(?P<point>"
            + _POINT
            + r")(?:\s+(?:outskirts|edge|side|part|end))?\s+(?:of|from)\s+"
            + _NAME.format("first")
            + _END,
        ),
        (
            "district",
            r"in\s+(?:the\s+)?"
            + _NAME.format("first")
            + r"\s+(?P<size>district|raion|rayon|region|oblast|province|county)\b",
        ),
        ("near", r"(?:near|close to|outside|next to|not far from)\s+" + _NAME.format("first") + _END),
        ("in", r"(?:in|at|inside|within)\s+" + _NAME.format("first") + _END),
    )
)


def clauses(text: str) -> tuple[tuple[Clause, ...], str]:
    """The clauses of a phrase, in order, and the words that no clause took."""
    text = unicodedata.normalize("NFC", text)
    found, left, at = [], [], 0
    while at < len(text):
        if at and text[at - 1].isalnum():
            left.append(text[at])
            at += 1
            continue
        match = _english_at(text, at) or phrases_slavic.read_at(text, at)
        if match is None:
            left.append(text[at])
            at += 1
            continue
        clause, at = match
        found.append(clause)
    return tuple(found), " ".join("".join(left).replace(",", " ").split())


def _english_at(text: str, at: int) -> tuple[Clause, int] | None:
    match = next(((kind, fit) for kind, pattern in PATTERNS if (fit := pattern.match(text, at))), None)
    return None if match is None else (_clause(*match), match[1].end())


def _clause(kind: str, fit: re.Match[str]) -> Clause:
    parts = fit.groupdict()
    names = tuple(_bare(parts[name]) for name in ("first", "second") if parts.get(name))
    metres, spread = distance(parts["number"], NUMBERS, _unit(parts["unit"])) if kind == "distance" else (None, 0.0)
    towards = _degrees(parts["point"]) if parts.get("point") else None
    size = (parts.get("size") or "").casefold()
    return Clause(
        kind=kind,
        words=fit.group(0).strip(),
        names=names,
        metres=metres,
        spread_m=spread,
        towards_deg=towards,
        size=size,
        area=f"{names[0]} {parts['size']}" if kind == "district" else "",
    )


def _unit(text: str) -> float:
    return UNITS.get(text.casefold()) or UNITS[text.casefold().rstrip("s")]


def _degrees(text: str) -> float:
    return float(POINTS[re.sub(r"[ -]", "", text.casefold()).removesuffix("ern")])


def _bare(name: str) -> str:
    """A generic word ("the village") stays as it is, to be told from a name; a name loses its article and its kind."""
    name = name.strip(" .")
    if GENERIC.fullmatch(name):
        return name.casefold()
    return re.sub(
        r"\A(?:the\s+)?(?:(?:village|town|city|settlement)\s+of\s+)?(?:the\s+)?", "", name, flags=re.IGNORECASE
    )


def spellings_in(text: str) -> dict[str, dict[str, float]]:
    """What to look up before place.words is asked: each name as it stands, how it may be listed, and how well that fits (1 at most)."""
    made: dict[str, dict[str, float]] = {}
    for clause in clauses(text)[0]:
        cases = clause.cases or ((),) * len(clause.names)
        listed = dict(
            zip((clause.area,) if clause.area else clause.names, zip(clause.names, cases, strict=True), strict=True)
        )
        for key in named(clause):
            own = made.setdefault(key, {})
            for form, fits in _listed(*listed[key], clause.language).items():
                own[form] = max(fits, own.get(form, 0.0))
    return made


def _listed(name: str, cases: tuple[str, ...], language: str) -> dict[str, float]:
    if not cases:
        return {name: 1.0}
    made: dict[str, float] = {}
    for case in cases:
        for form, fits in (towns_of(name) if case == "town" else nominatives(name, case, language)).items():
            made[form] = max(fits, made.get(form, 0.0))
    if language != "uk":
        for form, fits in list(made.items()):
            for other, share in across(form).items():
                made[other] = max(fits * share, made.get(other, 0.0))
    return made or {name: 1.0}


def areas_in(text: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """The districts and regions of a phrase as they are called there: how a map may call them, and their size."""
    return {
        clause.area: (areas_of(clause.names[0]) if clause.cases else (clause.names[0],), clause.size)
        for clause in clauses(text)[0]
        if clause.area
    }


def names_in(text: str) -> tuple[str, ...]:
    """The names that a phrase leans on, once each, as they stand in it."""
    return tuple(spellings_in(text))
