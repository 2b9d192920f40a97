"""Takes in the lines of one log: each entry's shape, place and key, and what it says that other steps need."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from firsthand.record.assessment import Withdrawal
from firsthand.record.digest import check_digest, parse, sha256
from firsthand.record.entry import KINDS, Entry, Head, Header, Line, causes, open_line, read_line
from firsthand.record.fault import BadEntry, BadRecord, BadSignature
from firsthand.record.finding import Finding
from firsthand.record.footage import Derivative, File
from firsthand.record.keys import KeyCompromised, KeyLost, KeyRotated, Opened, fingerprint, key_bytes, log_id
from firsthand.record.log import Checkpoint
from firsthand.record.publication import Draft, Published
from firsthand.record.wire import from_wire

from .line import GRAVITY, Notes, Verdict, broken, cannot, holds, withheld
from .signing import verify_rotation

# Kinds that withdraw, dispute, assess or revoke: what they are about may not be hidden without saying so.
TARGETED = frozenset(
    {
        "withdrawal",
        "review",
        "assessment",
        "published",
        "opened",
        "key-rotated",
        "key-added",
        "key-lost",
        "key-compromised",
    }
)
SPOKEN = frozenset({"draft", "finding", "assessment"})  # kinds whose inherited verdict is worth a line


@dataclass(slots=True)
class Leaf:
    """What is kept of one line. `verdict` is its own until step 6 lets it inherit."""

    id: str
    shown: str
    kind: str = ""
    by: str = ""
    at: str = ""
    causes: tuple[str, ...] = ()
    verdict: Verdict = Verdict.HOLDS
    code: str = "holds"
    text: str = ""
    fields: int = 0  # sealed fields that are withheld

    def worsen(self, verdict: Verdict, code: str) -> None:
        if GRAVITY[verdict] > GRAVITY[self.verdict]:
            self.verdict, self.code = verdict, code


@dataclass(frozen=True, slots=True)
class Span:
    """From entry `start` on this key signs; `public` None where what hands it over is withheld."""

    start: int
    by: str
    public: bytes | None


@dataclass(slots=True)
class Log:
    """One log as it was found: its leaves, the keys in force, the heads it has seen, its checkpoints."""

    id: str
    leaves: list[Leaf] = field(default_factory=list)
    keys: list[Span] = field(default_factory=list)
    heads: list[tuple[int, Head]] = field(default_factory=list)
    notes: list[tuple[str, Checkpoint]] = field(default_factory=list)
    roots: dict[int, str] = field(default_factory=dict)
    last_day: str = ""
    broken_from: int | None = None
    revoked_from: int | None = None

    def break_from(self, index: int) -> None:
        self.broken_from = index if self.broken_from is None else min(index, self.broken_from)

    def key_at(self, index: int) -> Span | None:
        """The key in force for entry `index`, which is also the one that signs a checkpoint of that size."""
        return next((span for span in reversed(self.keys) if span.start <= index), None)

    def unsure_at(self, index: int) -> bool:
        """A line of which only the hash is left stands just before: it may have handed the key over."""
        return 0 < index <= len(self.leaves) and self.leaves[index - 1].shown == "hash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked:
    """Somebody's word that a log is not to be relied on from an entry on."""

    log: str
    since: int
    said: str  # the entry that says so
    why: str


@dataclass(slots=True)
class World:
    """All that one recheck has learnt."""

    case: str = ""
    logs: dict[str, Log] = field(default_factory=dict)
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)
    salts: set[int] = field(default_factory=set)  # the first 96 bits of every salt and commitment
    notes: Notes = field(default_factory=Notes)
    revoked: list[Revoked] = field(default_factory=list)
    withdrawn: set[tuple[str, str]] = field(default_factory=set)  # (entry, log that withdraws it)
    instead: set[str] = field(default_factory=set)  # entries that stand instead of something withdrawn
    lost: list[tuple[str, int, KeyLost, str]] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)  # digest of a file or derivative -> its size
    readings: set[str] = field(default_factory=set)
    published: dict[str, int] = field(default_factory=dict)  # entry -> its edition
    bytes_of: dict[str, str] = field(default_factory=dict)  # digest -> path of checked public bytes


def gather(world: World, log: Log, lines: Iterable[bytes]) -> None:
    """Takes in a log's lines, index by index. Raises HostileFolder, CannotRead where the file itself gives out."""
    world.logs[log.id] = log
    for data in lines:
        leaf = _take(world, log, len(log.leaves), data)
        log.leaves.append(leaf)


