"""Publishes an edition: gathers what the report shows, asks the gate, renders, looks at every byte, writes and seals."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from firsthand.method import CATALOGUE
from firsthand.record.bounds import Span
from firsthand.record.case import Case
from firsthand.record.digest import check_digest
from firsthand.record.entry import Line, read_line
from firsthand.record.fault import BadReference, GateRefused, LogMoved
from firsthand.record.log import read_note
from firsthand.record.publication import Published

from .desk import BULK, Desk, view
from .folder import Appended, Withheld, write_folder
from .gate import GateFinding, gate
from .gate_bytes import leaking_entries, leaks, leaks_file, strange_words, unsearchable
from .gate_disclosure import Disclosure, Plan, texts
from .gate_edition import Edition, WordingRule, edition_of
from .origins import origins_unnamed
from .pen import pen
from .relative import publications, said
from .report import gather
from .report.matter import Card, Key, Matter, analysts
from .report.pages import PAGE, render
from .report.pictures import chosen
from .report.words import count

KEYS = re.compile(r'"[a-z0-9_]+":')  # names of fields in a line: a source may be called "Body"
STILLS = 4  # of one exhibit, spread over its length: a report shows, it does not replay


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """What the gate found; nothing in it is blocking when publishing goes on."""

    findings: tuple[GateFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Pages, stills and originals that the folder will hold."""

    pages: int
    stills: int
    originals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The edition is out: its `published` entry, and the fingerprint that readers should be given another way."""

    entry: str
    edition: int
    folder: Path
    manifest: str
    fingerprint: str
    counts: Mapping[str, int]


Event = Gated | Rendered | Issued


def publish(
    desk: Desk,
    out: Path,
    *,
    exhibits: Iterable[str] = (),
    withhold: Iterable[str] = (),
    changed: str = "",
    wording: tuple[WordingRule, ...] = (),
    stills: int = STILLS,
) -> Iterator[Event]:
    """Writes the next edition into `out`, a folder that is not there yet; the last event is Issued.

    `exhibits` names originals (or redacted copies) to make public, by digest; none by default. `withhold` names entries to
    show by their header only ("ID"), or sealed fields of theirs ("ID.account"). Raises GateRefused with its findings,
    BadReference, NoAuthor, FolderTaken, LogMoved, DiskFull, WriteFailed, NotInVault.
    """
    author = desk.writer
    edition = next_edition(desk, exhibits, withhold, changed, wording)
    case, plan = edition.case, edition.plan
    findings = asked_of(desk, edition)
    _refuse(findings)
    yield Gated(findings=tuple(findings))

    counts = counts_of(desk, case, edition.disclosure)
    matter = matter_of(desk, edition, counts, stills)
    pages = render(matter)
    blobs = blobs_of(desk, matter)
    _refuse(_last_look(edition, matter, pages, blobs))
    shown = sum(len(found) for found in matter.stills.values())
    yield Rendered(pages=len(pages), stills=shown, originals=len(matter.originals))

    written = write_folder(
        out,
        ledger=desk.ledger,
        case=desk.case,
        edition=plan.edition,
        previous=plan.previous,
        files={**pages, **blobs},
        publish=lambda value: _append(desk, value),
        disclosure=_per_line(case, edition.disclosure),
        changed=plan.changed,
    )
    by = next(key.fingerprint for key in matter.keys if key.log == author.log)
    yield Issued(
        entry=written.entry,
        edition=plan.edition,
        folder=out,
        manifest=written.manifest,
        fingerprint=by,
        counts=written.counts,
    )


def preview(
    desk: Desk,
    *,
    exhibits: Iterable[str] = (),
    withhold: Iterable[str] = (),
    changed: str = "",
    wording: tuple[WordingRule, ...] = (),
) -> list[GateFinding]:
    """What the gate would say now; nothing is written."""
    return asked_of(desk, next_edition(desk, exhibits, withhold, changed, wording))


def next_edition(
    desk: Desk, exhibits: Iterable[str], withhold: Iterable[str], changed: str, wording: tuple[WordingRule, ...]
) -> Edition:
    """What would be published now, before anything is asked of it. Raises BadReference, BadDigest."""
    case = view(desk, *BULK)
    plan = _plan(case, exhibits, withhold, changed)
    copies = gather.copies(gather.recordings(case))
    return edition_of(case, plan, copies=copies, wording=wording, origins=origins_unnamed(desk))


def asked_of(desk: Desk, edition: Edition) -> list[GateFinding]:
    """The gate's rules, and withheld names in what the ledgers would show."""
    found = [*gate(edition), *unsearchable(edition.disclosure)]
    for log in desk.ledger.logs():
        lines = zip(desk.index.rows(log=log), desk.ledger.lines(log), strict=False)
        public = ((row.id, _public(edition, row.id, line)) for row, line in lines)
        found += leaking_entries(public, edition.disclosure)
    return found


