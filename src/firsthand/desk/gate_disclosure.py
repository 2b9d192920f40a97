"""What of a case becomes public: the default policy, what an analyst withholds by name, and what marks hold back."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from firsthand.record.case import Case
from firsthand.record.entry import CLOCK, Entry, Line
from firsthand.record.footage import Stretch
from firsthand.record.observation import Mark, MarkKind
from firsthand.record.wire import to_wire

from .follow import follow_all
from .gate_board import always_shown

# Reasons, in the words that the report prints. Each is counted there.
HOURS = "exact hour of writing (an analyst's hours)"
LOCAL = "local path"
DEVICE = "device"
TITLE = "the case's working title"
PRIVATE = "names a local path or a private address"
PASSED_OVER = "name of something passed over and not preserved"
LABEL = "label of a mark that protects somebody"
PROTECTED = "name of a protected source"
SEALED = "sealed source"
BY_NAME = "withheld by an analyst"
RISK, GRAPHIC = "a person at risk can be seen or heard", "graphic"

# Fields withheld by default, by kind of entry.
DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "sighting": {"path": LOCAL, "device": DEVICE},
    "skipped": {"path": LOCAL, "name": PASSED_OVER},
    "opened": {"title": TITLE},
}
MARK_REASON = {MarkKind.GRAPHIC: GRAPHIC, MarkKind.PERSON_AT_RISK: RISK, MarkKind.SEALED_SOURCE: SEALED}

HOME = re.compile(r"(?:file://|(?<![\w/])/(?:home|Users|root)/|\b[A-Za-z]:\\)[^\s\"'<>|]*")
URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s\"'<>]+", re.IGNORECASE)
OUR_KEY = re.compile(r"[a-z0-9_]+\Z")
LOCAL_NAMES = (".local", ".lan", ".internal", ".home", ".home.arpa", ".localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an analyst asks for: originals to make public (digests), entries to withhold (id -> fields, none for the whole
    body), which edition this is and what changed since the one before."""

    exhibits: frozenset[str] = frozenset()
    withhold: Mapping[str, frozenset[str]] = field(default_factory=dict)
    edition: int = 1
    previous: str | None = None
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A stretch of a file that a mark holds back, and why; `by` is the mark's entry."""

    stretch: Stretch
    mark: MarkKind
    by: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The decision for every entry and file. `bodies` and `fields` give the reason; `protected` numbers the sources."""

    bodies: Mapping[str, str]
    fields: Mapping[str, Mapping[str, str]]
    protected: Mapping[str, int]
    held: Mapping[str, tuple[Held, ...]]
    folders: tuple[str, ...] = ()  # local folders that must stand nowhere in what is published
    names: tuple[str, ...] = ()  # names and accounts that must not, as whole words

    def line(self, line: Line) -> Line:
        """The line as a report shows it. What was erased stays erased."""
        if line.header is None or line.body is None:
            return line
        if line.hash in self.bodies:
            return line.hidden(body=True)
        return line.hidden(fields=self.hidden(line.hash, line.header.kind))

    def hidden(self, entry: str, kind: str) -> frozenset[str]:
        """The sealed fields of a shown entry that are withheld."""
        found = {CLOCK, *DEFAULTS.get(kind, {}), *self.fields.get(entry, {})}
        return frozenset(found | {"raw_name"} if "name" in found else found)  # the bytes of a name are the name

    def reason(self, entry: str, kind: str, name: str) -> str:
        if name == CLOCK:
            return HOURS
        return self.fields.get(entry, {}).get(name) or DEFAULTS.get(kind, {}).get(name, BY_NAME)

    def shows(self, entry: Entry, name: str | None = None) -> bool:
        """Whether an entry (or one of its sealed fields) is public."""
        return entry.id not in self.bodies and (name is None or name not in self.hidden(entry.id, entry.kind))

    def holds(self, file: str, moment: Any = None) -> Held | None:
        """What holds back a frame of a file, or (without a moment) any part of it."""
        for held in self.held.get(file, ()):
            low, high = held.stretch.start, held.stretch.end
            if moment is None or ((low is None or low <= moment) and (high is None or moment <= high)):
                return held
        return None

    def counted(self, entries: Iterable[Entry]) -> tuple[Counter[str], Counter[str]]:
        """How many bodies and how many fields are withheld, by reason."""
        bodies: Counter[str] = Counter()
        names: Counter[str] = Counter()
        for entry in entries:
            if entry.id in self.bodies:
                bodies[self.bodies[entry.id]] += 1
                continue
            present = (name for name in self.hidden(entry.id, entry.kind) if _present(entry, name))
            names.update(self.reason(entry.id, entry.kind, name) for name in present)
        return bodies, names


def _present(entry: Entry, name: str) -> bool:
    return name == CLOCK or bool(getattr(entry.value, name, None))


def disclose(case: Case, plan: Plan, copies: Mapping[str, frozenset[str]]) -> Disclosure:
    """Decides for every entry. `copies` gives, for a file, the files of the same recording: marks follow into each, as far as
    what it shows may be what they protect."""
    marks = case.of("mark", standing=True)
    sealed = {m.value.entry for m in marks if m.value.entry and m.value.mark is MarkKind.SEALED_SOURCE}
    sources = [s for s in case.of("source") if s.value.protected or s.id in sealed]
    held = _held(case, copies)
    folders = _folders(case)
    bodies = {**_private(case, folders), **_sealed_bodies(case, sealed, held), **_marked(case, marks)}
    bodies |= {entry: BY_NAME for entry, names in plan.withhold.items() if not names}
    bodies = {entry: why for entry, why in bodies.items() if _may_hide(case, entry)}
    made = Disclosure(
        bodies=bodies,
        fields=_fields(case, plan, marks, sources),
        protected={s.id: number for number, s in enumerate(sources, 1)},
        held=held,
        folders=folders,
    )
    names = {s.value.name for s in sources} | set(_accounts(case, made)) | set(_by_name(case, plan))
    return replace(made, names=tuple(sorted(names)))


def _fields(case: Case, plan: Plan, marks: Iterable[Entry], sources: Iterable[Entry]) -> dict[str, dict[str, str]]:
    fields: dict[str, dict[str, str]] = {s.id: {"name": PROTECTED, "reason": PROTECTED} for s in sources}
    for mark in marks:
        if mark.value.mark is not MarkKind.GRAPHIC:
            fields[mark.id] = {"label": LABEL}
    graphic = {mark.id for mark in case.of("mark") if mark.value.mark is MarkKind.GRAPHIC}
    for entry in case.of("follow"):
        if entry.value.mark not in graphic:
            fields[entry.id] = {"reason": LABEL}
    for entry in case.of("sighting"):
        private = [name for name in ("name", "account", "url", "note") if is_private(getattr(entry.value, name) or "")]
        if private:
            fields[entry.id] = dict.fromkeys(private, LOCAL)
    for named, names in plan.withhold.items():
        fields[named] = {**fields.get(named, {}), **dict.fromkeys(names, BY_NAME)}
    return fields


def _by_name(case: Case, plan: Plan) -> Iterator[str]:
    """Texts of sealed fields that an analyst withholds: they must not stand elsewhere either."""
    for entry, names in plan.withhold.items():
        for name in names & set(case.entries[entry].value.sealed) if entry in case.entries else ():
            text = getattr(case.entries[entry].value, name)
            if isinstance(text, str) and len(text) > 3:
                yield text


def _may_hide(case: Case, entry: str) -> bool:
    """What judges or takes back is shown whatever is asked; the gate says so and refuses."""
    found = case.entries.get(entry)
    return found is not None and not always_shown(case, found)


def _held(case: Case, copies: Mapping[str, frozenset[str]]) -> dict[str, tuple[Held, ...]]:
    """What marks hold back: their own stretches as they were marked, and in copies as far as they follow."""
    held: dict[str, list[Held]] = {}
    for entry in case.of("mark", standing=True):
        if entry.value.stretch is not None:
            held.setdefault(entry.value.stretch.file, []).append(_one(entry, entry.value.stretch))
    for entry, found in follow_all(case, copies):
        if found.holds:
            held.setdefault(found.file, []).extend(_one(entry, stretch) for stretch in found.holds)
    return {file: tuple(found) for file, found in held.items()}


def _one(entry: Entry, stretch: Stretch) -> Held:
    mark: Mark = entry.value
    calm = mark.label if mark.mark is MarkKind.GRAPHIC else MARK_REASON[mark.mark]
    return Held(stretch=stretch, mark=mark.mark, by=entry.id, label=calm)


def _sealed_bodies(case: Case, sealed: set[str], held: Mapping[str, tuple[Held, ...]]) -> dict[str, str]:
    """Sightings of a sealed source's footage, and other entries that are so marked: where they came from is not told."""
    files = {file for file, found in held.items() if any(h.mark is MarkKind.SEALED_SOURCE for h in found)}
    made = {entry: SEALED for entry in sealed if entry in case.entries and case.entries[entry].kind != "source"}
    return made | {s.id: SEALED for s in case.of("sighting") if s.value.file in files}