def where(log: str, index: int) -> str:
    return f"log {log[:12]} entry {index}"


def _take(world: World, log: Log, index: int, data: bytes) -> Leaf:
    try:
        line = read_line(data)
        entry = open_line(line, index) if line.shown == "shown" else None
        if line.header and line.header.kind not in KINDS:
            raise BadEntry(f"an unknown kind of entry: {line.header.kind[:60]!r}")
    except BadRecord as bad:
        world.notes.add(broken(6, where(log.id, index), str(bad), bad.code))
        header = _salvaged(data)
        leaf = Leaf(
            id=header.id if header else _hash_of(data), shown="header" if header else "hash", verdict=Verdict.BROKEN
        )
        leaf.code = bad.code
        if header:
            _place(world, log, index, leaf, header)
        return leaf
    leaf = Leaf(id=line.hash, shown=line.shown)
    if line.header:
        _place(world, log, index, leaf, line.header)
    else:
        _once(world, log, index, leaf)
    if index == 0 and (line.header is None or line.header.kind == "opened") and entry is None:
        log.keys.append(Span(0, line.header.by if line.header else "", None))
    if line.header and line.header.kind == "key-rotated" and entry is None:
        log.keys.append(Span(index + 1, "", None))
    if leaf.shown != "shown":
        leaf.worsen(Verdict.WITHHELD, "line.hash-only" if leaf.shown == "hash" else "line.header-only")
    if entry:
        _fresh_salts(world, log, index, line)
        leaf.causes, leaf.fields = causes(entry.value), len(entry.withheld)
        _learn(world, log, entry, leaf)
    return leaf


def _salvaged(data: bytes) -> Header | None:
    """The header of a line whose body is not right: the leaf may still be, and then the blame falls on this entry alone."""
    try:
        wire = parse(data)
        return from_wire(Header, wire["header"]) if isinstance(wire, dict) and "header" in wire else None
    except BadRecord:
        return None


def _hash_of(data: bytes) -> str:
    """A stand-in for a leaf that cannot be read; no tree has it."""
    try:
        return check_digest(parse(data)["hash"])
    except (BadRecord, KeyError, TypeError):
        return sha256(b"no entry of the house\n" + data)


def _fail(world: World, log: Log, index: int, leaf: Leaf, says: str, code: str) -> None:
    world.notes.add(broken(6, where(log.id, index), says, code))
    leaf.worsen(Verdict.BROKEN, code)


def _once(world: World, log: Log, index: int, leaf: Leaf) -> None:
    before = world.seen.setdefault(leaf.id, (log.id, index))
    if before != (log.id, index):
        _fail(world, log, index, leaf, f"the entry {leaf.id[:12]} stands at {where(*before)} already", "entry.twice")


def _place(world: World, log: Log, index: int, leaf: Leaf, header: Header) -> None:
    """What a header says: its log, key, day and the heads of other logs."""
    leaf.kind, leaf.by, leaf.at = header.kind, header.by, header.at
    _once(world, log, index, leaf)
    if header.log != log.id:
        _fail(world, log, index, leaf, f"the entry says that it stands in log {header.log[:12]}", "entry.other-log")
    if index == 0 and header.kind != "opened":
        _fail(world, log, index, leaf, f"the log begins with a {header.kind[:40]}", "log.id")
    if header.at < log.last_day:
        says = f"the stated day goes back from {log.last_day} to {header.at}"
        world.notes.add(holds(6, where(log.id, index), says, "entry.day-back"))
    log.last_day = max(log.last_day, header.at)
    log.heads += ((index, head) for head in header.after)
    if index:
        _check_by(world, log, index, leaf, header)


def _check_by(world: World, log: Log, index: int, leaf: Leaf, header: Header) -> None:
    span = log.key_at(index)
    if span is None or header.by == span.by:
        return
    if not span.by or log.unsure_at(index):
        # The hand-over is withheld, so the key is learnt by its fingerprint only.
        log.keys.append(Span(index, header.by, None))
        return
    _fail(world, log, index, leaf, f"by the key {header.by[:12]}, while {span.by[:12]} is in force", "entry.by")


