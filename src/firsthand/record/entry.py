"""An entry: a signed-over header, a salted body, and the line that carries both or says that they are withheld."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .assessment import Answer, Assessment, Question, Reply, Review, Weighing, Withdrawal
from .bounds import instant, instant_text
from .claim import Claim, Grade, Source
from .digest import canonical, check_digest, parse_canonical, sha256
from .fault import BadEntry
from .finding import Finding
from .footage import Derivative, File
from .keys import KeyAdded, KeyCompromised, KeyLost, KeyRotated, Opened
from .observation import Follow, Mark, Observation
from .publication import Draft, Published
from .sighting import Sighting, Skipped
from .wire import from_wire, to_wire

VERSION = 1
SALT_BYTES = 16
CLOCK = "clock"  # the exact time of writing: sealed in every entry, for an analyst's hours are nobody's business

# Every kind of entry. A kind's fields never change meaning; a new meaning is a new kind.
KINDS: dict[str, type[Any]] = {
    body.kind: body
    for body in (
        *(Opened, KeyRotated, KeyAdded, KeyLost, KeyCompromised),
        *(File, Derivative, Sighting, Skipped, Finding),
        *(Observation, Mark, Follow, Source, Claim, Grade),
        *(Question, Answer, Assessment, Weighing, Review, Withdrawal, Reply),
        *(Draft, Published),
    )
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_HEX32 = re.compile(r"[0-9a-f]{32}\Z")
Salt = Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A log as far as somebody has seen it: `size` entries whose RFC 9162 tree has this `root`."""

    log: str
    size: int
    root: str

    def __post_init__(self) -> None:
        check_digest(self.log, "log")
        check_digest(self.root, "root")
        if type(self.size) is not int or self.size < 1:
            raise BadEntry(f"a head of {self.size} entries")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What is signed over. `at` is the day of writing (UTC), a statement only; `by` the signing key's fingerprint;
    `after` the heads of other logs that the author had seen, by which entries of different logs are ordered."""

    v: int = VERSION
    kind: str
    log: str
    by: str
    at: str
    after: tuple[Head, ...] = ()
    body: str

    def __post_init__(self) -> None:
        if self.v != VERSION:
            raise BadEntry(f"an entry of version {self.v}; this is written for {VERSION}")
        if not isinstance(self.kind, str) or not isinstance(self.at, str) or not _DAY.match(self.at):
            raise BadEntry(f"kind {self.kind!r} at {self.at!r}")
        _check_day(self.at)
        for name in ("log", "by", "body"):
            check_digest(getattr(self, name), name)
        logs = [head.log for head in self.after]
        if logs != sorted(set(logs)) or self.log in logs:
            raise BadEntry("`after` names other logs, each once, in order")

    def bytes(self) -> bytes:
        return canonical(to_wire(self))

    @property
    def id(self) -> str:
        """The entry's id: its RFC 9162 leaf hash."""
        return leaf_hash(self.bytes())


def _check_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as bad:
        raise BadEntry(f"not a day of the calendar: {text!r}") from bad


def leaf_hash(header: bytes) -> str:
    return sha256(b"\x00" + header)