def _marked(case: Case, marks: Iterable[Entry]) -> dict[str, str]:
    """Entries marked as putting somebody at risk: their body is not shown."""
    at_risk = (m.value.entry for m in marks if m.value.entry and m.value.mark is MarkKind.PERSON_AT_RISK)
    return {entry: RISK for entry in at_risk if entry in case.entries}


def _private(case: Case, folders: tuple[str, ...]) -> dict[str, str]:
    """Bodies whose open fields name a path of this machine or an address that is not public."""
    entries = (e for e in case.entries.values() if not always_shown(case, e))
    return {e.id: PRIVATE for e in entries if names_private(e) or _in_folder(e, folders)}


def _in_folder(entry: Entry, folders: tuple[str, ...]) -> bool:
    """A side-car or a tool that repeats the folder a file came from; people's own words are the gate's to refuse."""
    if not folders or entry.kind not in ("sighting", "skipped", "finding", "derivative"):
        return False
    wire = to_wire(entry.value)
    said = [
        t for name, item in wire.items() if name not in entry.value.sealed for t in texts(item) if "/" in t or "\\" in t
    ]
    return any(folder in text for text in said for folder in folders)


def names_private(entry: Entry) -> bool:
    """True where an open (not sealed) field names a local path or a private address."""
    wire = to_wire(entry.value)
    return any(
        is_private(text) for name, item in wire.items() if name not in entry.value.sealed for text in texts(item)
    )


