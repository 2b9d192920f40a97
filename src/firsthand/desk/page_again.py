"""What methods worked out on a report's page, worked out again from its own ledgers: origins, what falls, groups of copies, maps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from firsthand.outside.clock import SystemClock
from firsthand.recheck import Evidence, Line
from firsthand.recheck.hostile import MAX_SMALL
from firsthand.recheck.line import cannot, holds
from firsthand.recheck.manifest import MANIFEST, read_manifest
from firsthand.recheck.page import PAGE, PAGE_STEP
from firsthand.recheck.page_form import NotOfForm, Part, form_of, named_form, read_page
from firsthand.record.digest import sha256
from firsthand.record.fault import BadGiven, Fault
from firsthand.record.log import split_notes
from firsthand.store.memory import MemoryIndex, MemoryLedger, MemoryVault

from .desk import BULK, Desk, view
from .gate_disclosure import Plan
from .gate_edition import edition_of
from .origins import origins_unnamed
from .page_worked import differences, without_towns, worked
from .publish import cards_of, said_of
from .report import gather
from .report.matter import Matter, analysts
from .report.pages import render

# What is not here whole cannot be counted again.
COUNTED = (
    "claim",
    "source",
    "sighting",
    "observation",
    "finding",
    "derivative",
    "file",
    "mark",
    "assessment",
    "answer",
)
STEP, MOST = PAGE_STEP, 20_000  # entries that are held in memory for it
DIFFERS, NOT_COMPUTED, MOST_TOLD = "page.differs", "page.not-computed", 10  # places that are listed


def page_again(evidence: Evidence) -> Iterator[Line]:
    """Nothing where the page is not of this version's form: the core says that. Never broken: methods have versions too."""
    try:
        page = _read(evidence.folder, evidence)
        if page is None:
            return
        made = _made(evidence.folder)
    except Fault as bad:
        yield cannot(STEP, PAGE, f"what methods work out was not worked out again: {bad}", NOT_COMPUTED)
        return
    if made is None:
        yield cannot(STEP, PAGE, "what methods work out rests in part on what is withheld", NOT_COMPUTED)
        return
    again = _tree(made[PAGE])
    if again is None:
        return
    found = differences(worked(page), worked(again))
    if not found:
        yield holds(STEP, PAGE, "origins, what falls, matrices and groups come out as they stand", "page.made-again")
    yield from _told(found)
    drawn = {part.text("p.path") for part in page.of("p") if part.has("p.path")}
    for path in sorted({*drawn, *made} - {PAGE}):
        if path.startswith("places/"):
            yield _drawn(evidence, path, made.get(path))


def _drawn(evidence: Evidence, path: str, made: bytes | None) -> Line:
    """A map against the same map drawn here; which towns stand on it hangs on the gazetteer at hand."""
    if made is None:
        return cannot(STEP, path, "the page shows a map, and none comes out now", DIFFERS)
    file = evidence.folder / path
    there = file.read_bytes() if file.is_file() and file.stat().st_size <= MAX_SMALL else b""
    if sha256(there) not in evidence.bytes_of:
        return cannot(STEP, path, "a map comes out now, and is not there, or is not the one sealed", DIFFERS)
    if there == made:
        return holds(STEP, path, "is drawn the same again", "page.made-again")
    if without_towns(there) == without_towns(made):
        return cannot(STEP, path, "is drawn the same again, but for its towns: others are at hand here", NOT_COMPUTED)
    return cannot(STEP, path, "lines or shapes on it are drawn otherwise now", DIFFERS)


def _told(found: list[tuple[str, str]]) -> Iterator[Line]:
    if found:
        places = "1 place on it says" if len(found) == 1 else f"{len(found)} places on it say"
        says = "otherwise than methods work out from its ledgers now: another page, or another version of the methods"
        yield cannot(STEP, PAGE, f"{places} {says}", DIFFERS)
    for where, says in found[:MOST_TOLD]:
        yield cannot(STEP, f"{PAGE}, {where}", says, DIFFERS)
    if len(found) > MOST_TOLD:
        yield cannot(STEP, "and more", f"{len(found) - MOST_TOLD} more places are not listed", DIFFERS)


def _read(folder: Path, evidence: Evidence) -> Part | None:
    data = (folder / PAGE).read_bytes() if (folder / PAGE).is_file() else b""
    return _tree(data) if sha256(data) in evidence.bytes_of else None


def _tree(data: bytes) -> Part | None:
    form = form_of(named_form(data))
    try:
        return read_page(data.decode("utf-8"), form) if form is not None else None
    except (NotOfForm, UnicodeDecodeError):
        return None


def _made(folder: Path) -> dict[str, bytes] | None:
    """The page as this version would make it of what the ledgers show; None where something that counts is withheld."""
    manifest, _ = read_manifest((folder / MANIFEST).read_bytes())
    if sum(manifest.counts.values()) > MOST:
        raise BadGiven(f"more than {MOST} entries")
    ledger, index = MemoryLedger(), MemoryIndex()
    for log in manifest.heads:
        stem = folder / "ledger" / log
        notes = split_notes(stem.with_suffix(".checkpoints").read_text("utf-8"))
        ledger.extend(log, stem.with_suffix(".jsonl").read_bytes().splitlines(), notes)
    desk = Desk(
        case=manifest.case,
        folder=folder,
        ledger=ledger,
        vault=MemoryVault(),
        index=index,
        decoder=cast(Any, None),
        workers=cast(Any, None),
        clock=SystemClock(),
    )
    case = view(desk, *BULK)
    kinds = index.count()
    if any(kinds.get(kind, 0) != len(case.of(kind)) for kind in COUNTED) or manifest.counts["hash"]:
        return None
    groups = gather.recordings(case)
    named, others = gather.exhibit_files(case, groups)
    edition = edition_of(
        case, Plan(edition=manifest.edition), copies=gather.copies(groups), origins=origins_unnamed(desk)
    )
    matter = Matter(
        case=case,
        disclosure=edition.disclosure,
        asked=edition.asked,
        edition=manifest.edition,
        published="",
        digests=named,
        others=others,
        recordings=groups,
        cards=cards_of(case),
        number={digest: number for number, digest in enumerate(named, 1)},
        analysts=analysts(case, edition.disclosure),
        origins=edition.origins,
        said=said_of(case, edition.disclosure),
    )
    return render(matter)