def _refuse(findings: Iterable[GateFinding]) -> None:
    blocking = [found for found in findings if found.blocking]
    if blocking:
        first = "; ".join(f"{found.rule}: {found.message}" for found in blocking[:3])
        more = f"; and {len(blocking) - 3} more" if len(blocking) > 3 else ""
        raise GateRefused(
            f"{count(len(blocking), 'rule')} of the gate not met: {first}{more}",
            tuple(blocking),
        )


# --- what is asked -------------------------------------------------------------------------------------------------------


def _plan(case: Case, exhibits: Iterable[str], withhold: Iterable[str], changed: str) -> Plan:
    """Raises BadReference where an exhibit is not in the case, BadDigest where it is no digest."""
    named = frozenset(check_digest(digest, "an exhibit") for digest in exhibits)
    known = {e.value.digest for e in case.of("file")} | {e.value.digest for e in case.of("derivative")}
    for digest in sorted(named - known):
        raise BadReference(f"no file {digest[:12]} in this case")
    before = max(case.of("published"), key=lambda e: e.value.edition, default=None)
    return Plan(
        exhibits=named,
        withhold=_withheld(withhold),
        edition=before.value.edition + 1 if before else 1,
        previous=before.id if before else None,
        changed=changed,
    )


def _withheld(asked: Iterable[str]) -> dict[str, frozenset[str]]:
    made: dict[str, frozenset[str]] = {}
    whole = set()
    for text in asked:
        entry, dot, name = text.partition(".")
        check_digest(entry, "an entry to withhold")
        made[entry] = made.get(entry, frozenset()) | ({name} if dot else frozenset())
        whole |= set() if dot else {entry}
    return {entry: frozenset() if entry in whole else names for entry, names in made.items()}


# --- what the report shows -----------------------------------------------------------------------------------------------


def matter_of(desk: Desk, edition: Edition, counts: Mapping[str, int], stills: int) -> Matter:
    case, plan = edition.case, edition.plan
    groups = gather.recordings(case)
    named, others = gather.exhibit_files(case, groups)
    previous = case.entries[plan.previous].value if plan.previous else None
    names = analysts(case, edition.disclosure)
    return Matter(
        case=case,
        disclosure=edition.disclosure,
        asked=edition.asked,
        edition=plan.edition,
        published=desk.clock.now().date().isoformat(),
        changed=plan.changed,
        digests=named,
        others=others,
        recordings=groups,
        stills=chosen(desk, edition, named, stills),
        originals={digest: f"blobs/{digest}" for digest in sorted(plan.exhibits)},
        cards=cards_of(case),
        keys=tuple(_key(desk, log, names.get(log, "")) for log in _own_first(desk)),
        counts=counts,
        since={log: head["size"] for log, head in previous.heads.items()} if previous else {},
        number={digest: number for number, digest in enumerate(named, 1)},
        analysts=names,
        origins=edition.origins,
        said=said_of(case, edition.disclosure),
    )


def said_of(case: Case, disclosure: Disclosure) -> dict[str, tuple[Span, str]]:
    """When each claim was said, resolved by publication dates that the report shows."""
    dated = publications(case)
    shown = {text: [d for d in found if disclosure.shows(case.entries[d[0]])] for text, found in dated.items()}
    return {claim.id: said(case, claim.value, shown) for claim in case.of("claim") if disclosure.shows(claim)}


def cards_of(case: Case) -> dict[str, Card]:
    """Of the methods whose findings the case holds, as far as this house still has them."""
    run = {e.value.job.method for e in case.of("finding")}
    known = {name: CATALOGUE.get(name) for name in sorted(run)}
    return {name: Card(asks=found.asks, limits=found.limits) for name, found in known.items() if found}


