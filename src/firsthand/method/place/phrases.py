"""Words about places into clauses: how far, on which side, on the way, inside, near; what could not be read is kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBERS = {
    word: number
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
    r"(?P<number>\d+(?:[.,]\d+)?|"
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
GENERIC = re.compile(r"(?:the|a)\s+(?:village|town|city|settlement|place|capital)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One statement: its kind, the words, the names it leans on, and its number (metres, or degrees from north)."""

    kind: str
    words: str
    names: tuple[str, ...]
    metres: float | None = None
    towards_deg: float | None = None
    size: str = ""


def clauses(text: str) -> tuple[tuple[Clause, ...], str]:
    """The clauses of a phrase, in order, and the words that no clause took."""
    found, left, at = [], [], 0
    while at < len(text):
        if at and text[at - 1].isalnum():
            left.append(text[at])
            at += 1
            continue
        match = next(((kind, fit) for kind, pattern in PATTERNS if (fit := pattern.match(text, at))), None)
        if match is None:
            left.append(text[at])
            at += 1
            continue
        kind, fit = match
        found.append(_clause(kind, fit))
        at = fit.end()
    return tuple(found), " ".join("".join(left).replace(",", " ").split())


def _clause(kind: str, fit: re.Match[str]) -> Clause:
    parts = fit.groupdict()
    names = tuple(_bare(parts[name]) for name in ("first", "second") if parts.get(name))
    metres = None
    if kind == "distance":
        number = parts["number"].casefold()
        metres = float(NUMBERS.get(number) or number.replace(",", ".")) * _unit(parts["unit"])
    towards = _degrees(parts["point"]) if parts.get("point") else None
    size = (parts.get("size") or "").casefold()
    return Clause(kind=kind, words=fit.group(0).strip(), names=names, metres=metres, towards_deg=towards, size=size)


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


def names_in(text: str) -> tuple[str, ...]:
    """The names that a phrase leans on, once each: what to look up before place.words is asked."""
    return tuple(dict.fromkeys(name for clause in clauses(text)[0] for name in named(clause)))


def named(clause: Clause) -> Iterator[str]:
    return (name for name in clause.names if not GENERIC.fullmatch(name))
