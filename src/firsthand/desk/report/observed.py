"""Observations that a judgement names, under it: what was seen or heard, of which file and when in it, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from firsthand.record.entry import Entry

from . import words
from .matter import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One observation; without its `entry` it is one that is withheld, and nothing of it is told."""

    entry: str = ""
    what: str = ""
    says: str = ""
    verbatim: str = ""
    translation: str = ""
    at: str = ""  # of which file, and where in it
    exhibit: str = ""  # that file's anchor
    who: str = ""
    day: str = ""
    withdrawn: bool = False


def observed(matter: Matter, named: Iterable[str]) -> tuple[Observed, ...]:
    """Each once, in the order in which the judgement names them."""
    found = (matter.case.entries.get(entry) for entry in dict.fromkeys(named))
    return tuple(_observed(matter, e) for e in found if e is not None and e.kind == "observation")


def _observed(matter: Matter, entry: Entry) -> Observed:
    if not matter.disclosure.shows(entry):
        return Observed()
    value = entry.value
    file = file_of(value)
    number = matter.number.get(file)
    return Observed(
        entry=entry.id,
        what=value.what,
        says=value.says,
        verbatim=value.verbatim or "",
        translation=value.translation or "",
        at=place(matter, value) or (f"Exhibit {number}" if number else ""),
        exhibit=f"x-{number}" if number else "",
        who=matter.author(entry),
        day=entry.at,
        withdrawn=entry.id in matter.case.withdrawn,
    )


def file_of(value: Any) -> str:
    """The file of an observation; a passage's stands in its details."""
    of = value.moment or value.stretch
    return of.file if of is not None else str(value.details.get("file", ""))


def place(matter: Matter, value: Any) -> str:
    """The frame or the stretch that was looked at; nothing where none is named."""
    if value.moment is not None:
        return f"{matter.exhibit(value.moment.file)}, frame at {words.seconds(value.moment.pts)}"
    if value.stretch is not None:
        return f"{matter.exhibit(value.stretch.file)}, {words.stretch(value.stretch)}"
    return ""
