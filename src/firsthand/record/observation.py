"""What a named analyst saw or heard, and marks that protect people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from .digest import check_digest
from .fault import BadValue
from .footage import Area, Moment, Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was seen or heard at a moment, in a stretch or in a box of a frame.

    `what` is a short type: marking, vehicle, landmark, words, shadow, anchor, place, note ... `says` is the analyst's
    own words; for words heard or read, `verbatim` with `language` and `translation`. `details` holds drawn points and
    measures, each with its unit in its name.
    """

    kind: ClassVar[str] = "observation"
    sealed: ClassVar[tuple[str, ...]] = ()
    what: str
    says: str
    stretch: Stretch | None = None
    moment: Moment | None = None
    area: Area | None = None
    verbatim: str | None = None
    language: str | None = None
    translation: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    rests_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.says.strip() or not self.what.strip():
            raise BadValue("an observation says what was observed")
        for entry in self.rests_on:
            check_digest(entry, "rests_on")


class MarkKind(StrEnum):
    """What a mark protects from or whom."""

    GRAPHIC = "graphic"
    PERSON_AT_RISK = "person-at-risk"
    SEALED_SOURCE = "sealed-source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Said of a stretch (and box) of a file, or of an entry; follows the bytes to every copy. `label` is calm and specific."""

    kind: ClassVar[str] = "mark"
    sealed: ClassVar[tuple[str, ...]] = ("label",)
    mark: MarkKind
    label: str
    stretch: Stretch | None = None
    area: Area | None = None
    entry: str | None = None

    def __post_init__(self) -> None:
        if (self.stretch is None) == (self.entry is None):
            raise BadValue("a mark is said of a stretch of a file or of an entry, one of the two")
        if self.entry is not None:
            check_digest(self.entry, "entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A person's decision on how far a mark follows into a copy of its file: `holds` are the stretches of the copy `file`
    that it holds back there, none where the copy does not show what the mark protects. Until there is one, the desk holds
    back all that is not surely aligned to something unmarked."""

    kind: ClassVar[str] = "follow"
    sealed: ClassVar[tuple[str, ...]] = ("reason",)
    mark: str
    file: str
    holds: tuple[Stretch, ...]
    reason: str

    def __post_init__(self) -> None:
        check_digest(self.mark, "mark")
        check_digest(self.file, "file")
        if any(stretch.file != self.file for stretch in self.holds):
            raise BadValue("a mark follows into stretches of the copy that is named, not of another file")
        if not self.reason.strip():
            raise BadValue("a decision on where a mark follows gives its reason")