def commit(salt: str, value: Any) -> str:
    """H(salt, value): hides the value until the salt is shown. `salt` is 32 hexadecimal digits. Raises BadEntry."""
    if not isinstance(salt, str) or not _HEX32.match(salt):
        raise BadEntry("a salt is 32 lowercase hexadecimal digits")
    return sha256(b"firsthand commitment v1\n" + bytes.fromhex(salt) + canonical(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a log or a report holds of one entry: all of it, the header only, or only the hash.

    `body` is the body's wire form with each sealed field replaced by its commitment (under "sealed"); `opened` the
    sealed fields whose salt and value are shown here.
    """

    hash: str
    header: Header | None = None
    body: Mapping[str, Any] | None = None
    salt: str | None = None
    opened: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """Canonical bytes, without a line end."""
        if self.header is None:
            return canonical({"hash": self.hash})
        wire: dict[str, Any] = {"header": to_wire(self.header)}
        if self.body is not None:
            wire |= {"body": self.body, "salt": self.salt, "sealed": {k: dict(v) for k, v in self.opened.items()}}
        return canonical(wire)

    def hidden(self, *, fields: Iterable[str] = (), body: bool = False, header: bool = False) -> "Line":
        """The same entry with some sealed fields, or the body, or all but the hash, withheld."""
        if header:
            return Line(hash=self.hash)
        if body or self.body is None:
            return Line(hash=self.hash, header=self.header)
        kept = {name: shown for name, shown in self.opened.items() if name not in set(fields)}
        return Line(hash=self.hash, header=self.header, body=self.body, salt=self.salt, opened=kept)

    @property
    def shown(self) -> str:
        """ "shown", "header" or "hash": how much of the entry is here."""
        return "hash" if self.header is None else "header" if self.body is None else "shown"


def seal(value: Any, *, log: str, by: str, now: datetime, after: Iterable[Head], salt: Salt) -> Line:
    """A body value as a new entry's line. `salt` gives a fresh random salt at each call."""
    kind: str = value.kind
    body = to_wire(value)
    secret = {name: body.pop(name) for name in (*value.sealed,)} | {CLOCK: instant_text(now)}
    opened = {name: {"salt": salt(), "value": item} for name, item in sorted(secret.items())}
    body["sealed"] = {name: commit(shown["salt"], shown["value"]) for name, shown in opened.items()}
    body_salt = salt()
    header = Header(
        kind=kind, log=log, by=by, at=instant_text(now)[:10], after=tuple(after), body=commit(body_salt, body)
    )
    return Line(hash=header.id, header=header, body=body, salt=body_salt, opened=opened)


def read_line(data: bytes) -> Line:
    """A line from hostile bytes; everything that is shown is checked against the commitments. Raises BadRecord."""
    wire = parse_canonical(data)
    if not isinstance(wire, dict):
        raise BadEntry("a line is an object")
    if wire.keys() == {"hash"}:
        return Line(hash=check_digest(wire["hash"], "hash"))
    if wire.keys() not in ({"header"}, {"header", "body", "salt", "sealed"}):
        raise BadEntry(f"a line with the fields {sorted(wire)}")
    header = from_wire(Header, wire["header"])
    if "body" not in wire:
        return Line(hash=header.id, header=header)
    line = Line(hash=header.id, header=header, body=wire["body"], salt=wire["salt"], opened=wire["sealed"])
    _check_commitments(line)
    return line


def _check_commitments(line: Line) -> None:
    body, header = line.body, line.header
    assert header is not None
    if not isinstance(body, dict) or not isinstance(body.get("sealed"), dict) or not isinstance(line.opened, dict):
        raise BadEntry("a body is an object with its sealed fields' commitments")
    for name, sealed in body["sealed"].items():
        check_digest(sealed, f"the commitment to {name[:40]!r}")
    if commit(str(line.salt), body) != header.body:
        raise BadEntry(f"the body is not the one that the header commits to (entry {line.hash[:12]})")
    for name, shown in line.opened.items():
        if not isinstance(shown, dict) or shown.keys() != {"salt", "value"} or name not in body["sealed"]:
            raise BadEntry(f"the sealed field {name[:40]!r} is not one of this entry")
        if commit(shown["salt"], shown["value"]) != body["sealed"][name]:
            raise BadEntry(f"the sealed field {name!r} is not the one committed to (entry {line.hash[:12]})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry read back: who said what, when they say they said it. `value` has the kind's class; `clock` None if withheld."""

    id: str
    log: str
    index: int
    by: str
    at: str
    clock: datetime | None
    after: tuple[Head, ...]
    value: Any
    withheld: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return str(self.value.kind)


WITHHELD = "[withheld]"


def open_line(line: Line, index: int) -> Entry:
    """The entry in a shown line. Sealed fields that are not shown read as WITHHELD (text that must be there) or None."""
    header, body = line.header, line.body
    if header is None or body is None:
        raise BadEntry(f"entry {line.hash[:12]} is withheld")
    cls = KINDS.get(header.kind)
    if cls is None:
        raise BadEntry(f"an unknown kind of entry: {header.kind[:60]!r}")
    if body["sealed"].keys() != {CLOCK, *cls.sealed}:
        raise BadEntry(f"a {header.kind} seals {sorted(cls.sealed)}, not {sorted(body['sealed'])}")
    hidden = tuple(sorted(body["sealed"].keys() - line.opened.keys()))
    plain = {name: item for name, item in body.items() if name != "sealed"}
    if plain.keys() & {CLOCK, *cls.sealed}:
        raise BadEntry(f"a {header.kind} carries in the open what it has to seal (entry {line.hash[:12]})")
    for name in cls.sealed:
        plain[name] = line.opened[name]["value"] if name in line.opened else _absent(cls, name)
    value = from_wire(cls, plain)
    if to_wire(value) != plain:
        raise BadEntry(f"a {header.kind} with parts that its kind does not have (entry {line.hash[:12]})")
    clock = line.opened.get(CLOCK)
    moment = instant(clock["value"]) if clock else None
    if clock and moment and instant_text(moment) != clock["value"]:
        raise BadEntry(f"the sealed clock is not as the house writes an instant (entry {line.hash[:12]})")
    if moment and instant_text(moment)[:10] != header.at:
        raise BadEntry(f"the header's day is not the sealed clock's (entry {line.hash[:12]})")
    return Entry(
        id=line.hash,
        log=header.log,
        index=index,
        by=header.by,
        at=header.at,
        clock=moment,
        after=header.after,
        value=value,
        withheld=hidden,
    )


def _absent(cls: type[Any], name: str) -> str | None:
    return None if "None" in str(cls.__dataclass_fields__[name].type) else WITHHELD


def references(value: Any) -> Mapping[str, tuple[str, ...]]:
    """Every digest that a body names, by the field it stands in: entries it rests on, files, answers, sources."""
    found: dict[str, list[str]] = {}
    _collect("", to_wire(value), found)
    return {name: tuple(dict.fromkeys(digests)) for name, digests in found.items()}


_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


def _collect(name: str, wire: Any, found: dict[str, list[str]]) -> None:
    if isinstance(wire, str):
        if len(wire) == 64 and _DIGEST.match(wire):
            found.setdefault(name, []).append(wire)
    elif isinstance(wire, dict):
        for key, item in wire.items():
            _collect(f"{name}.{key}" if name else key, item, found)
    elif isinstance(wire, list):
        for item in wire:
            _collect(name, item, found)


# The fields by which an entry rests on other entries: these must stand before it.
CAUSES: dict[str, tuple[str, ...]] = {
    "finding": ("rests_on",),
    "observation": ("rests_on",),
    "mark": ("entry",),
    "follow": ("mark",),
    "claim": ("source", "through", "rests_on", "speaks_to.question", "speaks_to.answer"),
    "grade": ("about",),
    "answer": ("question",),
    "assessment": ("answer", "speaks_for", "speaks_against", "revises", "dissents_from"),
    "weighing": ("evidence", "answer"),
    "review": ("of",),
    "withdrawal": ("of", "instead"),
    "reply": ("source",),
    "draft": ("rests_on", "answers", "replaces"),
    "published": ("previous",),
}


def causes(value: Any) -> tuple[str, ...]:
    """Ids of the entries that a body rests on."""
    named = references(value)
    return tuple(dict.fromkeys(entry for name in CAUSES.get(value.kind, ()) for entry in named.get(name, ())))
