"""A described pattern into things and what stands between them; each way of attaching a phrase is a reading of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from .phrases import NUMBERS, POINTS, UNITS
from .things import words

MOST_CLAUSES = 5
THINGS = words()
_THING = "|".join(sorted((re.escape(word) for word in THINGS), key=len, reverse=True))
_NUMBER = (
    r"(?P<number>\d+(?:[.,]\d+)?|"
    + "|".join(NUMBERS)
    + r")\s*(?P<unit>km|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|m)"
)
_POINT = r"(?P<point>(?:north|south)[ -]?(?:east|west)|north|south|east|west)"
_A = r"(?:an?|the|some|any|two|several)?\s*(?:small |large |big |old |tall |wooden |stone )?"
# How far apart (metres) each manner of speaking lets two things be, or, for "about", how far they are.
MANNERS: tuple[tuple[str, str, float], ...] = (
    ("within", rf"within\s+{_NUMBER}\s+of", 0.0),
    ("within", rf"(?:less than|no more than|at most|up to)\s+{_NUMBER}\s+(?:from|of|away from)", 0.0),
    (
        "about",
        rf"(?:about\s+|some\s+|roughly\s+|around\s+)?{_NUMBER}\s+(?:{_POINT}\s+(?:of|from)|from|of|away from)",
        0.0,
    ),
    ("side", rf"(?:to the\s+)?{_POINT}\s+of", 1000.0),
    ("within", r"(?:beside|next to|adjacent to|touching|on|along|alongside|at|in)", 30.0),
    ("within", r"(?:opposite|across from|facing|in front of|behind)", 80.0),
    ("within", r"(?:near|close to|not far from|by|with|overlooking)", 150.0),
)
_CLAUSE = re.compile(
    r"\s*,?\s*(?P<and>and\b|but\b|that is\b|which is\b)?\s*(?P<no>(?:with no|without|no|not)\b)?\s*"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
TO_ANCHOR_AND, TO_ANCHOR = 0.8, 0.4  # how often "and beside X", "beside X" speaks of the first thing, not of the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What stands between one thing and another: metres at most (`within`) or about, on a side or any; or none of it there."""

    manner: str
    metres: float
    thing: str
    words: str
    towards_deg: float | None = None
    absent: bool = False
    joined: bool = False  # by "and"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The thing sought, and its relations; `left` is what could not be read."""

    anchor: str
    relations: tuple[Relation, ...]
    left: str

    @property
    def things(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.anchor, *(relation.thing for relation in self.relations))))

    def readings(self) -> Iterator[tuple[float, tuple[int, ...]]]:
        """(share, of each relation the number of the thing it speaks of: 0 the anchor, k the k-th relation's)."""
        ways = []
        for k, relation in enumerate(self.relations):
            first = TO_ANCHOR_AND if relation.joined else TO_ANCHOR
            absent = k > 0 and self.relations[k - 1].absent
            ways.append([(1.0, 0)] if k == 0 or absent else [(first, 0), (1 - first, k)])
        for chosen in product(*ways):
            share = 1.0
            for part, _ in chosen:
                share *= part
            yield share, tuple(to for _, to in chosen)


def pattern_of(text: str) -> Pattern | None:
    """The pattern in a phrase, None where it names no thing that a map knows."""
    first = re.match(rf"\s*{_A}(?P<thing>{_THING})\b(?P<rest>.*)", text, re.IGNORECASE | re.DOTALL)
    if first is None:
        return None
    relations: list[Relation] = []
    rest = first["rest"]
    while rest.strip(" ,.;") and len(relations) < MOST_CLAUSES:
        found = _relation(rest)
        if found is None:
            break
        relation, rest = found
        relations.append(relation)
    return Pattern(anchor=THINGS[first["thing"].lower()], relations=tuple(relations), left=rest.strip(" ,.;"))


def _relation(text: str) -> tuple[Relation, str] | None:
    start = _CLAUSE.match(text)
    if start is None:
        return None
    rest, absent, joined = start["rest"], bool(start["no"]), bool(start["and"])
    if absent:  # "no pond within 50 m"
        turned = re.match(
            rf"{_A}(?P<thing>{_THING})\b\s*(?:(?:within|for)\s+{_NUMBER}\b|nearby)?(?P<left>.*)", rest, re.I | re.S
        )
        if turned is None:
            return None
        metres = _metres(turned) if turned["number"] else 150.0
        relation = Relation(
            manner="within",
            metres=metres,
            thing=THINGS[turned["thing"].lower()],
            words=text[: len(text) - len(turned["left"])].strip(" ,"),
            absent=True,
            joined=joined,
        )
        return relation, turned["left"]
    for manner, pattern, metres in MANNERS:
        fit = re.match(rf"{pattern}\s+{_A}(?P<thing>{_THING})\b(?P<left>.*)", rest, re.IGNORECASE | re.DOTALL)
        if fit is None:
            continue
        parts = fit.groupdict()
        point = parts.get("point")
        relation = Relation(
            manner="within" if manner == "side" else manner,
            metres=_metres(fit) if parts.get("number") else metres,
            thing=THINGS[fit["thing"].lower()],
            words=text[: len(text) - len(fit["left"])].strip(" ,"),
            towards_deg=float(POINTS[re.sub(r"[ -]", "", point.lower())]) if point else None,
            joined=joined,
        )
        return relation, fit["left"]
    return None


def _metres(fit: re.Match[str]) -> float:
    number, unit = fit["number"].lower(), fit["unit"].lower()
    return float(NUMBERS.get(number) or number.replace(",", ".")) * (UNITS.get(unit) or UNITS[unit.rstrip("s")])
