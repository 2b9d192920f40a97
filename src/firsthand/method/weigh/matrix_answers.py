"""Which answers compete at all: places and times that overlap may both be right."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.record.bounds import Clash, Region, Span
from firsthand.record.fault import BadEntry, BadRecord

OVERLAP, APART, IN_WORDS = "overlap", "apart", "in words only"


@dataclass(frozen=True, slots=True)
class Answer:
    id: str
    text: str
    region: Region | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers: `how` they stand to each other, and what both allow."""

    one: str
    two: str
    how: str
    both: Mapping[str, Any]

    @property
    def compete(self) -> bool:
        return self.how != OVERLAP

    def wire(self) -> dict[str, Any]:
        return {"one": self.one, "two": self.two, "how": self.how, "compete": self.compete, **self.both}


def answer_from(wire: Mapping[str, Any]) -> Answer:
    """Raises BadEntry."""
    if not isinstance(wire.get("id"), str) or not wire["id"]:
        raise BadEntry("an answer has an id")
    try:
        region = Region.from_wire(wire["region"]) if wire.get("region") else None
        span = Span.from_wire(wire["span"]) if wire.get("span") else None
    except BadRecord:
        raise
    except (AttributeError, KeyError, TypeError) as bad:
        raise BadEntry(
            f"the bounds of answer {wire['id'][:12]} have not the shape of a region or span: {bad!r}"
        ) from bad
    return Answer(wire["id"], str(wire.get("text", "")), region, span)


def pairs(answers: Iterable[Answer]) -> tuple[Pair, ...]:
    """Every two answers. They compete unless bounds of both say that they overlap; where one bound clashes they are apart."""
    return tuple(_pair(one, two) for one, two in itertools.combinations(answers, 2))


def _pair(one: Answer, two: Answer) -> Pair:
    hows: list[str] = []
    both: dict[str, Any] = {}
    if one.region is not None and two.region is not None:
        met = one.region.meet(two.region)
        hows.append(OVERLAP if met.boxes else APART)
        both["both_allow_km2"] = met.area_km2() if met.boxes else 0.0
    if one.span is not None and two.span is not None and _bounded(one.span) and _bounded(two.span):
        shared = one.span.meet(two.span)
        hows.append(APART if isinstance(shared, Clash) else OVERLAP)
        both["both_allow"] = None if isinstance(shared, Clash) else shared.wire()
    how = APART if APART in hows else OVERLAP if hows else IN_WORDS
    return Pair(one.id, two.id, how, both)


def _bounded(span: Span) -> bool:
    """An open span holds every time: that it overlaps with another tells nothing."""
    return span.earliest is not None or span.latest is not None
