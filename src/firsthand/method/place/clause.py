"""One statement of a phrase about places: how far, on which side, on the way, inside, near; and the names it leans on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A place spoken of without its name: told from a name, and never looked up.
GENERIC = re.compile(
    r"(?:the|a)\s+(?:village|town|city|settlement|place|capital)\Z"
    r"|(?:сел|міст|селищ|хутор|город|деревн|посёлк|поселк)[аиуеіомюїй]*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Its kind, the words, the names as they stand there, and its number (metres, or degrees from north).

    `cases` and `language`: how the names stand, where that has to be undone before they are looked up.
    """

    kind: str
    words: str
    names: tuple[str, ...]
    metres: float | None = None
    spread_m: float = 0.0  # "10 to 15 km": half of what lies between
    towards_deg: float | None = None
    size: str = ""
    area: str = ""  # the whole of what a district or region is called here
    cases: tuple[tuple[str, ...], ...] = ()
    language: str = ""


def named(clause: Clause) -> Iterator[str]:
    """What is to be looked up: the names, or what an area is called."""
    names = (clause.area,) if clause.area else clause.names
    return (name for name in names if not GENERIC.fullmatch(name))


def distance(number: str, words: dict[str, float], unit_m: float) -> tuple[float, float]:
    """Metres, and half the width where a range was said."""
    ends = [
        words.get(part) or float(part.replace(",", "."))
        for part in re.split(r"\s*[-–—]\s*|\s+to\s+", number.casefold())
    ]
    return unit_m * sum(ends) / len(ends), unit_m * (max(ends) - min(ends)) / 2
