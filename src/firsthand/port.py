"""What the house needs of the world: small protocols that stores and adapters keep."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

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
