"""What origins are counted over: claims, exhibits, sources, recordings and questions as plain values, checked as they come in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from firsthand.record.assessment import About
from firsthand.record.claim import Basis, SourceKind, Stance
from firsthand.record.fault import BadEntry

E = TypeVar("E", bound=StrEnum)
HEARD, WRITTEN = "heard", "written"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a file in seconds; None to None is the whole file."""

    file: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Speaks:
    question: str
    answer: str | None
    stance: Stance


@dataclass(frozen=True, slots=True)
class Said:
    """A claim, as far as its origin is concerned."""

    id: str
    source: str
    through: tuple[str, ...]
    basis: Basis
    files: tuple[Part, ...]
    rests_on: tuple[str, ...]
    speaks_to: tuple[Speaks, ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Any other entry that something may rest on. `words` is "heard" where words were heard or read in footage, "written"
    for a passage of a text (a statement was taken from there; it is no ground of its own), else empty."""

    id: str
    kind: str
    parts: tuple[Part, ...]
    item: str
    words: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Who:
    id: str
    name: str
    is_a: SourceKind


@dataclass(frozen=True, slots=True)
class Taken:
    """A recording with the stretches of files that hold it."""

    id: str
    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    id: str
    about: About
    text: str
    answers: tuple[tuple[str, str], ...]  # id, text


@dataclass(frozen=True, slots=True)
class Link:
    """Evidence that an assessment names for or against an answer."""

    evidence: str
    answer: str
    stance: Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Everything, by id. `texts` are files that are no footage: words may stand in them, nothing is recorded in them."""

    claims: Mapping[str, Said]
    exhibits: Mapping[str, Exhibit]
    sources: Mapping[str, Who]
    recordings: tuple[Taken, ...]
    questions: Mapping[str, Asked]
    links: tuple[Link, ...]
    texts: frozenset[str]
    compared: bool


def matter_from(inputs: Mapping[str, Any]) -> Matter:
    """Raises BadEntry where a value has not the shape that the method's card gives."""
    return Matter(
        claims=_by_id(map(_said, _list(inputs, "claims"))),
        exhibits=_by_id(map(_exhibit, _list(inputs, "exhibits"))),
        sources=_by_id(map(_who, _list(inputs, "sources"))),
        recordings=tuple(map(_taken, _list(inputs["recordings"], "groups"))) if inputs["recordings"] else (),
        questions=_by_id(map(_asked, _list(inputs, "questions"))),
        links=tuple(map(_link, _list(inputs, "links"))),
        texts=frozenset(_texts(inputs["recordings"] or {}, "texts")),
        compared=bool((inputs["recordings"] or {}).get("compared", False)),
    )


def _said(wire: Mapping[str, Any]) -> Said:
    return Said(
        id=_text(wire, "id"),
        source=_text(wire, "source"),
        through=_texts(wire, "through"),
        basis=_one(Basis, wire, "basis", Basis.NONE_GIVEN),
        files=_parts(wire, "files"),
        rests_on=_texts(wire, "rests_on"),
        speaks_to=tuple(
            Speaks(_text(part, "question"), part.get("answer"), _one(Stance, part, "stance", Stance.NEITHER))
            for part in _list(wire, "speaks_to")
        ),
    )


def _exhibit(wire: Mapping[str, Any]) -> Exhibit:
    return Exhibit(
        id=_text(wire, "id"),
        kind=_text(wire, "kind"),
        parts=_parts(wire, "parts"),
        item=str(wire.get("item") or ""),
        words=_word(wire),
        rests_on=_texts(wire, "rests_on"),
    )


def _word(wire: Mapping[str, Any]) -> str:
    found = wire.get("words") or ""
    if found not in ("", HEARD, WRITTEN):
        raise BadEntry(f"words are {HEARD} or {WRITTEN}, not {str(found)[:40]!r}")
    return str(found)


def _who(wire: Mapping[str, Any]) -> Who:
    found = _text(wire, "id")
    return Who(found, str(wire.get("name") or found[:12]), _one(SourceKind, wire, "is_a", SourceKind.UNNAMED))


def _taken(wire: Mapping[str, Any]) -> Taken:
    found = _text(wire, "id")
    return Taken(found, str(wire.get("name") or f"recording {found[:12]}"), _parts(wire, "parts"))


def _asked(wire: Mapping[str, Any]) -> Asked:
    answers = tuple((_text(answer, "id"), str(answer.get("text", ""))) for answer in _list(wire, "answers"))
    return Asked(_text(wire, "id"), _one(About, wire, "about", About.WHAT), str(wire.get("text", "")), answers)


def _link(wire: Mapping[str, Any]) -> Link:
    return Link(_text(wire, "evidence"), _text(wire, "answer"), _one(Stance, wire, "stance", Stance.FOR))


def _parts(wire: Mapping[str, Any], name: str) -> tuple[Part, ...]:
    found = wire.get(name) or ()
    if not isinstance(found, (list, tuple)):
        raise BadEntry(f"{name} is not a list of files")
    return tuple(map(_part, found))


def _part(wire: Any) -> Part:
    if isinstance(wire, str):
        return Part(wire)
    if not isinstance(wire, Mapping):
        raise BadEntry(f"a file, or a stretch of one, is a digest or an object: {str(wire)[:60]!r}")
    start, end = wire.get("start"), wire.get("end")
    if not all(edge is None or isinstance(edge, (int, float)) for edge in (start, end)):
        raise BadEntry(f"a stretch is given in seconds: {start!r} to {end!r}")
    return Part(_text(wire, "file"), start, end)


def _by_id(values: Iterable[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for one in values:
        if one.id in made:
            raise BadEntry(f"{one.id[:60]!r} stands twice")
        made[one.id] = one
    return made


def _list(wire: Any, name: str) -> Iterable[Any]:
    found = wire.get(name) if isinstance(wire, Mapping) else None
    if found is None:
        return ()
    if not isinstance(found, (list, tuple)) or not all(isinstance(item, Mapping) for item in found):
        raise BadEntry(f"{name} is not a list of objects")
    return found


def _text(wire: Mapping[str, Any], name: str) -> str:
    found = wire.get(name)
    if not isinstance(found, str) or not found:
        raise BadEntry(f"{name} is missing, or no text: {str(wire)[:80]!r}")
    return found


def _texts(wire: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = wire.get(name) or ()
    if not isinstance(found, (list, tuple)) or not all(isinstance(item, str) for item in found):
        raise BadEntry(f"{name} is not a list of texts")
    return tuple(found)


def _one(kind: type[E], wire: Mapping[str, Any], name: str, default: E) -> E:
    try:
        return kind(wire.get(name, default))
    except ValueError as bad:
        raise BadEntry(f"{name} is one of {', '.join(kind)}, not {str(wire.get(name))[:40]!r}") from bad
