"""What a page is held against: the shown entries of the ledgers, what stands of them, and how a page calls and words them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from firsthand.record.bounds import Region, Span
from firsthand.record.case import Case, case_of
from firsthand.record.entry import WITHHELD, Entry, references
from firsthand.record.finding import Found
from firsthand.record.footage import Stretch

from .logs import Leaf, Log, World

FRACTION = re.compile(r"-?\d{1,30}(?:/[1-9]\d{0,29})?\Z", re.ASCII)
MOST_FILES = 8  # of a finding that stands under each of them
# What people write about files: what it names, itself or through what it rests on, is an exhibit of the report.
SPOKEN = frozenset("claim observation assessment weighing mark draft question answer reply".split())
BENEATH = SPOKEN | {"finding", "sighting", "file", "derivative"}
BULK = frozenset({"file", "derivative", "sighting", "skipped", "finding"})
JUDGING = frozenset(
    {"question", "answer", "assessment", "review", "withdrawal", "opened", "key-added", "key-lost", "draft"}
)
NOT_NAMED = r"(?:a source known to the authors \(\d+\)|a source that is withheld)"


@dataclass(slots=True)
class Named:
    """What the page names: only of bulk entries that it names are more than counts kept."""

    entries: frozenset[str]  # the first 16 digits of ids
    files: frozenset[str]  # digests of its exhibits


@dataclass(frozen=True, slots=True)
class Row:
    """What one finding says of a file, alone or with others."""

    place: tuple[str, int]
    entry: str
    method: tuple[str, int]
    outcome: str
    says: str
    files: tuple[str, ...]


@dataclass(slots=True)
class Sealed:
    """The case as the ledgers show it, in the order in which pages are made: by log, by index."""

    case: Case
    short: Mapping[str, Entry]  # by the first 16 digits of an id
    hidden: Mapping[str, str]  # the same, of entries whose body is withheld -> kind
    seen: Mapping[str, tuple[str, int]]  # every entry's place, the bulk that is not kept included
    logs: Mapping[str, Log]
    unread: int  # lines of which only the hash is left
    hidden_kinds: Counter[str]
    findings: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    profiles: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    programs: set[str] = field(default_factory=set)
    of_file: dict[str, list[Row]] = field(default_factory=dict)
    is_a: dict[str, set[str]] = field(default_factory=dict)
    reasons: set[str] = field(default_factory=set)  # for which files were grouped as one recording
    files: int = 0  # that are shown
    exhibits: set[str] = field(default_factory=set)  # files that must be exhibits
    names: dict[str, str] = field(default_factory=dict)  # of authors, by their logs
    number: dict[str, str] = field(default_factory=dict)  # digest -> its number on the page

    def hides(self, *kinds: str) -> bool:
        return self.unread > 0 or any(self.hidden_kinds[kind] for kind in kinds)

    def count(self, kind: str) -> int:
        """How many entries of a kind have their body withheld, or may have."""
        return self.hidden_kinds[kind] + self.unread

    @property
    def judged_in_the_open(self) -> bool:
        return not self.hides(*JUDGING)

    def analyst(self, log: str) -> str:
        if not self.names:
            opened = sorted(self.case.of("opened"), key=lambda e: e.log)
            told = {e.log: (str(e.value.author), number) for number, e in enumerate(opened, 1)}
            self.names = {
                log: f"analyst {number}" if name == WITHHELD else name for log, (name, number) in told.items()
            }
        return self.names.get(log, f"log {log[:12]}")

    def source(self, source: str) -> str:
        """A pattern of what the page may call a source: its name, or, where that is withheld, one that is not named."""
        found = self.case.entries.get(source)
        if found is not None and found.kind == "source" and found.value.name != WITHHELD:
            name = re.escape(str(found.value.name))
            return f"(?:{name}|{NOT_NAMED})" if found.value.protected else name
        return NOT_NAMED

    def known(self, entry: str | None, kind: str) -> Entry | None:
        """A shown entry of this kind: a hostile ledger may name any other in its place."""
        found = self.case.entries.get(entry or "")
        return found if found is not None and found.kind == kind else None

    def kind_of(self, entry: str) -> str:
        place = self.seen.get(entry)
        return self.logs[place[0]].leaves[place[1]].kind or "entry" if place else "entry"

    def exhibit(self, digest: str) -> str:
        return f"Exhibit {self.number[digest]}" if digest in self.number else f"file {digest[:12]}"


def sealed_of(world: World, entries: Iterable[Entry], named: Named) -> Sealed:
    """One pass over the shown entries."""
    kept: list[Entry] = []
    hidden, unread = _hidden(world)
    made = Sealed(case_of(()), {}, hidden, world.seen, world.logs, unread, Counter(hidden.values()))
    spoken_of = {of for of, _ in world.withdrawn} | world.instead
    beneath, files = _beneath(world), set[str]()
    for entry in entries:
        if entry.kind == "file":
            files.add(entry.value.digest)
        if entry.id in beneath:
            made.exhibits.update(digest for digests in references(entry.value).values() for digest in digests)
        if entry.kind == "finding":
            _count(made, entry, named)
        if entry.kind not in BULK or entry.id in spoken_of or _is_named(entry, named):
            kept.append(entry)
    kept.sort(key=lambda e: (e.log, e.index))
    made.case = _with_hidden(world, case_of(kept))
    made.exhibits &= files
    made.files = len(files)
    made.short = {entry.id[:16]: entry for entry in kept}
    return made


def _beneath(world: World) -> set[str]:
    """What people wrote and what it rests on, by what each entry names as its ground."""
    waiting = [
        leaf for log in world.logs.values() for leaf in log.leaves if leaf.kind in SPOKEN and leaf.shown == "shown"
    ]
    seen = {leaf.id for leaf in waiting}
    while waiting:
        places = (world.seen[cause] for cause in waiting.pop().causes if cause in world.seen and cause not in seen)
        found = [leaf for log, index in places if (leaf := world.logs[log].leaves[index]).kind in BENEATH]
        seen |= {leaf.id for leaf in found}
        waiting += found
    return seen


def _with_hidden(world: World, case: Case) -> Case:
    """What was withdrawn or replaced may be withheld itself: that it was stays told, by whoever could."""
    gone: dict[str, dict[str, str]] = {"of": {}, "replaces": {}, "revises": {}}
    for entry in case.entries.values():
        for name, found in gone.items():
            earlier = getattr(entry.value, name, None)
            if earlier is None or earlier in case.entries or entry.id in case.withdrawn or entry.kind == "review":
                continue
            place = world.seen.get(earlier)
            if place is not None and case.person.get(place[0], place[0]) == case.person.get(entry.log, entry.log):
                found[earlier] = entry.id
    withdrawn = {**case.withdrawn, **gone["of"]}
    return replace(case, withdrawn=withdrawn, replaced={**case.replaced, **gone["replaces"], **gone["revises"]})


def _hidden(world: World) -> tuple[dict[str, str], int]:
    leaves: list[Leaf] = [leaf for log in world.logs.values() for leaf in log.leaves]
    headers = {leaf.id[:16]: leaf.kind for leaf in leaves if leaf.shown == "header"}
    return headers, sum(leaf.shown == "hash" for leaf in leaves)


def _is_named(entry: Entry, named: Named) -> bool:
    if entry.id[:16] in named.entries or entry.kind == "derivative":
        return True
    if entry.kind == "sighting":
        return entry.value.file is None or entry.value.file in named.files
    if entry.kind == "finding":
        return bool(entry.value.job.method.startswith("place."))  # maps mark what findings beneath them took
    return entry.kind == "file" and entry.value.digest in named.files


def _count(made: Sealed, entry: Entry, named: Named) -> None:
    value = entry.value
    method = (value.job.method, value.job.version)
    made.findings[(*method, value.outcome["outcome"].capitalize())] += 1
    if value.profile:
        made.profiles[(*method, value.profile)] += 1
    made.programs |= {f"{tool} {number}" for tool, number in value.made_with.items()}
    result = value.result
    says = str(getattr(result, "why", None) or getattr(result, "looked", None) or "")
    relation = result.value.get("relation") if isinstance(result, Found) and isinstance(result.value, Mapping) else None
    outcome = f"{result.name.capitalize()}: {relation}" if relation else result.name.capitalize()
    for file in named.files.intersection(value.files):
        if len(value.files) <= MOST_FILES:
            row = Row((entry.log, entry.index), entry.id, method, outcome, says[:1].upper() + says[1:], value.files)
            made.of_file.setdefault(file, []).append(row)
        if value.job.method == "read.container" and isinstance(result, Found):
            made.is_a.setdefault(file, set()).add(_is_a(result.value))
    if value.job.method == "trace.recordings" and isinstance(result, Found):
        made.reasons |= {str(why) for one in rows(result.value, "recordings") for why in listed(one.get("reasons"))}


def rows(value: Any, name: str) -> list[Mapping[str, Any]]:
    """The objects in a list of a finding's value, whatever somebody has written there."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return [one for one in listed(found) if isinstance(one, Mapping)]


def listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _is_a(value: Any) -> str:
    value = value if isinstance(value, Mapping) else {}
    length = str(value.get("duration_stated_s") or "")
    stated = f"{seconds(Fraction(length))} long" if FRACTION.match(length) else None
    return ", ".join(str(part) for part in (value.get("kind"), stated, value.get("format")) if part)


# --- how pages word what entries say ------------------------------------------------------------------------------------


def seconds(value: Fraction) -> str:
    thousandths = int(abs(value) * 1000)
    sign = "-" if value < 0 else ""
    text = f"{sign}{thousandths // 60000}:{thousandths // 1000 % 60:02d}.{thousandths % 1000:03d}"
    return text.removesuffix(".000")


def stretch(value: Stretch) -> str:
    if value.start is None and value.end is None:
        return "the whole of it"
    start = seconds(value.start) if value.start is not None else "its start"
    return f"{start} to {seconds(value.end) if value.end is not None else 'its end'}"


def size(count: int) -> str:
    amount, unit = float(count), 0
    while amount >= 999.5 and unit < 4:
        amount, unit = amount / 1000, unit + 1
    return f"{count} bytes" if unit == 0 else f"{amount:.3g} {('', 'kB', 'MB', 'GB', 'TB')[unit]}"


def span(value: Span) -> str:
    stated = [f"stated “{value.verbatim}”"] if value.verbatim else []
    if value.zone:
        stated.append(f"zone {value.zone}")
    elif value.earliest or value.latest or value.verbatim:
        stated.append("no zone stated")
    bounds = _bounds(value.earliest, value.latest)
    return f"{bounds} ({', '.join(stated)})" if stated else bounds


