"""Files, what is made of them, moments and stretches of them, and copies between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar

from .digest import check_digest
from .fault import BadValue


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Exact bytes as received: an original. `digest` is SHA-256, `blake3` a second, unrelated digest of the same read."""

    kind: ClassVar[str] = "file"
    sealed: ClassVar[tuple[str, ...]] = ()
    digest: str
    blake3: str
    size: int  # bytes

    def __post_init__(self) -> None:
        check_digest(self.digest)
        check_digest(self.blake3, "blake3")
        if self.size < 0:
            raise BadValue(f"a size of {self.size} bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One exact frame: never a bare float of seconds. `pts` is in seconds; `frame` digests the decoded native planes."""

    file: str
    stream: int
    pts: Fraction
    frame: str

    def __post_init__(self) -> None:
        check_digest(self.file, "file")
        check_digest(self.frame, "frame")
        if self.stream < 0:
            raise BadValue(f"stream {self.stream}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of one file, [start, end] in seconds of presentation time; None to None is the whole file."""

    file: str
    start: Fraction | None = None
    end: Fraction | None = None

    def __post_init__(self) -> None:
        check_digest(self.file, "file")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise BadValue(f"a stretch that ends ({self.end}) before it starts ({self.start})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A box of a frame in pixels of the decoded picture, `of` giving that picture's width and height."""

    left: int
    top: int
    width: int
    height: int
    of: tuple[int, ...]

    def __post_init__(self) -> None:
        fits = len(self.of) == 2 and 0 <= self.left and 0 <= self.top and self.width > 0 and self.height > 0
        if not fits or self.left + self.width > self.of[0] or self.top + self.height > self.of[1]:
            raise BadValue(f"a box outside its picture: {self.left},{self.top} {self.width}x{self.height} of {self.of}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivative:
    """Bytes made from a file (still, thumbnail, redacted copy): names its parent and how it was made."""

    kind: ClassVar[str] = "derivative"
    sealed: ClassVar[tuple[str, ...]] = ()
    digest: str
    size: int
    media_type: str
    what: str  # "still", "thumbnail", "viewing copy", "redaction"
    parent: str  # digest of the file it was made from
    how: str  # in words, with the program's version
    job: str | None = None
    moment: Moment | None = None

    def __post_init__(self) -> None:
        check_digest(self.digest)
        check_digest(self.parent, "parent")
        if self.job is not None:
            check_digest(self.job, "job")


class Relation(StrEnum):
    """How two files' footage stands to each other. Only COPY joins files into a recording."""

    COPY = "copy"
    SAME_RECORDING = "same recording, other stretch"
    SAME_SCENE = "same scene, other moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was done to a film's picture or clock, as far as its evidence tells: `says` in words, `measures` by name,
    each between `least` and `most`. `file` is the one that was changed; empty where that is not told."""

    what: str  # crop, border, part (of the other's picture), mirror, turn, overlay, perspective, speed, picture, colour
    says: str
    file: str = ""
    measures: Mapping[str, float] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.file:
            check_digest(self.file, "file")
        if not self.measures.keys() == self.least.keys() == self.most.keys():
            raise BadValue(f"{self.what}: every measure has its bounds")
        if any(not self.least[name] <= number <= self.most[name] for name, number in self.measures.items()):
            raise BadValue(f"{self.what}: a measure outside its bounds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An aligned pair of stretches: a second `t` of `one` is second `offset + t * speed` of `two`, within `error` seconds.

    `edits` are the words of its `changes`; `untold` says what could not be told of them, and why. `colours` says of its colours that
    they were kept, what was done (then it is one of the changes too), or why it is not told; empty where nobody looked.
    """

    one: Stretch
    two: Stretch
    offset: Fraction
    speed: float = 1.0
    error: float
    edits: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    untold: tuple[str, ...] = ()
    colours: str = ""
    score: float
    relation: Relation = Relation.COPY


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What one device recorded in one go, known through its copies. Its id is a digest that no other recording has: that of a file
    which holds it alone, or of the stretches that hold it."""

    id: str
    files: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_digest(self.id)
        if not self.files:
            raise BadValue("a recording without files")
