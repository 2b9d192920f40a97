"""The four outcomes of a method, the job that asked, and the finding that keeps all that is needed to reach it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from .digest import check_digest, digest_of
from .fault import BadEntry, BadValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The method answers. `value` is JSON, shaped as the method's card says; never a bare point."""

    name: ClassVar[str] = "found"
    value: Mapping[str, Any]

    def __post_init__(self) -> None:
        if not self.value:
            raise BadValue("Found says what was found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Looked, and it is not there. `looked` says where and how thoroughly; an absence is only as wide as the search."""

    name: ClassVar[str] = "nothing"
    looked: str
    value: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.looked.strip():
            raise BadValue("Nothing says where it looked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inconclusive:
    """Looked, and it cannot be told. `conflict` is the smallest set of things that cannot all hold, where that is why."""

    name: ClassVar[str] = "inconclusive"
    why: str
    conflict: tuple[str, ...] = ()
    value: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.why.strip():
            raise BadValue("Inconclusive says why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsuitable:
    """The method is not for this input, or the input could not be used. `code` is the fault's, where one was met."""

    name: ClassVar[str] = "unsuitable"
    why: str
    code: str | None = None

    def __post_init__(self) -> None:
        if not self.why.strip():
            raise BadValue("Unsuitable says why")


Outcome = Found | Nothing | Inconclusive | Unsuitable
OUTCOMES: dict[str, type[Any]] = {kind.name: kind for kind in (Found, Nothing, Inconclusive, Unsuitable)}


def outcome_wire(outcome: Outcome) -> dict[str, Any]:
    """{"outcome": "found", ...its fields}."""
    made: dict[str, Any] = {"outcome": outcome.name}
    for part in fields(outcome):
        value = getattr(outcome, part.name)
        made[part.name] = list(value) if isinstance(value, tuple) else value
    return made


def outcome_from_wire(wire: Any) -> Outcome:
    """Raises BadEntry."""
    kind = OUTCOMES.get(str(wire.get("outcome"))) if isinstance(wire, dict) else None
    if kind is None:
        raise BadEntry(f"not one of the four outcomes: {str(wire)[:80]}")
    given = {name: value for name, value in wire.items() if name != "outcome"}
    names = {part.name for part in fields(kind)}
    if given.keys() != names:
        raise BadEntry(f"{wire['outcome']} has the fields {sorted(names)}, not {sorted(given)}")
    if "conflict" in given:
        given["conflict"] = tuple(given["conflict"])
    return kind(**given)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was asked: its id is its digest, so that a repeat is harmless and a result can be kept.

    `inputs` maps the method's input names to digests: of files, of readings (by their job's id) or of entries.
    `weights` maps a model's name to the digest of its weights.
    """

    method: str
    version: int
    given: Mapping[str, Any]
    inputs: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, digests in self.inputs.items():
            for digest in digests:
                check_digest(digest, f"input {name}")
        for name, digest in self.weights.items():
            check_digest(digest, f"weights {name}")

    def wire(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "version": self.version,
            "given": dict(self.given),
            "inputs": {name: list(digests) for name, digests in self.inputs.items()},
            "weights": dict(self.weights),
        }

    @property
    def id(self) -> str:
        return digest_of(self.wire())


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A method's outcome with what is needed to reach it again.

    `files` are the files spoken of, `readings` the digests of the readings' bytes it was reached from, `made_with` the
    programs that did the work (name -> version, the decoder among them), `profile` how densely footage was read.
    """

    kind: ClassVar[str] = "finding"
    sealed: ClassVar[tuple[str, ...]] = ()
    job: Job
    outcome: Mapping[str, Any]
    files: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    profile: str = ""
    made_with: Mapping[str, str] = field(default_factory=dict)
    rests_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        outcome_from_wire(dict(self.outcome))
        for digest in (*self.files, *self.readings, *self.rests_on):
            check_digest(digest)

    @property
    def result(self) -> Outcome:
        return outcome_from_wire(dict(self.outcome))