def _bounds(low: datetime | None, high: datetime | None) -> str:
    exact = any(end.second or end.microsecond for end in (low, high) if end)
    if low is None or high is None:
        end = low or high
        return f"not {'before' if low else 'after'} {_instant(end, exact)} UTC" if end else "not known"
    first, last = _instant(low, exact), _instant(high, exact)
    if low == high:
        return f"{first} UTC"
    return f"{first}–{last[11:]} UTC" if low.date() == high.date() else f"{first} – {last} UTC"


def _instant(moment: datetime, exact: bool) -> str:
    text = f"{moment:%Y-%m-%d %H:%M}" + (f":{moment:%S}" if exact else "")
    return text + (f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else "")


def region(value: Region) -> tuple[str, str]:
    """What stands before and after the area, which is worked out and not looked at here."""
    west, south = min(b[0] for b in value.boxes), min(b[1] for b in value.boxes)
    east, north = max(b[2] for b in value.boxes), max(b[3] for b in value.boxes)
    extent = f"{west / 1e7:.4f} to {east / 1e7:.4f} °E, {south / 1e7:.4f} to {north / 1e7:.4f} °N"
    return f"{extent} (", " km²)" + (f" (“{value.verbatim}”)" if value.verbatim else "")


def described(sealed: Sealed, entry: Entry) -> str | None:
    """The entry in one line, as notes and corrections give it, as a pattern; None where it says what is withheld here."""
    value: Any = entry.value
    match entry.kind:
        case "claim":
            through = ", ".join(map(sealed.source, value.through))
            chain = f", through {through}" if through else ""
            return f"{sealed.source(value.source)}{chain}: {re.escape(value.paraphrase)}"
        case "source":
            return sealed.source(entry.id)
        case "reply":
            return f"{sealed.source(value.source)}: {re.escape(value.question)}"
        case "assessment" if sealed.known(value.answer, "answer") is None:
            return None
    return re.escape(_line(sealed, entry))


def _line(sealed: Sealed, entry: Entry) -> str:
    value: Any = entry.value
    match entry.kind:
        case "finding":
            return _finding(sealed, value)
        case "observation":
            at = seen_at(sealed, value)
            return f"{value.what}, {at}{': ' if at else ''}{value.says}"
        case "assessment":
            text = sealed.case.entries[value.answer].value.text
            return f"{text} — {value.likelihood.value}, confidence {value.confidence.value}"
        case "sighting":
            what = sealed.exhibit(value.file) if value.file else value.item or ""
            return f"{what} seen at {value.url or value.captured or 'no address'}, posted {span(value.posted)}"
        case "file":
            return f"{sealed.exhibit(value.digest)}, SHA-256 {value.digest[:12]}"
        case "published":
            return f"edition {value.edition}"
        case "question" | "answer" | "draft" | "review" | "withdrawal" | "grade" | "weighing":
            return str(getattr(value, "text", None) or getattr(value, "reasons", None) or value.reason)
    return entry.kind


def _finding(sealed: Sealed, value: Any) -> str:
    about = ", ".join(sealed.exhibit(file) for file in value.files[:4]) + (
        " and others" if len(value.files) > 4 else ""
    )
    why = getattr(value.result, "why", None) or getattr(value.result, "looked", None)
    text = f"{value.job.method} (version {value.job.version}): {value.result.name.capitalize()}"
    return text + (f", on {about}" if about else "") + (f". {why}" if why else "")


def seen_at(sealed: Sealed, value: Any) -> str:
    """The frame or the stretch of an observation."""
    if value.moment is not None:
        return f"{sealed.exhibit(value.moment.file)}, frame at {seconds(value.moment.pts)}"
    if value.stretch is not None:
        return f"{sealed.exhibit(value.stretch.file)}, {stretch(value.stretch)}"
    return ""
