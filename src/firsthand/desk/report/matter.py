"""What the pages are made from: the case, what of it is public, and how its sources, authors and exhibits are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.desk.gate_board import Asked
from firsthand.desk.gate_disclosure import Disclosure
from firsthand.record.bounds import Span
from firsthand.record.case import Case
from firsthand.record.entry import WITHHELD, Entry
from firsthand.record.footage import Recording
from firsthand.record.log import Checkpoint
from firsthand.record.publication import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture that is in the folder: `path` within it, of which file and frame, and how it was made."""

    path: str
    file: str
    at: str
    how: str
    redacted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a method's card says: the report prints it beside what the method gave."""

    asks: str
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A log as a reader can check it: whose, signed by which key, and how far it had come."""

    log: str
    author: str
    fingerprint: str
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that is printed comes from here. `digests` is the order in which exhibits are numbered."""

    case: Case
    disclosure: Disclosure
    asked: Mapping[str, Asked]
    edition: int
    published: str  # the day, UTC
    changed: str = ""
    digests: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # files preserved that nothing in the report names
    recordings: tuple[Recording, ...] = ()
    stills: Mapping[str, tuple[Shown, ...]] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)  # digest -> path in the folder
    cards: Mapping[str, Card] = field(default_factory=dict)
    keys: tuple[Key, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    since: Mapping[str, int] = field(default_factory=dict)  # log -> entries that the edition before had seen
    number: Mapping[str, int] = field(default_factory=dict)  # of an exhibit
    analysts: Mapping[str, str] = field(default_factory=dict)  # log -> name
    origins: Mapping[str, Any] = field(default_factory=dict)  # what weigh.origins says, without a name in it
    said: Mapping[str, tuple[Span, str]] = field(default_factory=dict)  # claim -> when, and the sighting that dates it

    def author(self, entry: Entry) -> str:
        return self.analyst(entry.log)

    def analyst(self, log: str) -> str:
        return self.analysts.get(log, f"log {log[:12]}")

    def source(self, source: str) -> str:
        if source in self.disclosure.protected:
            return f"a source known to the authors ({self.disclosure.protected[source]})"
        found = self.case.entries.get(source)
        if found is None or found.kind != "source" or not self.disclosure.shows(found, "name"):
            return "a source that is withheld"
        return str(found.value.name)

    def exhibit(self, digest: str) -> str:
        return f"Exhibit {self.number[digest]}" if digest in self.number else f"file {digest[:12]}"

    def new(self, entry: Entry) -> bool:
        """Whether the entry was written after the edition before this one."""
        return self.edition > 1 and entry.index >= self.since.get(entry.log, 0)

    def drafts(self) -> Mapping[str, Draft]:
        return {e.id: e.value for e in self.case.of("draft", standing=True)}


def analysts(case: Case, disclosure: Disclosure) -> dict[str, str]:
    """The name of each log's author; where it is withheld, a number that stays the same within the report."""
    opened = sorted(case.of("opened"), key=lambda e: e.log)
    return {
        entry.log: str(entry.value.author)
        if entry.value.author != WITHHELD and disclosure.shows(entry, "author")
        else f"analyst {number}"
        for number, entry in enumerate(opened, 1)
    }


def anchor(entry: str) -> str:
    return f"e-{entry[:16]}"
