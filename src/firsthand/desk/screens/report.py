"""Towards a report: the draft with what its wording lacks, the gate, the editions that are out."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from firsthand.desk.desk import Desk, entry, resolve, resolve_file
from firsthand.desk.long_jobs import Step
from firsthand.desk.now import now
from firsthand.desk.preview import draw
from firsthand.desk.publish import Gated, Issued, Rendered, preview
from firsthand.desk.publish import publish as publish_edition
from firsthand.desk.recheck import recheck as recheck_path
from firsthand.desk.wording import WEIGHED, too_loud
from firsthand.recheck import exit_code
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.fault import BadReference, FolderTaken
from firsthand.record.publication import Draft, Section

from .rows import EntryRow, row

RULES = (too_loud,)
ORDER = {section: place for place, section in enumerate(Section)}
_checked: dict[Path, list["CheckLine"]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """What the wording of one sentence says too loudly, each with what would pass; empty where nothing is to be said."""

    problems: tuple[str, ...]
    weighed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One sentence of the draft with what it rests on, read out, and its lint."""

    row: EntryRow
    section: str
    order: int
    text: str
    rests_on: tuple[EntryRow, ...]
    answers: tuple[str, ...]
    lint: Lint


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """One thing that the gate refuses (blocking) or marks."""

    rule: str
    blocking: bool
    message: str
    hint: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An edition that is out; `here`: its folder lies beside the case and can be looked at and rechecked."""

    edition: int
    entry: str
    author: str
    at: str
    changed: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """The draft in the order of the report, and the editions."""

    drafts: tuple[DraftRow, ...]
    editions: tuple[Edition, ...]
    next_edition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One line of a recheck: holds, broken, withheld or cannot check."""

    step: int
    subject: str
    verdict: str
    says: str
    code: str


def page(desk: Desk, reports: Path) -> ReportPage:
    case = now(desk)
    drafts = sorted(case.of("draft", standing=True), key=lambda e: (ORDER[e.value.section], e.value.order, e.index))
    editions = [_edition(case, found, reports) for found in case.of("published")]
    return ReportPage(
        drafts=tuple(_draft(desk, case, draft) for draft in drafts),
        editions=tuple(sorted(editions, key=lambda edition: -edition.edition)),
        next_edition=max((edition.edition for edition in editions), default=0) + 1,
    )


def _edition(case: Case, found: Entry, reports: Path) -> Edition:
    value = found.value
    here = (reports / f"edition-{value.edition}").is_dir()
    return Edition(
        edition=value.edition, entry=found.id, author=case.author(found), at=found.at, changed=value.changed, here=here
    )


def _draft(desk: Desk, case: Case, draft: Entry) -> DraftRow:
    value = draft.value
    rests = [case.entries.get(cause) or entry(desk, desk.index.row(cause)) for cause in value.rests_on]
    return DraftRow(
        row=row(desk, case, draft),
        section=value.section.value,
        order=value.order,
        text=value.text,
        rests_on=tuple(row(desk, case, e) for e in rests),
        answers=value.answers,
        lint=Lint(problems=tuple(too_loud(draft, _with(desk, case, draft))), weighed=value.section in WEIGHED),
    )


def _with(desk: Desk, case: Case, draft: Entry) -> Case:
    """The case with the bulk entries that this draft rests on: a finding counts as ground."""
    more = {c: entry(desk, desk.index.row(c)) for c in draft.value.rests_on if c not in case.entries}
    if not more:
        return case
    return Case(entries=MappingProxyType({**case.entries, **more}), authors=case.authors, person=case.person,
                withdrawn=case.withdrawn, replaced=case.replaced)  # fmt: skip


def lint(desk: Desk, text: str, section: Section, rests_on: tuple[str, ...]) -> Lint:
    """What is too loud in a sentence that nobody has entered yet. Raises BadReference, BadValue."""
    case = now(desk)
    causes = tuple(resolve(desk, one) for one in rests_on)
    value = Draft(text=text, section=section, rests_on=causes)
    log = desk.author.log if desk.author else "0" * 64
    draft = Entry(id="0" * 64, log=log, index=0, by="0" * 64, at="", clock=None, after=(), value=value)
    return Lint(problems=tuple(too_loud(draft, _with(desk, case, draft))), weighed=section in WEIGHED)