def _fresh_salts(world: World, log: Log, index: int, line: Line) -> None:
    assert line.body is not None and line.header is not None
    shown = [str(line.salt), *(str(part["salt"]) for part in line.opened.values())]
    for secret in (*shown, line.header.body, *line.body["sealed"].values()):
        short = int(secret[:24], 16)
        if short in world.salts:
            says = f"a salt or a commitment ({secret[:12]}) stands twice, so that withheld values can be guessed"
            world.notes.add(broken(6, where(log.id, index), says, "entry.salt-twice"))
        world.salts.add(short)


# --- what shown entries say that later steps need ------------------------------------------------------------------------


def _learn(world: World, log: Log, entry: Entry, leaf: Leaf) -> None:
    value: Any = entry.value
    match value:
        case Opened():
            _opened(world, log, entry, leaf)
        case KeyRotated():
            _rotated(world, log, entry, leaf)
        case KeyCompromised():
            world.revoked.append(
                Revoked(log=value.log, since=value.since, said=entry.id, why="its key is said to be compromised")
            )
        case KeyLost():
            world.lost.append((log.id, entry.index, value, entry.id))
        case Withdrawal():
            world.withdrawn.add((value.of, log.id))
            world.instead.update(filter(None, [value.instead]))
        case File() | Derivative():
            world.named[value.digest] = value.size
        case Finding():
            world.readings.update(value.readings)
            leaf.text = f"{value.job.method} {value.outcome['outcome']}"
        case Draft():
            leaf.text = value.text
        case Published():
            world.published[entry.id] = value.edition


def _opened(world: World, log: Log, entry: Entry, leaf: Leaf) -> None:
    value: Opened = entry.value
    if entry.index:
        _fail(world, log, entry.index, leaf, "a log is opened once, by its first entry", "log.opened-again")
        return
    public = key_bytes(value.key)
    mine = fingerprint(public)
    log.keys.append(Span(0, mine, public))
    if value.case != world.case or log_id(value.case, mine, value.device) != log.id:
        _fail(world, log, 0, leaf, f"it opens another log, or opens it in another case ({value.case[:12]})", "log.id")
        log.break_from(0)
    if entry.by != mine:
        _fail(world, log, 0, leaf, f"by the key {entry.by[:12]}, while it opens the log for {mine[:12]}", "entry.by")


def _rotated(world: World, log: Log, entry: Entry, leaf: Leaf) -> None:
    value: KeyRotated = entry.value
    span, new = log.key_at(entry.index), key_bytes(value.new)
    if span is None or span.public is None:
        says = "the key that hands over is withheld, so the hand-over cannot be checked"
        world.notes.add(withheld(4, where(log.id, entry.index), says, "key.rotation-withheld"))
        log.keys.append(Span(entry.index + 1, fingerprint(new), None))
        return
    try:
        verify_rotation(log.id, value.new, value.signature, span.public)
    except BadSignature as bad:
        _fail(world, log, entry.index, leaf, str(bad), "key.rotation")
        log.break_from(entry.index)
    log.keys.append(Span(entry.index + 1, fingerprint(new), new))


def settle_keys(world: World) -> None:
    """What became of keys, once all logs are read: from which entry on a log is not to be relied on."""
    for voucher, index, value, said in world.lost:
        subject = where(voucher, index)
        if voucher in (value.old, value.new) or value.old == value.new:
            says = "only another author can vouch that one log goes on for another"
            world.notes.add(broken(4, subject, says, "key.self-vouched"))
            continue
        known = [head.size for at, head in world.logs[voucher].heads if head.log == value.old and at <= index]
        why = "its key is said to be lost"
        world.revoked.append(Revoked(log=value.old, since=max(known, default=0), said=said, why=why))
        says = f"vouches that log {value.new[:12]} goes on for the lost log {value.old[:12]}"
        world.notes.add(holds(4, subject, says, "key.successor"))
    for word in world.revoked:
        log = world.logs.get(word.log)
        teller = world.seen[word.said][0]
        if log is None or (teller != word.log and (word.said, teller) in world.withdrawn):
            continue  # taken back by who said it; but never by the log that it is said of: a thief writes there
        log.revoked_from = word.since if log.revoked_from is None else min(word.since, log.revoked_from)
        if word.since < len(log.leaves):
            says = f"{word.why} ({where(*world.seen[word.said])}); entries from {word.since} on are not to be relied on"
            world.notes.add(cannot(4, f"log {word.log[:12]}", says, "key.compromised"))
