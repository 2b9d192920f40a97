"""The grades of sources and claims as the report shows them: every author's, with how they came about, and none averaged."""

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.record.entry import Entry

from .matter import Matter

Change = tuple[str, str, str, str]  # grade, reason, who, day
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
CREDIBILITY = {
    "1": "confirmed",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "cannot be judged",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A grade that is held now; `who` is empty where nobody holds another."""

    grade: str
    words: str
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    held: Mapping[str, Mapping[str, str]]  # about -> person -> grade
    given: Mapping[str, list[Entry]]  # about -> the standing grades, oldest first


def grades(matter: Matter) -> Grades:
    given: dict[str, list[Entry]] = {}
    for entry in matter.case.of("grade", standing=True):
        given.setdefault(entry.value.about, []).append(entry)
    return Grades(held=matter.case.grades(), given=given)


def held(matter: Matter, entry: Entry | None, graded: Grades) -> tuple[Held, ...]:
    """Two authors' grades are two; they are never averaged."""
    if entry is None or entry.kind not in ("source", "claim"):
        return (Held(grade="F", words=RELIABILITY["F"]),)
    words = RELIABILITY if entry.kind == "source" else CREDIBILITY
    by: dict[str, list[str]] = {}
    for who, grade in graded.held.get(entry.id, {}).items():
        by.setdefault(grade, []).append(matter.analyst(who))
    if len(by) < 2:
        grade = matter.case.grade(entry, graded.held)
        return (Held(grade=grade, words=words.get(grade, "")),)
    return tuple(Held(grade=g, words=words.get(g, ""), who=tuple(who)) for g, who in sorted(by.items()))


def given(matter: Matter, entry: Entry, graded: Grades) -> tuple[Change, ...]:
    found = graded.given.get(entry.id, ())
    return tuple((g.value.grade, g.value.reason, matter.author(g), g.at) for g in found)
