"""Exhibits: each file or item spoken of with all its sightings, its copies, its stills under their covers, its findings."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from firsthand.desk.copies_show import bars
from firsthand.desk.laid import Copies, laid_out, pairs_of
from firsthand.record.entry import WITHHELD, Entry
from firsthand.record.finding import Found
from firsthand.record.footage import Derivative, Recording

from . import words
from .matter import Matter, Shown, anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingView:
    """One appearance. Two sightings of the same bytes are two rows."""

    where: str
    names: Markup
    url: str
    channel: str
    account: str
    posted: Markup
    seen: Markup
    captured: str
    note: str
    who: str
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What methods (name, version) found of a file, alone or with each of `others` (title, anchor) and so many that are not named."""

    methods: tuple[tuple[str, int], ...]
    outcome: str
    says: str
    others: tuple[tuple[str, str], ...]
    unnamed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitView:
    """`digest` is empty for an item that is only spoken of. `covers` are calm labels of what marks hold back."""

    where: str
    title: str
    digest: str
    blake3: str
    size: str
    is_a: str
    recordings: tuple[int, ...]  # numbers of those that it is a copy of, or holds
    sightings: tuple[SightingView, ...]
    withheld_sightings: int
    stills: tuple[Shown, ...]
    covers: tuple[str, ...]
    original: str
    redacted: str  # a redacted copy that is in the folder
    counted: int  # findings
    findings: tuple[Outcome, ...]  # what is said in the same words is one of them


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingView:
    number: int
    exhibits: tuple[tuple[str, str], ...]
    elsewhere: int  # copies that are not exhibits of this report
    reasons: tuple[str, ...]
    drawn: Markup  # its exhibits as bars on one line of seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the case says of each file, by its digest, gathered in one pass."""

    originals: Mapping[str, Entry]
    sightings: Mapping[str, list[Entry]]
    findings: Mapping[str, list[Entry]]
    recordings: Mapping[str, list[int]]
    redacted: Mapping[str, str]


def exhibits(matter: Matter) -> tuple[ExhibitView, ...]:
    """The files in their numbers' order, then the items spoken of, in the order of the log."""
    seen, unseen = _sightings(matter)
    known = _Known(
        originals={e.value.digest: e for e in matter.case.of("file")},
        sightings=seen,
        findings=_findings(matter),
        recordings=_groups(matter),
        redacted={d.parent: path for d, path in _redactions(matter)},
    )
    made = [_file(matter, digest, known) for digest in matter.digests]
    return (*made, *(_item(matter, item, found) for item, found in unseen.items()))