def texts(wire: Any) -> Iterator[str]:
    """Every text in a JSON value; of the keys those that somebody else made up, not the names of our fields."""
    if isinstance(wire, str):
        yield wire
    elif isinstance(wire, Mapping):
        for key, item in wire.items():
            if not OUR_KEY.match(key):
                yield key
            yield from texts(item)
    elif isinstance(wire, (list, tuple)):
        for item in wire:
            yield from texts(item)


def is_private(text: str) -> bool:
    """Names a home folder, a drive or an address that only this network knows, or carries a password."""
    if not ("/" in text or "\\" in text):
        return False
    return bool(HOME.search(text)) or any(_private_host(found.group()) for found in URL.finditer(text))


def _private_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, password = parts.hostname or "", parts.password
    except ValueError:
        return True  # an address that cannot be read cannot be cleared either
    if password is not None or host == "localhost" or host.endswith(LOCAL_NAMES):
        return True
    try:
        return not ip_address(host.partition("%")[0]).is_global
    except ValueError:
        return False


def _accounts(case: Case, made: Disclosure) -> Iterator[str]:
    """Accounts that are withheld, and names of files that came from a source that is. Three letters stand anywhere by chance."""
    for entry in case.of("sighting"):
        for name in ("account", "name"):
            text = getattr(entry.value, name)
            if (
                text
                and len(text) > 3
                and not made.shows(entry, name)
                and (name == "account" or entry.id in made.bodies)
            ):
                yield text


def _folders(case: Case) -> tuple[str, ...]:
    found = {_folder(entry.value.path) for entry in case.of("sighting", "skipped") if entry.value.path}
    return tuple(sorted(found - {""}))


def _folder(path: str) -> str:
    """The folder of an absolute path two or more steps deep, else nothing: "/srv" tells nobody anything."""
    steps = re.split(r"[/\\]", path)
    absolute = path.startswith("/") or bool(re.match(r"[A-Za-z]:\\", path))
    return path[: -len(steps[-1]) - 1] if absolute and len(steps) > 3 else ""
