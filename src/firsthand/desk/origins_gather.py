"""Gathers from a case what its origins are counted over: claims, judgements, and all that these rest on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from firsthand.record.case import Case, case_of
from firsthand.record.entry import Entry, open_line, read_line
from firsthand.record.finding import Finding, Unsuitable
from firsthand.record.sighting import Sighting

from .desk import BULK, Desk, entry
from .relative import is_article


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The entries that the question is asked over, by the part they play; nothing but these goes into the answer."""

    case: Case
    claims: tuple[Entry, ...]
    exhibits: tuple[Entry, ...]
    sources: tuple[Entry, ...]
    questions: tuple[Entry, ...]
    answers: tuple[Entry, ...]
    judgements: tuple[Entry, ...]  # assessments
    weighings: tuple[Entry, ...]
    recordings: tuple[Entry, ...]  # the newest grouping of copies, where there is one
    texts: tuple[Entry, ...]  # what says that a file is no footage
    parents: Mapping[str, str]  # still or other derivative -> the file it was made from

    def ids(self) -> dict[str, tuple[str, ...]]:
        names = ("claims", "exhibits", "sources", "questions", "answers", "judgements", "recordings", "texts")
        return {name: tuple(found.id for found in getattr(self, name)) for name in names}


def gather(desk: Desk) -> Gathered:
    """All standing claims and what they, the standing judgements and the sentences rest on. Withdrawn and revised entries
    carry nothing."""
    case = _case(desk)
    claims, judgements = case.of("claim", standing=True), case.of("assessment", standing=True)
    weighings = case.of("weighing", standing=True)
    wanted = [e for claim in claims for e in claim.value.rests_on]
    wanted += [e for judged in judgements for e in (*judged.value.speaks_for, *judged.value.speaks_against)]
    wanted += [weighed.value.evidence for weighed in weighings]
    wanted += [e for draft in case.of("draft", standing=True) for e in draft.value.rests_on]
    exhibits = tuple(_closure(desk, case, wanted))
    parents = _parents(desk, case, exhibits)
    files = {parents.get(f, f) for e in (*claims, *exhibits) for f in files_of(e)}
    return Gathered(
        case=case,
        claims=claims,
        exhibits=exhibits,
        sources=case.of("source"),
        questions=case.of("question", standing=True),
        answers=case.of("answer", standing=True),
        judgements=judgements,
        weighings=weighings,
        recordings=tuple(_newest_grouping(desk)),
        texts=tuple(_texts(desk, case, sorted(files))),
        parents=parents,
    )


@lru_cache(maxsize=1 << 14)
def _read(line: bytes, index: int) -> Entry | None:
    """The entry in a line, checked once a process: the same bytes say the same. None where its body is withheld."""
    read = read_line(line)
    return open_line(read, index) if read.shown == "shown" else None


def _case(desk: Desk) -> Case:
    """As `view`, without the bulk; a screen asks again at every new claim, so that what was read is not read anew."""
    desk.index.refresh(desk.ledger)
    found: list[Entry] = []
    for log in desk.ledger.logs():
        for row, line in zip(desk.index.rows(log=log), desk.ledger.lines(log), strict=False):
            if row.kind not in BULK and (read := _read(line, row.index)) is not None:
                found.append(read)
    return case_of(found)


def _closure(desk: Desk, case: Case, wanted: Iterable[str]) -> Iterator[Entry]:
    """Entries other than claims that something rests on, through everything beneath, each once."""
    gone = {**case.withdrawn, **case.replaced}
    seen: set[str] = set()
    waiting = list(reversed(list(wanted)))
    while waiting:
        name = waiting.pop()
        if name in seen or name in gone:
            continue
        seen.add(name)
        found = case.entries.get(name) or entry(desk, desk.index.row(name))
        if found.kind in ("sighting", "observation", "finding", "assessment", "derivative", "file"):
            yield found
        if found.kind != "claim":
            waiting += reversed(_beneath(found))


def _beneath(found: Entry) -> tuple[str, ...]:
    if found.kind == "assessment":
        return tuple(found.value.speaks_for)
    return tuple(getattr(found.value, "rests_on", ()))


def files_of(found: Entry) -> tuple[str, ...]:
    value = found.value
    if found.kind in ("claim", "finding"):
        return tuple(value.files)
    if found.kind == "observation":
        return tuple(part.file for part in (value.stretch, value.moment) if part is not None)
    if found.kind in ("file", "derivative"):
        return (str(value.digest),)
    return (value.file,) if isinstance(value, Sighting) and value.file else ()


def _parents(desk: Desk, case: Case, exhibits: Iterable[Entry]) -> dict[str, str]:
    made: dict[str, str] = {}
    for file in {f for e in (*case.of("claim", standing=True), *exhibits) for f in files_of(e)}:
        for row in desk.index.referring(file, "derivative"):
            found = entry(desk, row).value
            if found.digest == file:
                made[file] = str(found.parent)
    return made


def _newest_grouping(desk: Desk) -> Iterator[Entry]:
    """The last finding of trace.recordings, whatever it says."""
    for row in reversed(list(desk.index.rows("finding"))):
        found = entry(desk, row)
        if found.value.job.method == "trace.recordings":
            yield found
            return


def _texts(desk: Desk, case: Case, files: Iterable[str]) -> Iterator[Entry]:
    """For each file that is none of footage, the entry that says so. One finding may be about all files: it is read once."""
    read: dict[str, Entry] = {}

    def about(file: str, kind: str) -> Iterator[Entry]:
        for row in desk.index.referring(file, kind):
            if row.id not in read:
                read[row.id] = case.entries.get(row.id) or entry(desk, row)
            yield read[row.id]

    for file in files:
        article = next((e for e in about(file, "sighting") if e.value.file == file and is_article(e.value)), None)
        found = article or next((e for e in about(file, "finding") if no_footage(e.value)), None)
        if found is not None:
            yield found


def no_footage(finding: Finding) -> bool:
    """Whether it says that its file is none: a sheet, a text."""
    result = finding.result
    return (
        finding.job.method == "read.container"
        and isinstance(result, Unsuitable)
        and result.code == "outside.not-footage"
    )