def _groups(matter: Matter) -> Mapping[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for number, recording in enumerate(matter.recordings, 1):
        for file in recording.files:
            groups[file].append(number)
    return groups


def _redactions(matter: Matter) -> Iterator[tuple[Derivative, str]]:
    for entry in matter.case.of("derivative", standing=True) if matter.originals else ():
        if entry.value.what == "redaction" and entry.value.digest in matter.originals:
            yield entry.value, matter.originals[entry.value.digest]


def _sightings(matter: Matter) -> tuple[Mapping[str, list[Entry]], Mapping[str, list[Entry]]]:
    files: dict[str, list[Entry]] = defaultdict(list)
    items: dict[str, list[Entry]] = defaultdict(list)
    for entry in matter.case.of("sighting"):
        if entry.value.file is not None:
            files[entry.value.file].append(entry)
        elif matter.disclosure.shows(entry):
            items[entry.value.item].append(entry)
    return files, items


def _findings(matter: Matter) -> Mapping[str, list[Entry]]:
    made: dict[str, list[Entry]] = defaultdict(list)
    for entry in matter.case.of("finding", standing=True):
        for file in entry.value.files:
            if matter.disclosure.shows(entry) and len(entry.value.files) <= 8:
                made[file].append(entry)
    return made


def _file(matter: Matter, digest: str, known: _Known) -> ExhibitView:
    seen, findings = known.sightings.get(digest, []), known.findings.get(digest, [])
    original, held = known.originals.get(digest), matter.disclosure.held.get(digest, ())
    shown = [e for e in seen if matter.disclosure.shows(e)]
    return ExhibitView(
        where=f"x-{matter.number[digest]}",
        title=matter.exhibit(digest),
        digest=digest,
        blake3=original.value.blake3 if original else "",
        size=words.size(original.value.size) if original else "",
        is_a=_is_a(findings),
        recordings=tuple(known.recordings.get(digest, ())),
        sightings=tuple(_sighting(matter, e) for e in shown),
        withheld_sightings=len(seen) - len(shown),
        stills=matter.stills.get(digest, ()),
        covers=tuple(dict.fromkeys(_cover(h.label, words.stretch(h.stretch)) for h in held)),
        original=matter.originals.get(digest, ""),
        redacted=known.redacted.get(digest, ""),
        counted=len(findings),
        findings=tuple(_outcomes(matter, digest, findings)),
    )


def _cover(label: str, where: str) -> str:
    return f"{label} ({where})"


def _item(matter: Matter, item: str, found: list[Entry]) -> ExhibitView:
    return ExhibitView(
        where=f"item-{found[0].id[:16]}",
        title=item,
        digest="",
        blake3="",
        size="",
        is_a="",
        recordings=(),
        sightings=tuple(_sighting(matter, e) for e in found),
        withheld_sightings=0,
        stills=(),
        covers=(),
        original="",
        redacted="",
        counted=0,
        findings=(),
    )


SHOWN = ("name", "account", "url", "note")  # sealed fields that are public unless something withholds them


def _sighting(matter: Matter, entry: Entry) -> SightingView:
    value = entry.value
    shown = {name: getattr(value, name) for name in SHOWN if matter.disclosure.shows(entry, name)}
    return SightingView(
        where=anchor(entry.id),
        names=_names(shown.get("name"), value.raw_name if matter.disclosure.shows(entry, "raw_name") else None),
        url=shown.get("url") or "",
        channel=value.channel or "",
        account=_open(shown.get("account"), value.account),
        posted=words.span(value.posted),
        seen=words.span(value.seen),
        captured=value.captured,
        note=shown.get("note") or "",
        who=matter.author(entry),
        withdrawn=entry.id in matter.case.withdrawn,
    )


def _open(shown: str | None, there: str | None) -> str:
    if shown and shown != WITHHELD:
        return shown
    return "withheld" if there else ""


def _names(shown: str | None, raw: str | None) -> Markup:
    if not shown:
        return Markup("")
    made = words.name(shown)
    return made + Markup(" (bytes {})").format(words.ltr(raw)) if raw else made


def _outcomes(matter: Matter, digest: str, findings: Iterable[Entry]) -> Iterator[Outcome]:
    """Twenty lines that say "found" tell nobody anything: one for each thing said, with the files or the methods that say it."""
    pairs: dict[tuple[str, str, tuple[str, int]], list[str]] = defaultdict(list)
    alone: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for entry in findings:
        result, method = entry.value.result, (entry.value.job.method, entry.value.job.version)
        says = getattr(result, "why", None) or getattr(result, "looked", None) or ""
        relation = result.value.get("relation") if isinstance(result, Found) else None
        said = (
            f"{result.name.capitalize()}: {relation}" if relation else result.name.capitalize(),
            says[:1].upper() + says[1:],
        )
        others = [file for file in entry.value.files if file != digest]
        if others:
            pairs[*said, method] += others
        else:
            alone[said].append(method)
    for said, methods in alone.items():
        yield Outcome(methods=tuple(dict.fromkeys(methods)), outcome=said[0], says=said[1], others=(), unnamed=0)
    for (outcome, says, method), others in pairs.items():
        named = sorted({matter.number[file] for file in others if file in matter.number})
        yield Outcome(
            methods=(method,),
            outcome=outcome,
            says=says,
            others=tuple((f"Exhibit {number}", f"x-{number}") for number in named),
            unnamed=len({file for file in others if file not in matter.number}),
        )


def _is_a(findings: Iterable[Entry]) -> str:
    """What the container's finding met: film or picture, and how long. Said by the file, so it says so."""
    for entry in findings:
        result = entry.value.result
        if entry.value.job.method == "read.container" and isinstance(result, Found):
            length = result.value.get("duration_stated_s")
            stated = f"{words.seconds(Fraction(length))} long" if length else None
            return ", ".join(
                str(part) for part in (result.value.get("kind"), stated, result.value.get("format")) if part
            )
    return ""


def recordings(matter: Matter) -> tuple[RecordingView, ...]:
    """Groups of files of which the report shows one at least, each with the reasons for which they were put together."""
    called = {digest[:8]: matter.exhibit(digest) for digest in matter.digests}
    pairs = pairs_of(matter.case, matter.disclosure.shows)
    return tuple(
        _recording(matter, number, recording, called, pairs)
        for number, recording in enumerate(matter.recordings, 1)
        if any(file in matter.number for file in recording.files)
    )


def _recording(
    matter: Matter, number: int, recording: Recording, called: Mapping[str, str], pairs: Copies
) -> RecordingView:
    named = sorted((f for f in recording.files if f in matter.number), key=matter.number.__getitem__)
    laid = laid_out(named, pairs)
    # The method calls files by the start of their digests; the page calls them exhibits.
    reasons = (re.sub(r"\b[0-9a-f]{8}\b", lambda m: called.get(m.group(), m.group()), why) for why in recording.reasons)
    return RecordingView(
        number=number,
        exhibits=tuple((f"x-{matter.number[f]}", matter.exhibit(f)) for f in named),
        elsewhere=len(recording.files) - len(named),
        reasons=tuple(reasons),
        drawn=bars([(matter.exhibit(f), laid.get(f, ())) for f in named]) if len(laid) > 1 else Markup(""),
    )