def _own_first(desk: Desk) -> list[str]:
    mine = desk.writer.log
    return sorted(desk.ledger.logs(), key=lambda log: (log != mine, log))


def _key(desk: Desk, log: str, name: str) -> Key:
    """The key in force at the log's head, and its last checkpoint."""
    checkpoint = read_note(desk.ledger.notes(log)[-1])
    header = None
    for index in range(checkpoint.size - 1, -1, -1):
        header = read_line(desk.ledger.line(log, index)).header
        if header is not None:
            break
    return Key(
        log=log, author=name or f"log {log[:12]}", fingerprint=header.by if header else "", checkpoint=checkpoint
    )


def blobs_of(desk: Desk, matter: Matter) -> dict[str, Path]:
    pictures = {still.path: still.path[6:70] for found in matter.stills.values() for still in found}
    originals = {path: digest for digest, path in matter.originals.items()}
    return {path: desk.vault.path(digest) for path, digest in {**pictures, **originals}.items()}


# --- what is withheld ----------------------------------------------------------------------------------------------------


def _per_line(case: Case, disclosure: Disclosure) -> "_PerLine":
    return _PerLine(known=frozenset(case.entries), disclosure=disclosure)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PerLine:
    """What of a line the folder withholds. A line that the gate has not seen is not published."""

    known: frozenset[str]
    disclosure: Disclosure

    def __call__(self, line: Line) -> Withheld:
        if line.header is None or line.body is None:
            return Withheld()
        if line.hash not in self.known:
            raise LogMoved(f"the entry {line.hash[:12]} was written after the gate had looked")
        if line.hash in self.disclosure.bodies:
            return Withheld(body=True)
        return Withheld(fields=self.disclosure.hidden(line.hash, line.header.kind))


def counts_of(desk: Desk, case: Case, disclosure: Disclosure) -> dict[str, int]:
    """How many lines of all logs are shown, header only, or hash only."""
    made = {"shown": 0, "header": 0, "hash": 0}
    total = sum(desk.ledger.size(log) for log in desk.ledger.logs())
    made["header"] = sum(entry in disclosure.bodies for entry in case.entries)
    made["shown"] = len(case.entries) - made["header"]
    for row in desk.index.rows() if total > len(case.entries) else ():
        if row.id not in case.entries:
            made[read_line(desk.ledger.line(row.log, row.index)).shown] += 1
    return made


def _last_look(
    edition: Edition, matter: Matter, pages: Mapping[str, bytes], blobs: Mapping[str, Path]
) -> Iterator[GateFinding]:
    """Every byte beside the ledgers that is about to be public: pages, stills, originals."""
    yield from strange_words(pages[PAGE], {entry: draft.text for entry, draft in matter.drafts().items()})
    for path, page in pages.items():
        yield from leaks(path, page, edition.disclosure)
    for path, local in blobs.items():
        with local.open("rb") as source:
            yield from leaks_file(path, source, edition.disclosure)


def _public(edition: Edition, entry_id: str, line: bytes) -> Iterator[str]:
    """What a line will show: its body as it stands on the disk, and those sealed fields that are not withheld."""
    entry = edition.case.entries.get(entry_id)
    if entry is None or entry_id in edition.disclosure.bodies:
        return
    body, _, _ = line.decode("utf-8").rpartition(
        ',"sealed":{'
    )  # the last one is the line's own; in a text its quotes are escaped
    if "\\" in body:
        yield from texts(json.loads(line)["body"])
    else:
        yield KEYS.sub("", body)
    for name in set(entry.value.sealed) - edition.disclosure.hidden(entry_id, entry.kind):
        shown = getattr(entry.value, name)
        if isinstance(shown, str):
            yield shown


def _append(desk: Desk, value: Published) -> Appended:
    """The `published` entry, right behind the head that it names. Raises LogMoved."""
    author = desk.writer
    held = pen(desk)
    if held.tree.size != value.heads[author.log]["size"]:
        raise LogMoved("the author's own log has grown since the ledgers were written")
    leaves = [row.id for row in desk.index.rows(log=author.log)]
    line = held.write([value])[0]
    return Appended(line=line.bytes(), note=desk.ledger.notes(author.log)[-1], leaves=leaves)
