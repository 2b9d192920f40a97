"""What the house needs of the world: small protocols that stores and adapters keep."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar

if TYPE_CHECKING:  # the door opens without numpy
    import numpy.typing as npt

A = TypeVar("A")
B = TypeVar("B")

# --- reading hostile bytes ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a read has come: `done` of `whole` (seconds of footage, 0 where unknown)."""

    done: float
    whole: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """One decoded picture as raw pixels, to be encoded on this side. `pts` is "n/d" seconds; `frame` digests the native planes."""

    stream: int
    pts: str
    frame: str
    width: int
    height: int
    rgb: bytes
    why: str  # "shot", "interval", "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The end of a pass: the packed reading (method/reading.py), each reader's outcome (wire form) and what did the work."""

    reading: bytes
    outcomes: Mapping[str, Mapping[str, Any]]
    made_with: Mapping[str, str]


class Decoder(Protocol):
    """Opens hostile bytes, only in the cell."""

    def protections(self) -> Mapping[str, str]:
        """What protects this machine while a file is open, layer by layer: "on", or why it is not."""

    def read(self, source: Path, *, profile: str) -> Iterator[Progress | Still | Read]:
        """One pass over a file, ending with exactly one Read. A file that cannot be read ends with a Read whose outcomes
        say so; CellBroke is raised only where the cell itself cannot work on this machine."""


class Workers(Protocol):
    """A bounded pool; results come as they are ready, each with its question."""

    def map(self, task: Callable[[A], B], items: Iterable[A]) -> Iterator[tuple[A, B]]: ...


class Clock(Protocol):
    """The machine's clock: only ever a statement, never a bound."""

    def now(self) -> datetime: ...


# --- truth: logs and bytes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the vault says of bytes it took: digests of the one read, size, and whether they were already there."""

    sha256: str
    blake3: str
    size: int
    new: bool


class Vault(Protocol):
    """Bytes by SHA-256, written once, hard against a crash."""

    def put(self, source: BinaryIO, *, size_hint: int | None = None) -> Stored:
        """Takes all bytes of `source` in one read. Raises DiskFull, WriteFailed, SourceChanged (size differs from the hint)."""

    def open(self, digest: str) -> BinaryIO:
        """Raises NotInVault."""

    def path(self, digest: str) -> Path:
        """A read-only local path of the bytes, for the cell. Raises NotInVault."""

    def has(self, digest: str) -> bool: ...

    def digests(self) -> Iterator[str]: ...


class Ledger(Protocol):
    """The logs of one case: lines and checkpoints. It knows order and bytes, not what entries mean."""

    def logs(self) -> Sequence[str]:
        """Ids of all logs, sorted."""

    def size(self, log: str) -> int:
        """Acknowledged entries of a log: what its last checkpoint covers; 0 for a log not there."""

    def lines(self, log: str, start: int = 0) -> Iterator[bytes]:
        """Acknowledged lines from index `start`, without their line ends."""

    def line(self, log: str, index: int) -> bytes: ...

    def notes(self, log: str) -> Sequence[str]:
        """All checkpoints of a log, oldest first, as signed notes."""

    def append(self, log: str, lines: Sequence[bytes], note: str, *, at: int) -> None:
        """Adds a batch at index `at` and its checkpoint; returns only when both are on the disk. Raises LogMoved (another
        writer came between), DiskFull, WriteFailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entry as the index knows it."""

    id: str
    log: str
    index: int
    kind: str
    at: str


class Index(Protocol):
    """A cache over the ledger that can be deleted at any time; it answers what refers to what."""

    def refresh(self, ledger: Ledger) -> None:
        """Takes in what the ledger has more than it; starts anew where the ledger is not the one it knew."""

    def rows(self, kind: str | None = None, *, log: str | None = None) -> Iterator[Row]:
        """In causal order: by log and index, logs by id."""

    def row(self, entry: str) -> Row:
        """Raises BadReference."""

    def find(self, prefix: str) -> Sequence[Row]:
        """Entries whose id begins with `prefix`."""

    def referring(self, target: str, kind: str | None = None) -> Iterator[Row]:
        """Entries whose body names `target` (an entry's id or a file's digest)."""

    def count(self) -> Mapping[str, int]:
        """Entries by kind."""


# --- descriptors: what looks like what ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Vectors that can be compared with one another: those of one model.

    `model` is the digest of the model's weights, or of a name where the descriptor is a rule ("pdq/1"); `wide` counts the
    numbers of a vector (whole bytes, compared by their angle), or its bits where it is packed `bits` (compared by how many
    are the same).
    """

    model: str
    wide: int
    bits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """The vectors of one file: `rows` i1 or f4 [n, wide] (u1[n, wide / 8] of bits), `at` f8[n] seconds into the file."""

    file: str
    model: str
    rows: "npt.NDArray[Any]"
    at: "npt.NDArray[Any]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What is near: one place a hit, by query, the nearest first, then by file and row.

    `query` i8[k] number of the query, `file` i8[k] place in `names`, `row` i8[k] row of that file as it was added, `at` f8[k]
    its second, `score` f4[k]: the cosine, or the share of bits that are the same.
    """

    names: tuple[str, ...]
    query: "npt.NDArray[Any]"
    file: "npt.NDArray[Any]"
    row: "npt.NDArray[Any]"
    at: "npt.NDArray[Any]"
    score: "npt.NDArray[Any]"


class Descriptors(Protocol):
    """Vectors of files in one space: a cache that can be made again from the readings.

    Rows of one file that are the same to the bit are held once, as the first of them: a film in which nothing moves counts
    like a still.
    """

    @property
    def space(self) -> Space: ...

    def add(self, *vectors: Vectors) -> None:
        """Takes in files, each instead of what it held of it before. All of them are there after this, or none. Raises
        OtherModel, BadReading (rows that do not fit the space), DiskFull, WriteFailed."""

    def remove(self, *files: str) -> None:
        """Forgets files; one that it does not hold is no error."""

    def search(self, queries: "npt.NDArray[Any]", *, model: str, most: int, least: float) -> Hits:
        """For each query at most `most` rows of a score of `least` or more. Raises OtherModel, BadReading."""

    def files(self) -> Sequence[str]:
        """All files held, sorted; also those of which there was no row."""

    def count(self) -> int:
        """Rows held."""
