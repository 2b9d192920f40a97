"""Draft sentences, and the entry that a publication leaves in the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from .digest import check_digest
from .fault import BadValue


class Section(StrEnum):
    """Where in a report a sentence stands."""

    TITLE = "title"
    SUMMARY = "summary"
    KNOWN = "known"
    NOT_KNOWN = "not known"
    HOW = "how"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One sentence of a coming report and the entries it rests on; `replaces` an earlier draft; `order` sorts a section."""

    kind: ClassVar[str] = "draft"
    sealed: ClassVar[tuple[str, ...]] = ()
    text: str
    section: Section = Section.KNOWN
    order: int = 0
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()  # questions that the sentence answers
    replaces: str | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise BadValue("a draft sentence cannot be empty")
        for entry in (*self.rests_on, *self.answers, *([self.replaces] if self.replaces else [])):
            check_digest(entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A report was made: it commits to the heads of all logs known and to the manifest of the folder.

    `heads` maps a log to {"size", "root"}; `manifest` is the SHA-256 of the folder's manifest; `previous` the entry of
    the edition before; `changed` says what changed since, for a correction.
    """

    kind: ClassVar[str] = "published"
    sealed: ClassVar[tuple[str, ...]] = ()
    edition: int
    heads: Mapping[str, Mapping[str, Any]]
    manifest: str
    previous: str | None = None
    changed: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_digest(self.manifest, "manifest")
        if self.edition < 1 or (self.edition == 1) != (self.previous is None):
            raise BadValue("the first edition follows none, and every later one names the edition before")