def _chosen(desk: Desk, exhibits: tuple[str, ...], withhold: tuple[str, ...]) -> tuple[list[str], list[str]]:
    whole = []
    for text in withhold:
        short, dot, name = text.partition(".")
        whole.append(resolve(desk, short) + dot + name)
    return [resolve_file(desk, short) for short in exhibits], whole


def gated(desk: Desk, changed: str, exhibits: tuple[str, ...], withhold: tuple[str, ...]) -> list[GateRow]:
    files, entries = _chosen(desk, exhibits, withhold)
    found = preview(desk, changed=changed, exhibits=files, withhold=entries, wording=RULES)
    return [
        GateRow(rule=f.rule, blocking=f.blocking, message=f.message, hint=f.hint, entries=tuple(f.entries))
        for f in found
    ]


def draw_page(desk: Desk, changed: str, exhibits: tuple[str, ...], withhold: tuple[str, ...]) -> Iterator[Step]:
    """The page as it would be, in the case's cache in the place of the one before. Raises GateRefused where it has no title."""
    files, entries = _chosen(desk, exhibits, withhold)
    place = _drawn(desk)
    if (
        place.is_symlink() or place.parent.is_symlink()
    ):  # a case's folder may come from elsewhere: nothing is cleared through a link
        raise FolderTaken(f"{place} leads out of the case")
    shutil.rmtree(place, ignore_errors=True)
    found = draw(desk, place, changed=changed, exhibits=files, withhold=entries, wording=RULES)
    refused = sum(one.blocking for one in found)
    yield Step(done=1, whole=1, says=f"drawn; the gate would refuse {refused} things", result={"refused": refused})


def drawn(desk: Desk) -> Path:
    """Raises BadReference."""
    if not _drawn(desk).is_dir():
        raise BadReference("no preview was drawn yet")
    return _drawn(desk)


def _drawn(desk: Desk) -> Path:
    return desk.folder / "cache" / "preview"


def publish(
    desk: Desk, reports: Path, changed: str, exhibits: tuple[str, ...], withhold: tuple[str, ...]
) -> Iterator[Step]:
    """The next edition, in a folder named by its number. Raises GateRefused."""
    files, entries = _chosen(desk, exhibits, withhold)
    number = max((e.value.edition for e in now(desk).of("published")), default=0) + 1
    reports.mkdir(parents=True, exist_ok=True)
    out = reports / f"edition-{number}"
    for event in publish_edition(desk, out, changed=changed, exhibits=files, withhold=entries, wording=RULES):
        match event:
            case Gated():
                yield Step(done=1, whole=3, says=f"the gate marks {len(event.findings)} things and refuses none")
            case Rendered():
                yield Step(done=2, whole=3, says=f"{event.pages} pages, {event.stills} stills")
            case Issued():
                told = {"edition": event.edition, "entry": event.entry, "fingerprint": event.fingerprint}
                yield Step(done=3, whole=3, says=f"edition {event.edition}", result=told)


def folder(reports: Path, edition: int) -> Path:
    """Raises BadReference."""
    made = reports / f"edition-{edition}"
    if edition < 1 or not made.is_dir() or made.is_symlink():
        raise BadReference(f"edition {edition} does not lie beside the case here")
    return made


def recheck(reports: Path, edition: int) -> Iterator[Step]:
    """As a stranger would, though with nothing pinned: whoever checks their own report proves only that it is whole."""
    path, kept = folder(reports, edition), []
    for line in recheck_path(path, key=None, pin=None, quick=False, findings=True):
        kept.append(line)
        if len(kept) % 20 == 0:
            yield Step(done=len(kept), whole=0, says=f"{line.verdict}: {line.subject}")
    _checked[path] = [
        CheckLine(step=made.step, subject=made.subject, verdict=str(made.verdict), says=made.says, code=made.code)
        for made in kept
    ]
    counts = {
        str(verdict): sum(made.verdict == verdict for made in kept) for verdict in {made.verdict for made in kept}
    }
    differs = any(made.code == "page.differs" for made in kept)
    told = {"exit": exit_code(kept), "counts": counts, "differs": differs}
    yield Step(
        done=len(kept), whole=len(kept), says=", ".join(f"{n} {v}" for v, n in sorted(counts.items())), result=told
    )


def lines(reports: Path, edition: int) -> list[CheckLine]:
    """Of the last recheck that this server ran; empty where it ran none."""
    return _checked.get(folder(reports, edition), [])
